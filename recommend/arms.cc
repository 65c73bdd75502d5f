#include "recommend/arms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "recommend/models/random.h"
#include "recommend/ranking.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxArms = 20;
constexpr size_t kMaxNameBytes = 50;
constexpr uint32_t kMaxShare = 1'000'000;
constexpr std::array kSources = {"factors",  "neighbours", "collaborative",
                                 "content",  "text",       "followed",
                                 "trending", "fresh",      "exploration"};

absl::Status Bad(std::string_view part, std::string_view rule) {
  return absl::InvalidArgumentError(
      absl::StrCat("--arms: \"", AsAbsl(part), "\" ", AsAbsl(rule)));
}

using Setting = std::pair<std::string, std::string>;

bool ReadNumber(const std::string& text, double low, double high, double* to) {
  return absl::SimpleAtod(text, to) && std::isfinite(*to) && *to >= low &&
         *to <= high;
}

absl::Status ReadHead(const std::string& part, const Setting& setting,
                      Arm* arm) {
  arm->name = setting.first;
  const bool plain =
      std::all_of(arm->name.begin(), arm->name.end(), [](char c) {
        return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
               c == '_';
      });
  if (arm->name.empty() || arm->name.size() > kMaxNameBytes || !plain) {
    return Bad(part,
               "does not begin with a name of 1 to 50 letters, digits, "
               "- and _");
  }
  if (!absl::SimpleAtoi(setting.second, &arm->share) || arm->share == 0 ||
      arm->share > kMaxShare) {
    return Bad(part, "has no share of 1 to 1000000 after its name and =");
  }
  return absl::OkStatus();
}

absl::Status ReadSetting(const std::string& part, const Setting& setting,
                         Arm* arm) {
  double value = 0;
  if (setting.first == "lambda") {
    if (!ReadNumber(setting.second, 0, 1, &value)) {
      return Bad(part, "has a lambda that is not 0 to 1");
    }
    arm->diversity.lambda = value;
    return absl::OkStatus();
  }
  if (setting.first == "per_author") {
    if (!absl::SimpleAtoi(setting.second,
                          &arm->diversity.max_papers_of_author) ||
        arm->diversity.max_papers_of_author < 1 ||
        arm->diversity.max_papers_of_author > 100) {
      return Bad(part, "has a per_author that is not 1 to 100");
    }
    return absl::OkStatus();
  }
  if (std::find(kSources.begin(), kSources.end(), setting.first) ==
      kSources.end()) {
    return Bad(part,
               "sets what is neither lambda, per_author nor a candidate "
               "source (factors, neighbours, collaborative, content, text, "
               "followed, trending, fresh, exploration)");
  }
  if (!ReadNumber(setting.second, 0, 10, &value)) {
    return Bad(part, "has a factor that is not 0 to 10");
  }
  arm->sources[setting.first] = value;
  return absl::OkStatus();
}

absl::StatusOr<Arm> ReadArm(const std::string& part) {
  Arm arm;
  bool first = true;
  for (const absl::string_view word :
       absl::StrSplit(part, ' ', absl::SkipEmpty())) {
    const Setting setting = absl::StrSplit(word, absl::MaxSplits('=', 1));
    const absl::Status read = first ? ReadHead(part, setting, &arm)
                                    : ReadSetting(part, setting, &arm);
    if (!read.ok()) return read;
    first = false;
  }
  if (first) return Bad(part, "is empty");
  return arm;
}

}  // namespace

double Arm::FactorOf(std::string_view source) const {
  const auto found = sources.find(source);
  return found == sources.end() ? 1 : found->second;
}

absl::StatusOr<Arms> Arms::Parse(std::string_view text) {
  Arms arms;
  if (text.empty()) return arms;
  const std::vector<std::string> parts = absl::StrSplit(AsAbsl(text), ';');
  for (const std::string& part : parts) {
    auto arm = ReadArm(part);
    if (!arm.ok()) return arm.status();
    const bool known =
        std::any_of(arms.arms_.begin(), arms.arms_.end(),
                    [&](const Arm& other) { return other.name == arm->name; });
    if (known) return Bad(part, "names an arm again");
    arms.shares_ += arm->share;
    absl::StrAppend(&arms.salt_, arm->name, "=", arm->share, ";");
    arms.arms_.push_back(*std::move(arm));
  }
  const std::string mark =
      absl::StrCat(absl::Hex(PaperKey(text) >> 32, absl::kZeroPad8));
  for (Arm& arm : arms.arms_) arm.label = absl::StrCat(arm.name, ".", mark);
  if (arms.arms_.size() < 2 || arms.arms_.size() > kMaxArms) {
    return Bad(text, "has not 2 to 20 arms");
  }
  return arms;
}

const Arm* Arms::ArmOf(std::string_view reader_id) const {
  if (arms_.empty()) return nullptr;
  // Mixed again, as the last bits of a key tell little.
  const uint64_t key = PaperKey(absl::StrCat(salt_, AsAbsl(reader_id)));
  uint64_t lot = Random(key).Below(shares_);
  for (const Arm& arm : arms_) {
    if (lot < arm.share) return &arm;
    lot -= arm.share;
  }
  return &arms_.back();
}

}  // namespace broadsheet::recommend
