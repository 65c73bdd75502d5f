#ifndef BROADSHEET_RECOMMEND_TRAINER_JOB_PROGRESS_H_
#define BROADSHEET_RECOMMEND_TRAINER_JOB_PROGRESS_H_

#include <cstdint>
#include <functional>
#include <string_view>

#include "absl/status/status.h"

namespace broadsheet::recommend {

// How far a job is: `done` of 1,000, and with what it is busy. An error ends
// the job with it.
using JobProgress =
    std::function<absl::Status(std::string_view stage, int64_t done)>;

// A span of that thousand.
struct JobStage {
  int64_t begin;
  int64_t end;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_JOB_PROGRESS_H_
