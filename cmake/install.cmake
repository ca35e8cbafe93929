# `cmake --install`: the program, the headers, a CMake package for plugins that works from any
# prefix, moved or not, and the documentation.
include(CMakePackageConfigHelpers)

# Where @PACKAGE_…@ of the package file leads to.
set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/descend")

install(TARGETS descend RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY include/descend DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

# What someone reads who has nothing else, in the folders of the project, so that links lead on.
foreach(file LICENSE harness/suites/README.md harness/suites/article.json results/README.md
             include/descend/README.md)
  get_filename_component(folder "${file}" DIRECTORY)
  install(FILES "${file}" DESTINATION "${CMAKE_INSTALL_DOCDIR}/${folder}")
endforeach()
install(DIRECTORY results/schema DESTINATION "${CMAKE_INSTALL_DOCDIR}/results"
        FILES_MATCHING PATTERN *.schema.json)
install(DIRECTORY examples/plugin examples/plots DESTINATION "${CMAKE_INSTALL_DOCDIR}/examples"
        PATTERN build EXCLUDE PATTERN plots_test.sh EXCLUDE)

set_target_properties(descend_api PROPERTIES EXPORT_NAME api)
install(TARGETS descend_api EXPORT descend)
install(EXPORT descend NAMESPACE descend:: FILE descend-targets.cmake
        DESTINATION "${package_folder}")

# Plugins need the very Eigen that the program has. One that was fetched travels along.
set(DESCEND_EIGEN_FOLDER "${CMAKE_INSTALL_INCLUDEDIR}/descend_eigen")
set(DESCEND_BRINGS_EIGEN OFF)
set(DESCEND_EIGEN_VERSION "${Eigen3_VERSION}")
if(eigen3_SOURCE_DIR)
  set(DESCEND_BRINGS_EIGEN ON)
  file(GLOB eigen_licences "${eigen3_SOURCE_DIR}/COPYING.*")
  install(DIRECTORY "${eigen3_SOURCE_DIR}/Eigen" DESTINATION "${DESCEND_EIGEN_FOLDER}"
          PATTERN CMakeLists.txt EXCLUDE)
  install(FILES ${eigen_licences} DESTINATION "${DESCEND_EIGEN_FOLDER}")
endif()

configure_package_config_file(cmake/descend-config.cmake.in
  "${CMAKE_CURRENT_BINARY_DIR}/descend-config.cmake" INSTALL_DESTINATION "${package_folder}"
  PATH_VARS CMAKE_INSTALL_BINDIR DESCEND_EIGEN_FOLDER)
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/descend-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${CMAKE_CURRENT_BINARY_DIR}/descend-config.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/descend-config-version.cmake"
  cmake/descend-plugin.cmake
  DESTINATION "${package_folder}")
