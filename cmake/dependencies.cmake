# Every library the project stands on: the system's package where there is one, else its source.
include(FetchContent)

macro(descend_dependency name version url)
  find_package(${name} ${version} CONFIG QUIET)
  if(NOT ${name}_FOUND)
    message(STATUS "${name}: no package found, fetching ${url}")
    FetchContent_Declare(${name} URL ${url} DOWNLOAD_EXTRACT_TIMESTAMP OFF)
    FetchContent_MakeAvailable(${name})
  endif()
endmacro()

set(EIGEN_BUILD_DOC OFF)
set(EIGEN_BUILD_TESTING OFF)
set(BENCHMARK_ENABLE_TESTING OFF)
set(CLI11_BUILD_TESTS OFF)
set(INSTALL_GTEST OFF)

descend_dependency(Eigen3 3.4 https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.gz)
descend_dependency(nlohmann_json 3.11 https://github.com/nlohmann/json/releases/download/v3.11.2/json.tar.xz)
descend_dependency(fmt 9.1 https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz)
descend_dependency(CLI11 2.1 https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.3.2.tar.gz)
descend_dependency(benchmark 1.7 https://github.com/google/benchmark/archive/refs/tags/v1.7.1.tar.gz)

find_package(Threads REQUIRED)

# Debian's package has headers only and no CMake files.
find_path(XXHASH_INCLUDE_DIR xxhash.h)
if(NOT XXHASH_INCLUDE_DIR)
  FetchContent_Declare(xxhash URL https://github.com/Cyan4973/xxHash/archive/refs/tags/v0.8.1.tar.gz
                       DOWNLOAD_EXTRACT_TIMESTAMP OFF SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(xxhash)
  set(XXHASH_INCLUDE_DIR "${xxhash_SOURCE_DIR}")
endif()

if(DESCEND_TESTS)
  descend_dependency(GTest 1.12 https://github.com/google/googletest/archive/refs/tags/v1.13.0.tar.gz)
  # JSON Schema for the tests; headers only.
  find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp)
  if(NOT VALIJSON_INCLUDE_DIR)
    FetchContent_Declare(valijson URL https://github.com/tristanpenman/valijson/archive/refs/tags/v1.0.tar.gz
                         DOWNLOAD_EXTRACT_TIMESTAMP OFF SOURCE_SUBDIR none)
    FetchContent_MakeAvailable(valijson)
    set(VALIJSON_INCLUDE_DIR "${valijson_SOURCE_DIR}/include")
  endif()
endif()
