#include "gateway/rpc/house_services.h"

#include <utility>

#include "broadsheet/v1/edition_service.grpc.pb.h"
#include "broadsheet/v1/model_service.grpc.pb.h"
#include "grpcpp/impl/service_type.h"

namespace broadsheet::gateway {
namespace {

using Context = grpc::CallbackServerContext;
using Unary = grpc::ServerUnaryReactor;

class EditionServiceFace final : public v1::EditionService::CallbackService {
 public:
  explicit EditionServiceFace(Caller caller) : caller_(caller) {}

  Unary* ListEditions(Context* context, const v1::ListEditionsRequest* request,
                      v1::ListEditionsResponse* response) override {
    return caller_.Unary("EditionService/ListEditions", context, request,
                         response);
  }
  Unary* GetEdition(Context* context, const v1::GetEditionRequest* request,
                    v1::GetEditionResponse* response) override {
    return caller_.Unary("EditionService/GetEdition", context, request,
                         response);
  }
  Unary* PutEdition(Context* context, const v1::PutEditionRequest* request,
                    v1::PutEditionResponse* response) override {
    return caller_.Unary("EditionService/PutEdition", context, request,
                         response);
  }
  Unary* DeleteEdition(Context* context,
                       const v1::DeleteEditionRequest* request,
                       v1::DeleteEditionResponse* response) override {
    return caller_.Unary("EditionService/DeleteEdition", context, request,
                         response);
  }

 private:
  const Caller caller_;
};

class ModelServiceFace final : public v1::ModelService::CallbackService {
 public:
  explicit ModelServiceFace(Caller caller) : caller_(caller) {}

  Unary* RunTraining(Context* context, const v1::RunTrainingRequest* request,
                     v1::RunTrainingResponse* response) override {
    return caller_.Unary("ModelService/RunTraining", context, request,
                         response);
  }
  Unary* RunEvaluation(Context* context,
                       const v1::RunEvaluationRequest* request,
                       v1::RunEvaluationResponse* response) override {
    return caller_.Unary("ModelService/RunEvaluation", context, request,
                         response);
  }
  Unary* GetTrainingOperation(
      Context* context, const v1::GetTrainingOperationRequest* request,
      v1::GetTrainingOperationResponse* response) override {
    return caller_.Unary("ModelService/GetTrainingOperation", context, request,
                         response);
  }
  Unary* ListModels(Context* context, const v1::ListModelsRequest* request,
                    v1::ListModelsResponse* response) override {
    return caller_.Unary("ModelService/ListModels", context, request, response);
  }
  Unary* PromoteModel(Context* context, const v1::PromoteModelRequest* request,
                      v1::PromoteModelResponse* response) override {
    return caller_.Unary("ModelService/PromoteModel", context, request,
                         response);
  }
  Unary* RollbackModel(Context* context,
                       const v1::RollbackModelRequest* request,
                       v1::RollbackModelResponse* response) override {
    return caller_.Unary("ModelService/RollbackModel", context, request,
                         response);
  }

 private:
  const Caller caller_;
};

}  // namespace

void AddHouseServices(Caller caller, ServiceApp* app,
                      std::vector<std::unique_ptr<grpc::Service>>* kept) {
  auto editions = std::make_unique<EditionServiceFace>(caller);
  app->AddService<v1::EditionService>(editions.get());
  kept->push_back(std::move(editions));
  auto models = std::make_unique<ModelServiceFace>(caller);
  app->AddService<v1::ModelService>(models.get());
  kept->push_back(std::move(models));
}

}  // namespace broadsheet::gateway
