# cmake -DOUTPUT=FILE -DFILES=a.sql,b.sql -P embed_migrations.cmake: writes the
# C++ source that defines EmbeddedMigrations() (migrator.h).
string(REPLACE "," ";" FILES "${FILES}")
set(rows)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  string(REGEX MATCH "^[0-9]+" number ${name})
  # "0012" is not an octal number.
  string(REGEX REPLACE "^0+" "" number ${number})
  file(SHA256 ${file} checksum)
  file(READ ${file} sql)
  string(APPEND rows "      {${number}, \"${name}\", \"${checksum}\", "
         "R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new "// Made by embed_migrations.cmake.
#include \"storage/migrator.h\"

namespace broadsheet::storage {

std::vector<Migration> EmbeddedMigrations() {
  return {
${rows}  };
}

}  // namespace broadsheet::storage
")
file(RENAME ${OUTPUT}.new ${OUTPUT})
