# Writes files into a C++ source, so that the binary needs no path at run time:
#   cmake -DOUT=out.cc -DFUNCTION=EmbeddedAssets -DFILES=a,b -P embed.cmake
# The name of an entry is the file's name without its folder.
string(REPLACE "," ";" files "${FILES}")
set(entries)
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  file(READ ${file} content)
  file(SHA256 ${file} digest)
  string(SUBSTRING ${digest} 0 16 digest)
  string(APPEND entries
         "    {\"${name}\", \"${digest}\",\n     R\"~embed~(${content})~embed~\"},\n")
endforeach()
file(WRITE ${OUT}
     "#include \"gateway/web/embedded.h\"\n\n"
     "namespace broadsheet::gateway {\n"
     "namespace {\n\n"
     "constexpr EmbeddedFile kFiles[] = {\n${entries}};\n\n"
     "}  // namespace\n\n"
     "std::span<const EmbeddedFile> ${FUNCTION}() { return kFiles; }\n\n"
     "}  // namespace broadsheet::gateway\n")
