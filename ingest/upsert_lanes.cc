#include "ingest/upsert_lanes.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace broadsheet::ingest {
namespace {

// Equal hashes of different names cost nothing but a wait.
uint64_t HashOf(const std::string& name) {
  return std::hash<std::string>()(name);
}

bool Overlap(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) return true;
    ++(a[i] < b[j] ? i : j);
  }
  return false;
}

}  // namespace

UpsertLanes::UpsertLanes(Store* store, const CallContext* call,
                         const Retrier& retrier)
    : lanes_{Upserter(store, call, retrier), Upserter(store, call, retrier),
             Upserter(store, call, retrier)} {}

bool UpsertLanes::HasRoom() const {
  return std::ranges::all_of(
      lanes_, [](const Upserter& lane) { return lane.HasRoom(); });
}

bool UpsertLanes::Send(Request* request) {
  Names names = NamesOf(*request);
  const auto lane = LaneFor(names);
  if (!lane) return false;
  lanes_[*lane].Send(std::move(*request));
  sent_.push_back({*lane, std::move(names)});
  return true;
}

absl::StatusOr<UpsertLanes::Response> UpsertLanes::Receive() {
  auto response = lanes_[sent_.front().lane].Receive();
  sent_.pop_front();
  return response;
}

void UpsertLanes::Finish() {
  for (Upserter& lane : lanes_) lane.Finish();
}

void UpsertLanes::Cancel() {
  for (Upserter& lane : lanes_) lane.Cancel();
}

UpsertLanes::Names UpsertLanes::NamesOf(const Request& request) {
  Names names;
  for (const v1::Paper& paper : request.papers()) {
    names.push_back(HashOf(paper.id()));
    if (paper.doi().empty()) continue;
    // As ids of papers that only have a DOI.
    names.push_back(
        HashOf(absl::StrCat("doi:", absl::AsciiStrToLower(paper.doi()))));
  }
  std::ranges::sort(names);
  return names;
}

// The stream that has the papers already, else the one with less to do.
std::optional<size_t> UpsertLanes::LaneFor(const Names& names) const {
  std::array<bool, kLanes> has{};
  std::array<size_t, kLanes> waiting{};
  for (const Sent& sent : sent_) {
    ++waiting[sent.lane];
    if (Overlap(names, sent.names)) has[sent.lane] = true;
  }
  const auto holders = std::ranges::count(has, true);
  if (holders > 1) return std::nullopt;
  if (holders == 1) {
    return static_cast<size_t>(std::ranges::find(has, true) - has.begin());
  }
  return static_cast<size_t>(std::ranges::min_element(waiting) -
                             waiting.begin());
}

}  // namespace broadsheet::ingest
