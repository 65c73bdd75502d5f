#ifndef BROADSHEET_INGEST_OAI_SERVER_H_
#define BROADSHEET_INGEST_OAI_SERVER_H_

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/http_server.h"

namespace broadsheet::ingest {

// For tests: an HTTP server that gives prepared answers one after the other,
// the last one for ever, and keeps what it was asked.
class OaiServer {
 public:
  OaiServer()
      : server_(
            *HttpServer::Start({.listen = "127.0.0.1:0"},
                               [this](HttpRequest request,
                                      std::function<void(HttpResponse)> done) {
                                 done(Answer(request));
                               })) {}

  std::string url() const {
    return absl::StrCat("http://127.0.0.1:", server_->port(), "/oai");
  }

  void Add(HttpResponse response) {
    std::lock_guard<std::mutex> lock(mu_);
    answers_.push_back(std::move(response));
  }
  // Instead of prepared answers: `page` of 0, 1, 2 ... for ever.
  void AddEndless(std::function<std::string(size_t)> page) {
    std::lock_guard<std::mutex> lock(mu_);
    endless_ = std::move(page);
  }
  void Add(std::string body) { Add(HttpResponse{.body = std::move(body)}); }
  // Goes on to the next answer.
  void Next() {
    std::lock_guard<std::mutex> lock(mu_);
    answers_.pop_front();
  }

  std::vector<std::string> targets() const {
    std::lock_guard<std::mutex> lock(mu_);
    return targets_;
  }

 private:
  HttpResponse Answer(const HttpRequest& request) {
    std::lock_guard<std::mutex> lock(mu_);
    targets_.push_back(request.target);
    if (endless_) return HttpResponse{.body = endless_(targets_.size() - 1)};
    if (answers_.empty()) return HttpResponse{.status = 404};
    HttpResponse answer = answers_.front();
    if (answers_.size() > 1) answers_.pop_front();
    return answer;
  }

  mutable std::mutex mu_;
  std::deque<HttpResponse> answers_;            // GUARDED_BY(mu_)
  std::vector<std::string> targets_;            // GUARDED_BY(mu_)
  std::function<std::string(size_t)> endless_;  // GUARDED_BY(mu_)
  std::unique_ptr<HttpServer> server_;          // Last: uses what is above.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_OAI_SERVER_H_
