#include "ingest/kept_operations.h"

#include <algorithm>

#include "absl/time/time.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

constexpr char kPrefix[] = "operation/";
// Storage lists 1,000: fewer are left, so that none is out of sight.
constexpr size_t kMany = 980;
constexpr size_t kFew = 900;

absl::Time StartOf(const KeptOperation& kept) {
  return ToTime(kept.value.operation().started_at());
}

}  // namespace

absl::StatusOr<KeptOperation> KeptOperations::Find(const CallContext& call,
                                                   const std::string& id) {
  return checkpoints_->Get<internal::v1::KeptOperation>(call, kPrefix + id);
}

absl::Status KeptOperations::Write(const CallContext& call,
                                   KeptOperation* operation) {
  return checkpoints_->Set(call, kPrefix + operation->value.operation().id(),
                           operation);
}

absl::Status KeptOperations::Forget(const CallContext& call,
                                    const std::string& id) {
  return checkpoints_->Delete(call, kPrefix + id);
}

absl::StatusOr<std::vector<KeptOperation>> KeptOperations::Unfinished(
    const CallContext& call) {
  auto all = checkpoints_->List<internal::v1::KeptOperation>(call, kPrefix);
  if (!all.ok()) return all.status();
  if (auto trimmed = Trim(call, &*all); !trimmed.ok()) return trimmed;
  std::erase_if(*all, [](const KeptOperation& kept) {
    return kept.value.operation().done();
  });
  return all;
}

absl::Status KeptOperations::Trim(const CallContext& call,
                                  std::vector<KeptOperation>* all) {
  if (all->size() < kMany) return absl::OkStatus();
  std::ranges::sort(*all, std::ranges::greater(), StartOf);
  for (size_t i = kFew; i < all->size(); ++i) {
    const v1::Operation& operation = (*all)[i].value.operation();
    if (!operation.done()) continue;
    if (auto gone = Forget(call, operation.id()); !gone.ok()) return gone;
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::ingest
