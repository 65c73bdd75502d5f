# broadsheet_embed(OUTPUT HEADER FUNCTION file...): a C++ source OUTPUT (in the
# binary folder) with the files' contents, so that binaries need no path at run
# time. HEADER declares FUNCTION, with its namespace:
#   std::span<const broadsheet::EmbeddedFile> FUNCTION();
function(broadsheet_embed output header function)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
  list(JOIN files "," joined)
  set(script ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake)
  add_custom_command(
    OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/${output}
            -DHEADER=${header} -DFUNCTION=${function} -DFILES=${joined}
            -P ${script}
    DEPENDS ${files} ${script}
    VERBATIM)
endfunction()
