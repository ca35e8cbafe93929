# Precompiled headers, and ccache and mold where they are there.
option(DESCEND_FASTER_BUILDS "Precompile headers; use ccache and mold where they are there" ON)

# Large headers, read once for all files of a target. Every file includes what it uses all the same.
function(descend_precompile target)  # HEADER… | REUSE_FROM TARGET
  if(DESCEND_FASTER_BUILDS)
    if("${ARGV1}" STREQUAL "REUSE_FROM")
      target_precompile_headers(${target} ${ARGN})
    else()
      target_precompile_headers(${target} PRIVATE ${ARGN})
    endif()
    # Without it ccache cannot tell what a precompiled header holds.
    target_compile_options(${target} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>"
      "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
  endif()
endfunction()

if(NOT DESCEND_FASTER_BUILDS)
  return()
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths count from the sources, so that one clone finds what another has built.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=mold DESCEND_LINKS_WITH_MOLD)
  if(DESCEND_LINKS_WITH_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
endif()
