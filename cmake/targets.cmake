# What the program is made of. Each room lists its sources in a CMakeLists.txt of its own and adds
# them to one of the last two targets: a target for each room would shrink the batches in which
# files are compiled.

# For what runs once a command and spends its time compiling.
function(descend_compile_quickly target)
  # Without the second flag g++ leaves the upper halves of vector registers as they are, and other
  # libraries, numbers to text above all, then take several times as long.
  target_compile_options(${target} PRIVATE "$<$<CONFIG:Release>:-Og>"
    "$<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-fexpensive-optimizations>")
endfunction()

# A Python module links all of it as a shared library. Without the second option g++ would then
# inline none of the functions that another library could replace.
function(descend_part name)
  add_library(${name} OBJECT)
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(${name} PUBLIC descend_build)
  target_compile_options(${name} PRIVATE -fno-semantic-interposition)
endfunction()

descend_part(descend_optimizers)
descend_part(descend_problems)
target_link_libraries(descend_problems PRIVATE fmt::fmt)

# The loops of runs, what is measured, and what is written for every run.
descend_part(descend_loops)
# The rest, which runs once a command and spends its time compiling.
descend_part(descend_rest)
descend_compile_quickly(descend_rest)
foreach(part descend_loops descend_rest)
  target_include_directories(${part} PRIVATE "${PROJECT_BINARY_DIR}/generated")
  target_include_directories(${part} SYSTEM PUBLIC "${XXHASH_INCLUDE_DIR}")
  target_link_libraries(${part} PUBLIC
    nlohmann_json::nlohmann_json fmt::fmt CLI11::CLI11 benchmark::benchmark Threads::Threads
    ${CMAKE_DL_LIBS})
endforeach()

# Everything but main().
set(DESCEND_ALL descend_loops descend_rest descend_optimizers descend_problems)

# A source of descend_rest that a command of this folder makes. Commands belong to the folder that
# they are written in, and the target to another: it has to be told.
function(descend_generated_source file)
  get_filename_component(name "${file}" NAME_WE)
  add_custom_target(${name} DEPENDS "${file}")
  add_dependencies(descend_rest ${name})
  target_sources(descend_rest PRIVATE "${file}")
  set_source_files_properties("${file}" TARGET_DIRECTORY descend_rest PROPERTIES GENERATED ON)
endfunction()

# descend_embed(OUTPUT HEADER … TYPE … FUNCTION … [BASE …] FILES …): the files as a source of
# descend_rest, made by cmake/embed.cmake.
function(descend_embed output)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;TYPE;FUNCTION;BASE" "FILES")
  set(file "${CMAKE_CURRENT_BINARY_DIR}/${output}")
  add_custom_command(
    OUTPUT "${file}"
    COMMAND ${CMAKE_COMMAND} "-DINPUTS=${arg_FILES}" "-DOUTPUT=${file}" "-DHEADER=${arg_HEADER}"
            "-DTYPE=${arg_TYPE}" "-DFUNCTION=${arg_FUNCTION}" "-DBASE=${arg_BASE}"
            -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${arg_FILES} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    VERBATIM)
  descend_generated_source("${file}")
endfunction()
