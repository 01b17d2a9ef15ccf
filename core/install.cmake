# What `cmake --install` puts down: core alone, for find_package(genrelens).
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/genrelens)

install(TARGETS genrelens_core EXPORT genrelens ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
set_target_properties(genrelens_core PROPERTIES EXPORT_NAME core)
# No other file is needed to find it, so the list of targets is the package's configuration.
install(EXPORT genrelens FILE genrelensConfig.cmake NAMESPACE genrelens:: DESTINATION ${package})
write_basic_package_version_file(genrelensConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/genrelensConfigVersion.cmake DESTINATION ${package})

# The public headers; what is left out is included by core's own files alone.
install(DIRECTORY . DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/genrelens/core FILES_MATCHING PATTERN *.h
  PATTERN example EXCLUDE
  REGEX "/(decode_error|decode_format|decode_packet|decode_pcm|fft|json_fields|mel_words|miniaudio_decoders|ogg|option_error|stft)\\.h$" EXCLUDE)
install(FILES ${genrelens_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
