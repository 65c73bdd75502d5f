# What others build against: `cmake --install build --component sdk` puts the
# public contract as a library with its headers, as find_package(broadsheet)
# finds it, and as proto files. The programs are installed by images and scripts.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/broadsheet)
# A folder of their own: others install google/api, too.
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/broadsheet-protos)

target_include_directories(
  broadsheet_protos SYSTEM
  INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/broadsheet-protos>)
set_target_properties(broadsheet_protos PROPERTIES EXPORT_NAME protos)
install(TARGETS broadsheet_protos EXPORT broadsheet ARCHIVE COMPONENT sdk)
install(EXPORT broadsheet NAMESPACE broadsheet:: DESTINATION ${package}
        FILE broadsheet-targets.cmake COMPONENT sdk)
install(DIRECTORY ${CMAKE_BINARY_DIR}/gen/broadsheet/v1
        DESTINATION ${headers}/broadsheet COMPONENT sdk
        FILES_MATCHING PATTERN "*.h")
install(DIRECTORY ${CMAKE_BINARY_DIR}/gen/google DESTINATION ${headers}
        COMPONENT sdk FILES_MATCHING PATTERN "*.h")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/protos/broadsheet/v1
        DESTINATION ${CMAKE_INSTALL_DATADIR}/broadsheet/protos/broadsheet
        COMPONENT sdk FILES_MATCHING PATTERN "*.proto")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/protos/google
        DESTINATION ${CMAKE_INSTALL_DATADIR}/broadsheet/protos
        COMPONENT sdk FILES_MATCHING PATTERN "*.proto")

configure_package_config_file(
  ${CMAKE_SOURCE_DIR}/cmake/broadsheet-config.cmake.in
  ${CMAKE_BINARY_DIR}/broadsheet-config.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(
  ${CMAKE_BINARY_DIR}/broadsheet-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/broadsheet-config.cmake
              ${CMAKE_BINARY_DIR}/broadsheet-config-version.cmake
        DESTINATION ${package} COMPONENT sdk)

# The proto files alone, for other languages: build/broadsheet-protos.tar.gz.
add_custom_target(
  protos_archive
  COMMAND ${CMAKE_COMMAND} -E tar czf
          ${CMAKE_BINARY_DIR}/broadsheet-protos.tar.gz broadsheet/v1 google
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/protos
  VERBATIM)
