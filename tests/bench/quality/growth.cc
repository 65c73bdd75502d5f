#include "tests/bench/quality/growth.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "recommend/models/random.h"
#include "recommend/models/train.h"

namespace broadsheet::bench {
namespace {

using recommend::Random;
using recommend::TrainingData;
using Clock = std::chrono::steady_clock;

constexpr uint32_t kSubjects = 200;
constexpr uint32_t kSubjectsOfReader = 3;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

TrainingData MakeReaders(const GrowthOptions& growth, uint32_t readers) {
  TrainingData data;
  for (uint32_t paper = 0; paper < growth.papers; ++paper) {
    data.papers.push_back({.id = absl::StrFormat("p%07d", paper)});
  }
  data.reader_count = readers;
  Random random(1);
  const uint32_t of_subject = growth.papers / kSubjects;
  for (uint32_t reader = 0; reader < readers; ++reader) {
    uint32_t subjects[kSubjectsOfReader];
    for (uint32_t& subject : subjects) {
      subject = static_cast<uint32_t>(random.Below(kSubjects));
    }
    for (uint32_t i = 0; i < growth.each; ++i) {
      // Of a subject's papers few are known to many.
      const auto place = static_cast<uint32_t>(
          std::pow(static_cast<float>(of_subject), random.Unit()) - 1);
      const uint32_t subject = subjects[random.Below(kSubjectsOfReader)];
      data.interactions.push_back({reader, place * kSubjects + subject, 1});
    }
  }
  return data;
}

}  // namespace

bool PrintGrowth(const GrowthOptions& growth,
                 const recommend::TrainingOptions& options,
                 const std::string& model) {
  std::printf(
      "| readers | interactions | factors | neighbours | all, wall | all, "
      "processor |\n|---|---|---|---|---|---|\n");
  for (const uint32_t readers : growth.readers) {
    const TrainingData data = MakeReaders(growth, readers);
    std::map<std::string, double, std::less<>> seconds;
    const Clock::time_point start = Clock::now();
    const std::clock_t processor = std::clock();
    Clock::time_point last = start;
    recommend::TrainingMonitor monitor;
    monitor.progress = [&](std::string_view stage, uint64_t, uint64_t) {
      seconds[std::string(stage)] += Since(last);
      last = Clock::now();
    };
    const absl::Status status = TrainModel(data, options, monitor, model);
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", status.ToString().c_str());
      return false;
    }
    std::printf("| %u | %zu | %.1f s | %.1f s | %.1f s | %.1f s |\n", readers,
                data.interactions.size(), seconds["factors"],
                seconds["neighbours"], Since(start),
                static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC);
    std::fflush(stdout);
  }
  return true;
}

}  // namespace broadsheet::bench
