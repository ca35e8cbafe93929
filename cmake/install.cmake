# `cmake --install`: the program, the headers, and a CMake package for plugins that works from any
# prefix, moved or not.
include(CMakePackageConfigHelpers)

# Where @PACKAGE_…@ of the package file leads to.
set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/descend")

install(TARGETS descend RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY include/descend DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")

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
