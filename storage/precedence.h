#ifndef BROADSHEET_STORAGE_PRECEDENCE_H_
#define BROADSHEET_STORAGE_PRECEDENCE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace broadsheet::storage {

// The fields of a paper that sources compete for. The numbers are in the table:
// new ones go to the end.
enum class Field : size_t {
  kTitle = 0,
  kAbstract = 1,
  kAuthors = 2,
  kCategories = 3,
  kComment = 4,
  kPublished = 5,
  kAnnounced = 6,
  kUpdated = 7,
  kDoi = 8,
  kJournalRef = 9,
  kLicense = 10,
  kVersions = 11,
  kLinks = 12,
};
constexpr size_t kFields = 13;

// That of a source which speaks for the paper.
constexpr int kFullPrecedence = 90;
constexpr int kMaxPrecedence = 100;

// How much the source of each field of a paper is to be believed, 0 to 100.
class Precedence {
 public:
  // All fields came from one source.
  explicit Precedence(int all = kFullPrecedence);

  int Of(Field field) const { return of_[static_cast<size_t>(field)]; }
  void Set(Field field, int precedence);

  // A byte a field; a single one when all are equal, none when that is 90.
  std::string ToBytes() const;
  // Fields that a shorter, older value lacks have 90.
  static Precedence FromBytes(std::string_view bytes);

 private:
  std::array<uint8_t, kFields> of_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PRECEDENCE_H_
