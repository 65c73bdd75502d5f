#include "gateway/api/http_rules.h"

#include <set>
#include <string>
#include <utility>

#include "gateway/accounts/account_api.h"
#include "gateway/accounts/credential_api.h"
#include "gateway/accounts/provider_api.h"
#include "gateway/comments/comment_api.h"
#include "gateway/comments/submission_api.h"
#include "gateway/house_methods.h"
#include "gateway/house_stubs.h"
#include "gateway/policy.h"
#include "gateway/public_api.h"
#include "gateway/testing/memory_backend.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::Contains;
using ::testing::Pair;

std::set<std::pair<std::string, std::string>> Routes() {
  std::set<std::pair<std::string, std::string>> routes;
  for (const HttpRule& rule : ReadHttpRules()) {
    routes.emplace(rule.verb + " " + rule.pattern, rule.method);
  }
  return routes;
}

TEST(HttpRules, AreReadFromTheContract) {
  const auto routes = Routes();
  EXPECT_THAT(routes, Contains(Pair("GET /api/v1/papers/{paper_id...}",
                                    "PaperService/GetPaper")));
  EXPECT_THAT(routes, Contains(Pair("POST /api/v1/papers:batchGet",
                                    "PaperService/BatchGetPapers")));
  EXPECT_THAT(routes, Contains(Pair("POST /api/v1/events",
                                    "ReaderService/RecordEvents")));
  EXPECT_THAT(routes, Contains(Pair("GET /api/v1/operations/{operation_id}",
                                    "IngestService/GetOperation")));
}

TEST(HttpRules, CoverEveryUnaryMethod) {
  std::set<std::string> with_rule;
  for (const HttpRule& rule : ReadHttpRules()) {
    EXPECT_TRUE(with_rule.insert(rule.method).second);
    EXPECT_EQ(rule.has_body, rule.verb == "POST" || rule.verb == "PUT")
        << rule.method;
  }
  for (const MethodRule& rule : MethodRules()) {
    const bool streams = rule.method == "IngestService/IngestPapers" ||
                         rule.method == "IngestService/IngestEvents" ||
                         rule.method == "ModelService/EvaluateEvents" ||
                         rule.method == "SystemService/ExportRecords";
    EXPECT_NE(with_rule.count(std::string(rule.method)) > 0, streams)
        << rule.method;
  }
}

TEST(HttpRules, LeadToMethodsThatTheTableHas) {
  MemoryBackend backend;
  FakeClock clock(absl::UnixEpoch());
  SystemStatus status(&backend, &clock, "1");
  PublicApi api(&backend, &status);
  Authenticator authenticator({"", "a secret"}, &backend, &clock);
  AccountApi accounts(nullptr, nullptr, nullptr, &authenticator, nullptr,
                      &clock);
  ProviderApi providers(nullptr, nullptr, nullptr, nullptr, "a secret", &clock);
  CredentialApi credentials(nullptr, &authenticator, &clock);
  CommentApi comments(nullptr, &backend, &clock);
  SubmissionApi submissions(nullptr, &backend, nullptr, &clock,
                            absl::UTCTimeZone(), {});
  MethodTable methods;
  api.Register(&methods);
  accounts.Register(&methods);
  providers.Register(&methods);
  credentials.Register(&methods);
  comments.Register(&methods);
  submissions.Register(&methods);
  const HouseStubs houses({});
  RegisterHouseMethods(&methods, &houses, nullptr, &clock);
  for (const HttpRule& rule : ReadHttpRules()) {
    EXPECT_TRUE(methods.Has(rule.method)) << rule.method;
  }
}

TEST(HttpRules, HaveNoTwoMethodsAtOneAddress) {
  EXPECT_EQ(Routes().size(), ReadHttpRules().size());
}

}  // namespace
}  // namespace broadsheet::gateway
