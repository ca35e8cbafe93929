# The page of reports, built by npm and carried inside the program. Sets DESCEND_PAGE_SOURCE, a C++
# source with the page, or with none where Node or the page's packages are missing: the program is
# built all the same, and `descend report` says what it lacks.
set(viewer "${PROJECT_SOURCE_DIR}/results/viewer")
set(DESCEND_PAGE_SOURCE "${PROJECT_BINARY_DIR}/generated/results/page.cc")
set(page "${PROJECT_BINARY_DIR}/page/index.html")

find_program(NODE_PROGRAM NAMES node nodejs)
find_program(NPM_PROGRAM npm)
set(DESCEND_PAGE OFF)
if(NODE_PROGRAM AND NPM_PROGRAM AND EXISTS "${viewer}/node_modules/.package-lock.json")
  execute_process(COMMAND "${NODE_PROGRAM}" --version OUTPUT_VARIABLE node_version ERROR_QUIET
                  OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REPLACE "v" "" node_version "${node_version}")
  if(node_version VERSION_GREATER_EQUAL 18.18)
    set(DESCEND_PAGE ON)
  endif()
endif()

if(DESCEND_PAGE)
  file(GLOB_RECURSE page_sources CONFIGURE_DEPENDS "${viewer}/source/*.ts" "${viewer}/source/*.css")
  list(FILTER page_sources EXCLUDE REGEX "\\.test\\.ts$")
  add_custom_command(
    OUTPUT "${page}"
    COMMAND "${NPM_PROGRAM}" run --silent build -- --outDir "${PROJECT_BINARY_DIR}/page"
            --emptyOutDir --logLevel warn
    DEPENDS ${page_sources} "${viewer}/index.html" "${viewer}/package.json"
            "${viewer}/package-lock.json" "${viewer}/vite.config.ts" "${viewer}/tsconfig.json"
    WORKING_DIRECTORY "${viewer}"
    COMMENT "Building the page of reports"
    VERBATIM)
else()
  message(STATUS "Without the page of reports: Node 18.18 or later, npm and the page's packages "
                 "(scripts/setup) are not all there")
  set(page "")
endif()
add_custom_command(
  OUTPUT "${DESCEND_PAGE_SOURCE}"
  COMMAND ${CMAKE_COMMAND} "-DINPUT=${page}" "-DOUTPUT=${DESCEND_PAGE_SOURCE}"
          -P "${PROJECT_SOURCE_DIR}/cmake/embed_page.cmake"
  DEPENDS ${page} "${PROJECT_SOURCE_DIR}/cmake/embed_page.cmake"
  VERBATIM)
