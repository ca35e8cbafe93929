# descend_add_plugin(NAME SOURCE…): a shared library NAME.so that `descend --plugin` loads.
function(descend_add_plugin name)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Kind of build" FORCE)
  endif()
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE descend::api)
  # Nothing of one plugin is to be found by another: g++ would share the static variables of inline
  # functions by their names.
  target_compile_options(${name} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>")
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so"
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# descend_test_plugin(NAME SUITE.json…): tests for ctest: that all the plugin brings keeps the
# contract, and that everything happens that the suites expect.
function(descend_test_plugin name)
  add_test(NAME ${name}_contract
           COMMAND "${DESCEND_PROGRAM}" check --plugin "$<TARGET_FILE:${name}>")
  set(tests ${name}_contract)
  foreach(suite IN LISTS ARGN)
    get_filename_component(stem "${suite}" NAME_WE)
    get_filename_component(path "${suite}" ABSOLUTE)
    add_test(NAME ${stem}
             COMMAND "${DESCEND_PROGRAM}" run "${path}" --plugin "$<TARGET_FILE:${name}>"
                     --out "${CMAKE_CURRENT_BINARY_DIR}/${stem}" --restart)
    list(APPEND tests ${stem})
  endforeach()
  # An installed copy of the same plugin would be in the way.
  set_tests_properties(${tests} PROPERTIES ENVIRONMENT_MODIFICATION DESCEND_PLUGIN_PATH=unset:)
endfunction()
