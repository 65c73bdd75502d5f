#include "tests/system/trained.h"

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"

namespace broadsheet::testing {
namespace {

constexpr int kReaders = 40;

}  // namespace

std::string MadeSaves() {
  std::string lines;
  for (int reader = 0; reader < kReaders; ++reader) {
    for (int i = reader % 8 + 1; i <= kTrainedPapers; i += 8) {
      if ((reader / 8 + i / 8) % 3 == 0) continue;
      absl::StrAppendFormat(
          &lines,
          R"({"event_id":"s.%d","reader":"r%d","paper":"%s","kind":"save",)"
          R"("at":"2026-01-05T00:%02d:00Z"})"
          "\n",
          i, reader, MadeId(i), i % 60);
    }
  }
  return lines;
}

void LoadTrainingData(const Newspaper& newspaper) {
  newspaper.Cli(
      {"ingest", newspaper.File("papers.jsonl", MadePapers(kTrainedPapers))});
  const CommandResult events =
      newspaper.Cli({"events", newspaper.File("events.jsonl", MadeSaves())});
  ASSERT_EQ(events.exit_code, 0) << events.errors;
  newspaper.WaitForPapers(kTrainedPapers);
}

bool AwaitEvents(const Newspaper& newspaper, int64_t events) {
  return WaitUntil(kTrainingPatience, [&] {
    const v1::GetSystemStatusResponse status = newspaper.Status();
    for (const auto& one : status.recommenders()) {
      if (one.status().events() != events) return false;
    }
    return !status.recommenders().empty();
  });
}

std::set<std::string> ModelsInUse(const Newspaper& newspaper) {
  std::set<std::string> models;
  const v1::GetSystemStatusResponse status = newspaper.Status();
  for (const auto& one : status.recommenders()) {
    models.insert(one.status().model_id());
  }
  return models;
}

std::string AwaitModel(const Newspaper& newspaper) {
  std::set<std::string> models;
  const bool one = WaitUntil(kTrainingPatience, [&] {
    models = ModelsInUse(newspaper);
    return models.size() == 1 && !models.begin()->empty();
  });
  EXPECT_TRUE(one) << newspaper.Cli({"status"}).output;
  return one ? *models.begin() : "";
}

}  // namespace broadsheet::testing
