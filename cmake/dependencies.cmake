# Every library the project stands on: the system's package where there is one, else its source,
# pinned by hash. FETCHCONTENT_SOURCE_DIR_<NAME> takes a copy that is there already.
include(FetchContent)

# A library of headers only is not built: this names a folder that its source does not have, so
# that its own CMake files are left alone, and descend_headers makes the target.
set(headers_only SOURCE_SUBDIR headers_only)

FetchContent_Declare(Eigen3 ${headers_only}
  URL https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.gz
  URL_HASH SHA256=8586084f71f9bde545ee7fa6d00288b264a2b7ac3607b974e54d13e7162c1c72
  FIND_PACKAGE_ARGS 3.4 CONFIG)
FetchContent_Declare(nlohmann_json ${headers_only}
  URL https://github.com/nlohmann/json/releases/download/v3.11.2/json.tar.xz
  URL_HASH SHA256=8c4b26bf4b422252e13f332bc5e388ec0ab5c3443d24399acb675e68278d341f
  FIND_PACKAGE_ARGS 3.11 CONFIG)
FetchContent_Declare(CLI11 ${headers_only}
  URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.3.2.tar.gz
  URL_HASH SHA256=aac0ab42108131ac5d3344a9db0fdf25c4db652296641955720a4fbe52334e22
  FIND_PACKAGE_ARGS 2.1 CONFIG)
FetchContent_Declare(fmt SYSTEM
  URL https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz
  URL_HASH SHA256=5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2
  FIND_PACKAGE_ARGS 9.1 CONFIG)
FetchContent_Declare(benchmark SYSTEM
  URL https://github.com/google/benchmark/archive/refs/tags/v1.7.1.tar.gz
  URL_HASH SHA256=6430e4092653380d9dc4ccb45a1e2dc9259d581f4866dc0759713126056bc1d7
  FIND_PACKAGE_ARGS 1.7 CONFIG)
FetchContent_Declare(GTest SYSTEM
  URL https://github.com/google/googletest/archive/refs/tags/v1.13.0.tar.gz
  URL_HASH SHA256=ad7fdba11ea011c1d925b3289cf4af2c66a352e18d4c7264392fead75e919363
  FIND_PACKAGE_ARGS 1.12 CONFIG)
# Debian's packages of these two have no CMake files: their header is looked for instead.
FetchContent_Declare(xxhash ${headers_only}
  URL https://github.com/Cyan4973/xxHash/archive/refs/tags/v0.8.1.tar.gz
  URL_HASH SHA256=3bb6b7d6f30c591dd65aaaff1c8b7a5b94d81687998ca9400082c739a690436c)
FetchContent_Declare(valijson ${headers_only}
  URL https://github.com/tristanpenman/valijson/archive/refs/tags/v1.0.6.tar.gz
  URL_HASH SHA256=bf0839de19510ff7792d8a8aca94ea11a288775726b36c4c9a2662651870f8da)

# The target of a library of headers, where no package has made it.
function(descend_headers target folder)
  if(NOT TARGET ${target})
    add_library(${target} INTERFACE IMPORTED GLOBAL)
    target_include_directories(${target} INTERFACE "${folder}")
  endif()
endfunction()

macro(descend_find_headers variable header name folder)
  find_path(${variable} ${header})
  if(NOT ${variable})
    FetchContent_MakeAvailable(${name})
    set(${variable} "${${name}_SOURCE_DIR}/${folder}")
  endif()
endmacro()

# What the fetched sources would add beside their library.
set(BENCHMARK_ENABLE_TESTING OFF)
set(BENCHMARK_ENABLE_INSTALL OFF)
set(BENCHMARK_ENABLE_WERROR OFF)
set(FMT_INSTALL OFF)
set(INSTALL_GTEST OFF)

FetchContent_MakeAvailable(Eigen3 nlohmann_json CLI11 fmt benchmark)
descend_headers(Eigen3::Eigen "${eigen3_SOURCE_DIR}")
descend_headers(nlohmann_json::nlohmann_json "${nlohmann_json_SOURCE_DIR}/include")
descend_headers(CLI11::CLI11 "${cli11_SOURCE_DIR}/include")
descend_find_headers(XXHASH_INCLUDE_DIR xxhash.h xxhash .)
find_package(Threads REQUIRED)

if(DESCEND_TESTS)
  FetchContent_MakeAvailable(GTest)
  # JSON Schema, for the tests of what is written.
  descend_find_headers(VALIJSON_INCLUDE_DIR valijson/validator.hpp valijson include)
endif()
