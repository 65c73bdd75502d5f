// Prints what is trending and what a search finds: trending HOST:PORT QUERY.

#include <chrono>
#include <iostream>
#include <memory>

#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "grpcpp/grpcpp.h"

namespace {

using broadsheet::v1::RecommendService;

template <class Response>
int Print(const char* heading, const grpc::Status& status,
          const Response& response) {
  if (!status.ok()) {
    std::cerr << heading << ": " << status.error_message() << "\n";
    return 1;
  }
  std::cout << heading << "\n";
  for (const auto& listed : response.papers()) {
    std::cout << "  " << listed.paper().id() << "  " << listed.paper().title()
              << "\n";
  }
  return 0;
}

// Every call has a deadline.
void SetDeadline(grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(10));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: trending HOST:PORT QUERY\n";
    return 2;
  }
  const auto stub = RecommendService::NewStub(
      grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials()));

  grpc::ClientContext trending_context;
  SetDeadline(&trending_context);
  broadsheet::v1::TrendingRequest trending;
  trending.set_page_size(5);
  broadsheet::v1::TrendingResponse trending_response;
  int failed =
      Print("Trending",
            stub->Trending(&trending_context, trending, &trending_response),
            trending_response);

  grpc::ClientContext search_context;
  SetDeadline(&search_context);
  broadsheet::v1::SearchRequest search;
  search.set_query(argv[2]);
  search.set_page_size(5);
  broadsheet::v1::SearchResponse search_response;
  failed |=
      Print("Found", stub->Search(&search_context, search, &search_response),
            search_response);
  return failed;
}
