#include "storage/precedence.h"

#include <algorithm>

namespace broadsheet::storage {

Precedence::Precedence(int all) { of_.fill(static_cast<uint8_t>(all)); }

void Precedence::Set(Field field, int precedence) {
  of_[static_cast<size_t>(field)] = static_cast<uint8_t>(precedence);
}

std::string Precedence::ToBytes() const {
  const uint8_t first = of_[0];
  const bool equal = std::ranges::all_of(
      of_, [first](uint8_t precedence) { return precedence == first; });
  if (equal && first == kFullPrecedence) return {};
  return std::string(of_.begin(), equal ? of_.begin() + 1 : of_.end());
}

Precedence Precedence::FromBytes(std::string_view bytes) {
  if (bytes.size() == 1) return Precedence(static_cast<uint8_t>(bytes[0]));
  Precedence precedence;
  std::copy_n(bytes.begin(), std::min(bytes.size(), kFields),
              precedence.of_.begin());
  return precedence;
}

}  // namespace broadsheet::storage
