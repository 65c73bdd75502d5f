#ifndef BROADSHEET_DIGEST_FAKE_HOUSES_H_
#define BROADSHEET_DIGEST_FAKE_HOUSES_H_

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "digest/houses.h"

namespace broadsheet::digest {

// Answers from memory what tests of digest alone need; all else is
// UNIMPLEMENTED. Thread-safe where it says so.
class FakeHouses final : public Houses {
 public:
#define BROADSHEET_REFUSE(name)                                          \
  absl::StatusOr<internal::v1::name##Response> name(                     \
      const CallContext&, const internal::v1::name##Request&) override { \
    return Refused();                                                    \
  }
  BROADSHEET_REFUSE(CreateSubscription)
  BROADSHEET_REFUSE(ConfirmSubscription)
  BROADSHEET_REFUSE(GetSubscription)
  BROADSHEET_REFUSE(ListSubscriptions)
  BROADSHEET_REFUSE(UpdateSubscription)
  BROADSHEET_REFUSE(AddClick)
  BROADSHEET_REFUSE(SetSuppression)
  BROADSHEET_REFUSE(ListSuppressions)
  BROADSHEET_REFUSE(ListIssues)
  BROADSHEET_REFUSE(GetMail)
  BROADSHEET_REFUSE(ResendMail)
  BROADSHEET_REFUSE(EraseAddress)
#undef BROADSHEET_REFUSE

  // What ClaimDue gives out, once.
  std::vector<internal::v1::DueSubscription> due;
  // What PutIssues was given.
  std::vector<internal::v1::ChosenIssue> put;
  // Papers that an earlier mail brought.
  std::set<std::string> mailed;
  // By reader.
  std::map<std::string, std::vector<v1::Standing>> standings;
  // The lists of recommend; searches by query.
  std::vector<v1::ListedPaper> trending;
  std::vector<v1::ListedPaper> feed;
  std::map<std::string, std::vector<v1::ListedPaper>> found;
  absl::Status recommend;
  // By edition or query, what recommend says in place of a list.
  std::map<std::string, absl::Status> refusals;
  // What ListMails gives out, two a page.
  std::vector<v1::MailSummary> ledger;
  // What ListMails says instead.
  absl::Status storage;

  absl::StatusOr<internal::v1::ListMailsResponse> ListMails(
      const CallContext&,
      const internal::v1::ListMailsRequest& request) override {
    if (!storage.ok()) return storage;
    std::vector<v1::MailSummary> all;
    for (const v1::MailSummary& mail : ledger) {
      if (mail.address() == request.address()) all.push_back(mail);
    }
    size_t next = request.page_token().size();
    internal::v1::ListMailsResponse response;
    for (; next < all.size() && response.mails_size() < 2; ++next) {
      *response.add_mails() = all[next];
    }
    if (next < all.size()) response.set_next_page_token(std::string(next, 'x'));
    return response;
  }

  // Mails that ExchangeMails gives out, each once. Thread-safe.
  void Queue(internal::v1::Mail mail) {
    std::lock_guard<std::mutex> lock(mu_);
    mails_.push_back(std::move(mail));
  }
  // How many of them nobody has taken. Thread-safe.
  size_t waiting() const {
    std::lock_guard<std::mutex> lock(mu_);
    return mails_.size();
  }
  // What was told of mails. Thread-safe.
  std::vector<internal::v1::MailResult> told() const {
    std::lock_guard<std::mutex> lock(mu_);
    return told_;
  }

  absl::StatusOr<internal::v1::ClaimDueResponse> ClaimDue(
      const CallContext&, const internal::v1::ClaimDueRequest&) override {
    internal::v1::ClaimDueResponse response;
    for (auto& one : due) *response.add_due() = std::move(one);
    due.clear();
    return response;
  }
  absl::StatusOr<internal::v1::PutIssuesResponse> PutIssues(
      const CallContext&,
      const internal::v1::PutIssuesRequest& request) override {
    put.insert(put.end(), request.issues().begin(), request.issues().end());
    internal::v1::PutIssuesResponse response;
    response.set_put(request.issues_size());
    return response;
  }
  absl::StatusOr<internal::v1::FindMailedResponse> FindMailed(
      const CallContext&,
      const internal::v1::FindMailedRequest& request) override {
    internal::v1::FindMailedResponse response;
    for (const auto& candidates : request.candidates()) {
      auto* one = response.add_mailed();
      for (const std::string& id : candidates.paper_ids()) {
        if (mailed.count(id) > 0) one->add_paper_ids(id);
      }
    }
    return response;
  }
  absl::StatusOr<internal::v1::ExchangeMailsResponse> ExchangeMails(
      const CallContext&,
      const internal::v1::ExchangeMailsRequest& request) override {
    std::lock_guard<std::mutex> lock(mu_);
    told_.insert(told_.end(), request.results().begin(),
                 request.results().end());
    internal::v1::ExchangeMailsResponse response;
    std::vector<internal::v1::Mail> left;
    for (internal::v1::Mail& mail : mails_) {
      const bool taken = mail.kind() == request.kind() &&
                         response.mails_size() < request.limit();
      (taken ? *response.add_mails() : left.emplace_back()) = std::move(mail);
    }
    mails_ = std::move(left);
    return response;
  }

  absl::StatusOr<v1::BatchGetStandingsResponse> Standings(
      const CallContext&,
      const v1::BatchGetStandingsRequest& request) override {
    v1::BatchGetStandingsResponse response;
    for (const v1::Standing& one : standings[request.reader_id()]) {
      *response.add_standings() = one;
    }
    return response;
  }
  absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext&, const v1::TrendingRequest& request) override {
    return List<v1::TrendingResponse>(request.edition(), trending);
  }
  absl::StatusOr<v1::SearchResponse> Search(
      const CallContext&, const v1::SearchRequest& request) override {
    return List<v1::SearchResponse>(request.query(), found[request.query()]);
  }
  absl::StatusOr<v1::FeedResponse> Feed(
      const CallContext&, const v1::FeedRequest& request) override {
    return List<v1::FeedResponse>(request.edition(), feed);
  }

  absl::Status AppendEvent(const CallContext&, const v1::Event&) override {
    return Refused();
  }
  absl::Status EraseReader(const CallContext&, const std::string&) override {
    return Refused();
  }
  absl::StatusOr<v1::Paper> GetPaper(const CallContext&,
                                     const std::string&) override {
    return Refused();
  }
  absl::StatusOr<bool> Paused(const CallContext&) override { return false; }
  absl::Status SetPaused(const CallContext&, bool) override {
    return Refused();
  }

 private:
  static absl::Status Refused() {
    return absl::UnimplementedError("no test needs this");
  }

  template <class Response>
  absl::StatusOr<Response> List(const std::string& asked_for,
                                const std::vector<v1::ListedPaper>& papers) {
    if (!recommend.ok()) return recommend;
    const auto refused = refusals.find(asked_for);
    if (refused != refusals.end()) return refused->second;
    Response response;
    for (const v1::ListedPaper& one : papers) *response.add_papers() = one;
    return response;
  }

  mutable std::mutex mu_;
  std::vector<internal::v1::Mail> mails_;       // GUARDED_BY(mu_)
  std::vector<internal::v1::MailResult> told_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_FAKE_HOUSES_H_
