#include "recommend/trainer/model_admin.h"

#include <string>

#include "recommend/trainer/current_model.h"

namespace broadsheet::recommend {
namespace {

v1::Model ToModel(const internal::v1::Artifact& artifact, bool in_use) {
  v1::Model model;
  model.set_id(artifact.id());
  model.set_schema_version(artifact.schema_version());
  *model.mutable_created_at() = artifact.created_at();
  model.set_size(artifact.size());
  *model.mutable_position() = artifact.position();
  for (const auto& metric : artifact.metrics()) {
    auto* copy = model.add_metrics();
    copy->set_name(metric.name());
    copy->set_value(metric.value());
    copy->set_low(metric.low());
    copy->set_high(metric.high());
  }
  if (artifact.has_promoted_at()) {
    *model.mutable_promoted_at() = artifact.promoted_at();
  }
  model.set_in_use(in_use);
  model.set_note(artifact.note());
  return model;
}

}  // namespace

absl::StatusOr<v1::ListModelsResponse> ModelAdmin::List(
    const CallContext& call, const v1::ListModelsRequest& request) {
  internal::v1::ListArtifactsRequest list;
  list.set_kind("model");
  list.set_page_size(request.page_size());
  list.set_page_token(request.page_token());
  const auto listed = store_->List(call, list);
  if (!listed.ok()) return listed.status();
  const auto current = FindCurrentModel(store_, call);
  if (!current.ok()) return current.status();
  v1::ListModelsResponse response;
  for (const auto& artifact : listed->artifacts()) {
    const bool in_use =
        current->has_value() && (*current)->id() == artifact.id();
    *response.add_models() = ToModel(artifact, in_use);
  }
  response.set_next_page_token(listed->next_page_token());
  return response;
}

absl::StatusOr<v1::PromoteModelResponse> ModelAdmin::Promote(
    const CallContext& call, const v1::PromoteModelRequest& request) {
  internal::v1::PromoteArtifactRequest promote;
  promote.set_request_id(request.request_id());
  promote.set_artifact_id(request.model_id());
  const auto promoted = store_->Promote(call, promote);
  if (!promoted.ok()) return promoted.status();
  v1::PromoteModelResponse response;
  *response.mutable_model() = ToModel(promoted->artifact(), true);
  *response.mutable_position() = promoted->position();
  return response;
}

absl::StatusOr<v1::RollbackModelResponse> ModelAdmin::Rollback(
    const CallContext& call, const v1::RollbackModelRequest& request) {
  internal::v1::RollbackArtifactRequest rollback;
  rollback.set_request_id(request.request_id());
  rollback.set_kind("model");
  const auto back = store_->Rollback(call, rollback);
  if (!back.ok()) return back.status();
  v1::RollbackModelResponse response;
  *response.mutable_model() = ToModel(back->artifact(), true);
  *response.mutable_position() = back->position();
  return response;
}

}  // namespace broadsheet::recommend
