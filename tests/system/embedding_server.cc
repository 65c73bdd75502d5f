#include "tests/system/embedding_server.h"

#include <functional>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/support/made_subjects.h"

namespace broadsheet::testing {
namespace {

constexpr size_t kDimension = 32;
constexpr size_t kCorals = 7;

std::string VectorOf(const std::string& text) {
  std::vector<int> values(kDimension);
  for (size_t i = 0; i < std::size(kMadeSubjects); ++i) {
    if (absl::StrContains(text, kMadeSubjects[i].name)) values[i] = 4;
  }
  if (absl::StrContains(text, "ocean")) values[kCorals] = 4;
  values[16 + text.size() % 16] = 1;
  std::string json = "[";
  for (const int value : values) {
    absl::StrAppend(&json, json.size() > 1 ? "," : "", value);
  }
  return json + "]";
}

std::vector<std::string> InputOf(const HttpRequest& request) {
  google::protobuf::Struct body;
  std::vector<std::string> texts;
  if (!google::protobuf::util::JsonStringToMessage(request.body, &body).ok()) {
    return texts;
  }
  for (const auto& text : body.fields().at("input").list_value().values()) {
    texts.push_back(text.string_value());
  }
  return texts;
}

}  // namespace

EmbeddingServer::EmbeddingServer(absl::Duration delay)
    : delay_(delay),
      server_(*HttpServer::Start(
          {.listen = "127.0.0.1:0"},
          [this](HttpRequest request, std::function<void(HttpResponse)> done) {
            done(Answer(request));
          })) {}

std::string EmbeddingServer::url() const {
  return absl::StrCat("http://127.0.0.1:", server_->port());
}

std::vector<std::string> EmbeddingServer::texts() const {
  std::lock_guard lock(mu_);
  return texts_;
}

void EmbeddingServer::Break() {
  std::lock_guard lock(mu_);
  broken_ = true;
}

HttpResponse EmbeddingServer::Answer(const HttpRequest& request) {
  absl::SleepFor(delay_);
  std::lock_guard lock(mu_);
  if (broken_) return {.status = 503, .body = "out of order"};
  const std::vector<std::string> texts = InputOf(request);
  std::string data;
  for (size_t i = 0; i < texts.size(); ++i) {
    absl::StrAppend(&data, i > 0 ? "," : "", R"({"index":)", i,
                    R"(,"embedding":)", VectorOf(texts[i]), "}");
  }
  texts_.insert(texts_.end(), texts.begin(), texts.end());
  return {.body = absl::StrCat(R"({"data":[)", data, "]}")};
}

}  // namespace broadsheet::testing
