#include "recommend/models/model_file.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "recommend/models/model_checks.h"
#include "recommend/segment/new_file.h"

namespace broadsheet::recommend {
namespace {

static_assert(std::endian::native == std::endian::little);

using Digest = std::array<uint8_t, SHA256_DIGEST_LENGTH>;
constexpr std::array<char, 8> kMagic = {'B', 'S', 'M', 'O',
                                        'D', 'E', 'L', '\n'};
constexpr uint64_t kAlignment = 64;

struct FileHeader {
  std::array<char, 8> magic = kMagic;
  uint32_t schema_version = kModelSchemaVersion;
  uint32_t section_count = 0;
  uint64_t file_size = 0;
  Digest table_digest = {};
  uint64_t reserved = 0;
};
static_assert(sizeof(FileHeader) == kAlignment);

struct TableEntry {
  uint32_t kind = 0;
  uint32_t reserved = 0;
  uint64_t offset = 0;
  uint64_t size = 0;
  Digest digest = {};
  uint64_t padding = 0;
};
static_assert(sizeof(TableEntry) == kAlignment);

Digest DigestOf(std::string_view bytes) {
  Digest digest;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest.data());
  return digest;
}

template <class T>
std::string_view BytesOf(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

uint64_t Aligned(uint64_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

// The sections, numbered from 1 by their place here. A schema version fixes
// their order and their elements.
constexpr std::array<const char*, 17> kSectionNames = {"head",
                                                       "position",
                                                       "paper_ends",
                                                       "papers",
                                                       "interactions",
                                                       "factor_scales",
                                                       "factors",
                                                       "gram",
                                                       "neighbour_ends",
                                                       "neighbours",
                                                       "term_ends",
                                                       "term_texts",
                                                       "term_scales",
                                                       "term_values",
                                                       "text_centre_scales",
                                                       "text_centre_values",
                                                       "encoder"};
// By version; those of the last are all.
constexpr std::array<size_t, kModelSchemaVersion> kSectionsOf = {14, 16, 17};
static_assert(kSectionsOf.back() == kSectionNames.size());
using Sections = std::array<std::string_view, kSectionNames.size()>;

Sections SectionsOf(const ModelLayout& layout) {
  return {BytesOf(std::span(&layout.head, 1)),
          layout.position,
          BytesOf(layout.paper_ends),
          layout.papers,
          BytesOf(layout.interactions),
          BytesOf(layout.factor_scales),
          BytesOf(layout.factors),
          BytesOf(layout.gram),
          BytesOf(layout.neighbour_ends),
          BytesOf(layout.neighbours),
          BytesOf(layout.term_ends),
          layout.term_texts,
          BytesOf(layout.term_scales),
          BytesOf(layout.term_values),
          BytesOf(layout.text_centres.scales),
          BytesOf(layout.text_centres.values),
          layout.encoder};
}

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(absl::StrCat("model file: ", AsAbsl(what)));
}

absl::StatusOr<std::vector<TableEntry>> ReadTable(std::string_view bytes,
                                                  Checksums checksums) {
  FileHeader header;
  if (bytes.size() < sizeof(header)) {
    return Damaged("is shorter than its header");
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.magic != kMagic) return Damaged("is no model");
  if (header.schema_version < 1 ||
      header.schema_version > kModelSchemaVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("model file: schema version ", header.schema_version,
                     "; this build reads versions 1 to ", kModelSchemaVersion));
  }
  if (header.file_size != bytes.size()) {
    return absl::DataLossError(absl::StrCat("model file: has ", bytes.size(),
                                            " bytes instead of ",
                                            header.file_size));
  }
  if (header.section_count != kSectionsOf[header.schema_version - 1]) {
    return Damaged("has another number of sections");
  }
  const uint64_t size = header.section_count * sizeof(TableEntry);
  if (bytes.size() - sizeof(header) < size) {
    return Damaged("ends in its table of sections");
  }
  const std::string_view table = bytes.substr(sizeof(header), size);
  if (checksums == Checksums::kVerify &&
      DigestOf(table) != header.table_digest) {
    return Damaged("the table of sections has another checksum");
  }
  std::vector<TableEntry> entries(header.section_count);
  std::memcpy(entries.data(), table.data(), size);
  return entries;
}

absl::StatusOr<std::string_view> ReadSection(std::string_view bytes,
                                             const TableEntry& entry,
                                             size_t number,
                                             Checksums checksums) {
  const absl::string_view name = kSectionNames[number];
  const auto broken = [&](absl::string_view what) {
    return absl::DataLossError(
        absl::StrCat("model file: section ", name, " ", what));
  };
  if (entry.kind != number + 1) return broken("is not where it belongs");
  if (entry.offset % kAlignment != 0) return broken("is not aligned");
  if (entry.offset > bytes.size() || entry.size > bytes.size() - entry.offset) {
    return broken("reaches beyond the end");
  }
  const std::string_view section = bytes.substr(entry.offset, entry.size);
  if (checksums == Checksums::kVerify && DigestOf(section) != entry.digest) {
    return broken("has another checksum");
  }
  return section;
}

template <class T>
absl::Status View(std::string_view section, std::span<const T>* values) {
  if (section.size() % sizeof(T) != 0) {
    return Damaged("a section ends inside an entry");
  }
  *values = {reinterpret_cast<const T*>(section.data()),
             section.size() / sizeof(T)};
  return absl::OkStatus();
}

absl::StatusOr<ModelLayout> LayoutOf(const Sections& sections) {
  ModelLayout layout;
  if (sections[0].size() != sizeof(ModelHead)) {
    return Damaged("section head has another size");
  }
  std::memcpy(&layout.head, sections[0].data(), sizeof(ModelHead));
  layout.position = sections[1];
  layout.papers = sections[3];
  layout.term_texts = sections[11];
  layout.encoder = sections[16];
  for (const absl::Status& status :
       {View(sections[2], &layout.paper_ends),
        View(sections[4], &layout.interactions),
        View(sections[5], &layout.factor_scales),
        View(sections[6], &layout.factors), View(sections[7], &layout.gram),
        View(sections[8], &layout.neighbour_ends),
        View(sections[9], &layout.neighbours),
        View(sections[10], &layout.term_ends),
        View(sections[12], &layout.term_scales),
        View(sections[13], &layout.term_values),
        View(sections[14], &layout.text_centres.scales),
        View(sections[15], &layout.text_centres.values)}) {
    if (!status.ok()) return status;
  }
  return layout;
}

std::vector<TableEntry> MakeTable(const Sections& sections) {
  std::vector<TableEntry> table(sections.size());
  uint64_t offset = sizeof(FileHeader) + sizeof(TableEntry) * sections.size();
  for (size_t i = 0; i < sections.size(); ++i) {
    table[i].kind = static_cast<uint32_t>(i + 1);
    table[i].offset = offset;
    table[i].size = sections[i].size();
    table[i].digest = DigestOf(sections[i]);
    offset = Aligned(offset + sections[i].size());
  }
  return table;
}

}  // namespace

absl::StatusOr<ModelLayout> ParseModel(std::string_view bytes,
                                       Checksums checksums) {
  auto table = ReadTable(bytes, checksums);
  if (!table.ok()) return table.status();
  Sections sections;
  for (size_t i = 0; i < table->size(); ++i) {
    auto section = ReadSection(bytes, (*table)[i], i, checksums);
    if (!section.ok()) return section.status();
    sections[i] = *section;
  }
  auto layout = LayoutOf(sections);
  if (!layout.ok()) return layout.status();
  if (auto status = CheckModel(*layout); !status.ok()) return status;
  return layout;
}

absl::StatusOr<std::unique_ptr<const ModelFile>> ModelFile::Open(
    const std::string& path) {
  auto mapped = MappedFile::Open(path);
  if (!mapped.ok()) return mapped.status();
  const std::string_view bytes = mapped->bytes();
  std::unique_ptr<ModelFile> file(new ModelFile(*std::move(mapped)));
  auto layout = ParseModel(bytes, Checksums::kVerify);
  if (!layout.ok()) return layout.status();
  file->layout_ = *std::move(layout);
  return file;
}

absl::Status WriteModelFile(const std::string& path,
                            const ModelLayout& layout) {
  if (auto status = CheckModel(layout); !status.ok()) return status;
  const Sections sections = SectionsOf(layout);
  const std::vector<TableEntry> table = MakeTable(sections);
  const std::string_view table_bytes =
      BytesOf(std::span<const TableEntry>(table));
  FileHeader header;
  header.section_count = static_cast<uint32_t>(table.size());
  header.table_digest = DigestOf(table_bytes);
  header.file_size = Aligned(table.back().offset + table.back().size);
  NewFile file(path);
  const auto append = [&file](std::string_view bytes) {
    static constexpr std::array<char, kAlignment> kZeros = {};
    file.Append(bytes);
    file.Append({kZeros.data(), Aligned(bytes.size()) - bytes.size()});
  };
  append(BytesOf(std::span<const FileHeader>(&header, 1)));
  append(table_bytes);
  for (const std::string_view section : sections) append(section);
  return file.Finish();
}

}  // namespace broadsheet::recommend
