# The test programs. Each room adds its tests to one of them, so that a test stands beside what it
# tests and few programs are linked.
if(DESCEND_TESTS)
  enable_testing()
  include(GoogleTest)
  # The tests that start threads, for the thread sanitizer; those that tell one compiler's program
  # from another's.
  add_custom_target(thread_tests)
  add_custom_target(compiler_tests)
endif()

# descend_test_program(NAME LIBRARIES… [LABELS thread|compiler]).
function(descend_test_program name)
  if(NOT DESCEND_TESTS)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES;LABELS")
  add_executable(${name})
  target_link_libraries(${name} PRIVATE
    descend_build ${arg_LIBRARIES} nlohmann_json::nlohmann_json fmt::fmt GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    DESCEND_PROGRAM="$<TARGET_FILE:descend>" DESCEND_SOURCE="${PROJECT_SOURCE_DIR}"
    DESCEND_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
  # Tests spend their time compiling; what they test is optimised in its own library.
  descend_compile_quickly(${name})
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "${arg_LABELS}")
  foreach(label thread compiler)
    if("${label}" IN_LIST arg_LABELS)
      add_dependencies(${label}_tests ${name})
    endif()
  endforeach()
endfunction()

# descend_test_sources(PROGRAM FILE…): nothing where no tests are built.
function(descend_test_sources program)
  if(DESCEND_TESTS)
    list(TRANSFORM ARGN PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
    target_sources(${program} PRIVATE ${ARGN})
  endif()
endfunction()

# The numerics of include/descend, whose bits never change.
descend_test_program(api_test)
descend_test_program(optimizers_test LIBRARIES descend_optimizers)
descend_test_program(problems_test LIBRARIES descend_problems)
descend_test_program(results_test LIBRARIES ${DESCEND_ALL} descend_schema_validation LABELS thread)
descend_test_program(harness_test LIBRARIES ${DESCEND_ALL})
# What the program itself writes, and what it says.
descend_test_program(program_test LIBRARIES descend_schema_validation)
descend_test_program(written_files_test LIBRARIES ${DESCEND_ALL} descend_schema_validation)
descend_test_program(plugins_test LIBRARIES ${DESCEND_ALL} LABELS compiler)
