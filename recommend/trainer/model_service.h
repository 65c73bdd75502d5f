#ifndef BROADSHEET_RECOMMEND_TRAINER_MODEL_SERVICE_H_
#define BROADSHEET_RECOMMEND_TRAINER_MODEL_SERVICE_H_

#include "broadsheet/v1/model_service.grpc.pb.h"
#include "common/rpc.h"
#include "recommend/trainer/model_admin.h"
#include "recommend/trainer/trainer.h"

namespace broadsheet::recommend {

// ModelService over gRPC.
class ModelService final : public v1::ModelService::CallbackService {
 public:
  // All must outlive this.
  ModelService(Trainer* trainer, ModelAdmin* admin, Rpcs* rpcs)
      : trainer_(trainer), admin_(admin), rpcs_(rpcs) {}

  grpc::ServerUnaryReactor* RunTraining(
      grpc::CallbackServerContext* context,
      const v1::RunTrainingRequest* request,
      v1::RunTrainingResponse* response) override;
  grpc::ServerUnaryReactor* RunEvaluation(
      grpc::CallbackServerContext* context,
      const v1::RunEvaluationRequest* request,
      v1::RunEvaluationResponse* response) override;
  grpc::ServerBidiReactor<v1::EvaluateEventsRequest,
                          v1::EvaluateEventsResponse>*
  EvaluateEvents(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* BuildSegment(
      grpc::CallbackServerContext* context,
      const v1::BuildSegmentRequest* request,
      v1::BuildSegmentResponse* response) override;
  grpc::ServerUnaryReactor* GetTrainingOperation(
      grpc::CallbackServerContext* context,
      const v1::GetTrainingOperationRequest* request,
      v1::GetTrainingOperationResponse* response) override;
  grpc::ServerUnaryReactor* ListModels(
      grpc::CallbackServerContext* context,
      const v1::ListModelsRequest* request,
      v1::ListModelsResponse* response) override;
  grpc::ServerUnaryReactor* PromoteModel(
      grpc::CallbackServerContext* context,
      const v1::PromoteModelRequest* request,
      v1::PromoteModelResponse* response) override;
  grpc::ServerUnaryReactor* RollbackModel(
      grpc::CallbackServerContext* context,
      const v1::RollbackModelRequest* request,
      v1::RollbackModelResponse* response) override;

 private:
  Trainer* trainer_;
  ModelAdmin* admin_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_MODEL_SERVICE_H_
