# The script behind broadsheet_embed().
string(REPLACE "," ";" files "${FILES}")
set(entries)
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  file(READ ${file} content)
  file(SHA256 ${file} digest)
  string(APPEND entries "    {\"${name}\",\n     \"${digest}\",\n"
         "     R\"~embed~(${content})~embed~\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new "#include \"${HEADER}\"

namespace {

constexpr broadsheet::EmbeddedFile kFiles[] = {
${entries}};

}  // namespace

std::span<const broadsheet::EmbeddedFile> ${FUNCTION}() { return kFiles; }
")
file(RENAME ${OUTPUT}.new ${OUTPUT})
