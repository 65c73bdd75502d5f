#include "recommend/trainer/model_service.h"

#include "recommend/trainer/given_events.h"

namespace broadsheet::recommend {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* ModelService::RunTraining(
    CallbackServerContext* context, const v1::RunTrainingRequest* request,
    v1::RunTrainingResponse* response) {
  return rpcs_->Unary("ModelService/RunTraining", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return trainer_->RunTraining(call, r);
                      });
}

ServerUnaryReactor* ModelService::RunEvaluation(
    CallbackServerContext* context, const v1::RunEvaluationRequest* request,
    v1::RunEvaluationResponse* response) {
  return rpcs_->Unary("ModelService/RunEvaluation", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return trainer_->RunEvaluation(call, r);
                      });
}

grpc::ServerBidiReactor<v1::EvaluateEventsRequest, v1::EvaluateEventsResponse>*
ModelService::EvaluateEvents(CallbackServerContext* context) {
  return rpcs_->Bidi<v1::EvaluateEventsRequest, v1::EvaluateEventsResponse>(
      "ModelService/EvaluateEvents", context,
      [this](CallContext& call, auto& stream) {
        auto given =
            ReadGivenEvents(call, &stream, [this](const auto& evaluation) {
              return trainer_->MayEvaluate(evaluation);
            });
        if (!given.ok()) return absl::Status(given.status());
        auto begun = trainer_->EvaluateEvents(call, *std::move(given));
        if (!begun.ok()) return absl::Status(begun.status());
        stream.Write(*begun);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ModelService::BuildSegment(
    CallbackServerContext* context, const v1::BuildSegmentRequest* request,
    v1::BuildSegmentResponse* response) {
  return rpcs_->Unary("ModelService/BuildSegment", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return trainer_->BuildSegment(call, r);
                      });
}

ServerUnaryReactor* ModelService::GetTrainingOperation(
    CallbackServerContext* context,
    const v1::GetTrainingOperationRequest* request,
    v1::GetTrainingOperationResponse* response) {
  return rpcs_->Unary("ModelService/GetTrainingOperation", context, request,
                      response, [this](CallContext&, const auto& r) {
                        return trainer_->GetOperation(r);
                      });
}

ServerUnaryReactor* ModelService::ListModels(
    CallbackServerContext* context, const v1::ListModelsRequest* request,
    v1::ListModelsResponse* response) {
  return rpcs_->Unary("ModelService/ListModels", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return admin_->List(call, r);
                      });
}

ServerUnaryReactor* ModelService::PromoteModel(
    CallbackServerContext* context, const v1::PromoteModelRequest* request,
    v1::PromoteModelResponse* response) {
  return rpcs_->Unary("ModelService/PromoteModel", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return admin_->Promote(call, r);
                      });
}

ServerUnaryReactor* ModelService::RollbackModel(
    CallbackServerContext* context, const v1::RollbackModelRequest* request,
    v1::RollbackModelResponse* response) {
  return rpcs_->Unary("ModelService/RollbackModel", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return admin_->Rollback(call, r);
                      });
}

}  // namespace broadsheet::recommend
