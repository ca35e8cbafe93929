# Files compiled in batches, ccache, and mold.
option(DESCEND_FASTER_BUILDS "Compile files in batches; use ccache and mold where they are there" ON)

if(NOT DESCEND_FASTER_BUILDS)
  return()
endif()

# Most of a file's time goes into headers and what is made of their templates, the same in each.
# Every file includes what it uses all the same, and builds by itself with OFF.
option(CMAKE_UNITY_BUILD "Compile eight files at a time as one" ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths count from the sources, so that one clone finds what another has built.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=time_macros "${CCACHE_PROGRAM}")
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=mold DESCEND_LINKS_WITH_MOLD)
  if(DESCEND_LINKS_WITH_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
endif()
