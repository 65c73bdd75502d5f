#include "gateway/house_methods.h"

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/channel.h"
#include "common/grpc_status.h"
#include "gateway/as_of.h"
#include "gateway/list_limit.h"
#include "gateway/position.h"
#include "grpcpp/client_context.h"

namespace broadsheet::gateway {
namespace {

constexpr absl::Duration kReadLimit = absl::Seconds(2);
constexpr absl::Duration kWriteLimit = absl::Seconds(10);

template <class Stub, class Request, class Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                      Response*);

template <class Stub, class Request, class Response>
void Forward(MethodTable* table, const std::string& name, Stub* stub,
             absl::Duration limit, Method<Stub, Request, Response> method) {
  table->Add<Request, Response>(
      name,
      [stub, limit, method](
          CallContext& call, const Identity&,
          const Request& request) -> absl::StatusOr<Response> {
        grpc::ClientContext context;
        PrepareCall(call, limit, &context);
        Response response;
        const absl::Status status =
            FromGrpc((stub->*method)(&context, request, &response));
        if (!status.ok()) return status;
        if constexpr (requires { response.position(); }) {
          AnswerPosition(call, response.position());
        }
        return response;
      });
}

}  // namespace

void RegisterHouseMethods(MethodTable* table, const HouseStubs* houses,
                          Recommenders* recommenders, const Clock* clock) {
  table->Add<v1::RecommendRequest, v1::RecommendResponse>(
      "RecommendService/Recommend",
      [recommenders, clock](CallContext& call, const Identity&,
                            const v1::RecommendRequest& request) {
        v1::RecommendRequest stamped = request;
        StampAsOf(*clock, &stamped);
        return recommenders->Call(call, ListLimits(stamped), kRecommend,
                                  stamped);
      });
  using Editions = v1::EditionService::Stub;
  using Models = v1::ModelService::Stub;
  Editions* editions = houses->editions.get();
  Forward(table, "EditionService/ListEditions", editions, kReadLimit,
          &Editions::ListEditions);
  Forward(table, "EditionService/GetEdition", editions, kReadLimit,
          &Editions::GetEdition);
  Forward(table, "EditionService/PutEdition", editions, kWriteLimit,
          &Editions::PutEdition);
  Forward(table, "EditionService/DeleteEdition", editions, kWriteLimit,
          &Editions::DeleteEdition);
  Models* models = houses->models.get();
  Forward(table, "ModelService/RunTraining", models, kWriteLimit,
          &Models::RunTraining);
  Forward(table, "ModelService/RunEvaluation", models, kWriteLimit,
          &Models::RunEvaluation);
  Forward(table, "ModelService/BuildSegment", models, kWriteLimit,
          &Models::BuildSegment);
  Forward(table, "ModelService/GetTrainingOperation", models, kReadLimit,
          &Models::GetTrainingOperation);
  Forward(table, "ModelService/ListModels", models, kReadLimit,
          &Models::ListModels);
  Forward(table, "ModelService/PromoteModel", models, kWriteLimit,
          &Models::PromoteModel);
  Forward(table, "ModelService/RollbackModel", models, kWriteLimit,
          &Models::RollbackModel);
}

}  // namespace broadsheet::gateway
