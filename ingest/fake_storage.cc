#include "ingest/fake_storage.h"

#include <algorithm>
#include <chrono>
#include <functional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server_builder.h"

namespace broadsheet::ingest {
namespace {

namespace pb = internal::v1;

grpc::Status Unavailable() {
  return {grpc::StatusCode::UNAVAILABLE, "storage restarts"};
}

}  // namespace

class FakeStorage::Papers final : public pb::PaperStoreService::Service {
 public:
  explicit Papers(FakeStorage* storage) : storage_(storage) {}

  grpc::Status UpsertPapers(
      grpc::ServerContext* /*context*/,
      grpc::ServerReaderWriter<pb::UpsertPapersResponse,
                               pb::UpsertPapersRequest>* stream) override {
    {
      std::lock_guard<std::mutex> lock(storage_->mu_);
      ++storage_->streams_;
    }
    pb::UpsertPapersRequest request;
    while (stream->Read(&request)) {
      pb::UpsertPapersResponse response;
      storage_->Commit(request, &response);
      if (storage_->TakeFault(&storage_->broken_streams_)) return Unavailable();
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  // Without filters but the first day; a token is the number of the next paper.
  grpc::Status ListPapers(grpc::ServerContext* /*context*/,
                          const pb::ListPapersRequest* request,
                          pb::ListPapersResponse* response) override {
    if (storage_->TakeFault(&storage_->failed_calls_)) return Unavailable();
    const v1::ListPapersRequest& query = request->query();
    size_t next = 0;
    if (!query.page_token().empty() &&
        !absl::SimpleAtoi(query.page_token(), &next)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no such page"};
    }
    const std::vector<v1::Paper> all = storage_->Newest(query.first_day());
    v1::ListPapersResponse* page = response->mutable_page();
    for (; next < all.size(); ++next) {
      if (page->papers_size() == query.page_size()) {
        page->set_next_page_token(absl::StrCat(next));
        break;
      }
      *page->add_papers() = all[next];
    }
    return grpc::Status::OK;
  }

  grpc::Status SetWithdrawn(grpc::ServerContext* /*context*/,
                            const pb::SetWithdrawnRequest* request,
                            pb::SetWithdrawnResponse* response) override {
    if (storage_->TakeFault(&storage_->failed_calls_)) return Unavailable();
    std::lock_guard<std::mutex> lock(storage_->mu_);
    const auto paper = storage_->papers_.find(request->paper_id());
    if (paper == storage_->papers_.end()) {
      return {grpc::StatusCode::NOT_FOUND, "unknown"};
    }
    response->set_changed(!paper->second.withdrawn());
    paper->second.set_withdrawn(true);
    response->mutable_position()->set_commit(++storage_->commit_);
    return grpc::Status::OK;
  }

  grpc::Status AddDeadLetters(
      grpc::ServerContext* /*context*/,
      const pb::AddDeadLettersRequest* request,
      pb::AddDeadLettersResponse* /*response*/) override {
    if (storage_->TakeFault(&storage_->failed_calls_)) return Unavailable();
    std::lock_guard<std::mutex> lock(storage_->mu_);
    for (const auto& letter : request->dead_letters()) {
      storage_->letters_[letter.id()] = letter;
    }
    return grpc::Status::OK;
  }

  // By their ids; a token is the last id of its page.
  grpc::Status ListDeadLetters(grpc::ServerContext* /*context*/,
                               const pb::ListDeadLettersRequest* request,
                               pb::ListDeadLettersResponse* response) override {
    std::lock_guard<std::mutex> lock(storage_->mu_);
    const auto& query = request->query();
    auto* page = response->mutable_page();
    for (const auto& [id, letter] : storage_->letters_) {
      const bool asked =
          request->ids().empty()
              ? id > query.page_token() && (query.source().empty() ||
                                            query.source() == letter.source())
              : std::ranges::count(request->ids(), id) > 0;
      if (!asked) continue;
      if (page->dead_letters_size() == query.page_size()) {
        page->set_next_page_token(page->dead_letters().rbegin()->id());
        break;
      }
      *page->add_dead_letters() = letter;
    }
    return grpc::Status::OK;
  }

  grpc::Status DeleteDeadLetters(
      grpc::ServerContext* /*context*/,
      const pb::DeleteDeadLettersRequest* request,
      pb::DeleteDeadLettersResponse* response) override {
    std::lock_guard<std::mutex> lock(storage_->mu_);
    int64_t deleted = 0;
    for (const std::string& id : request->ids()) {
      deleted += static_cast<int64_t>(storage_->letters_.erase(id));
    }
    response->set_deleted(deleted);
    return grpc::Status::OK;
  }

 private:
  FakeStorage* storage_;
};

class FakeStorage::Readers final : public pb::ReaderStoreService::Service {
 public:
  explicit Readers(FakeStorage* storage) : storage_(storage) {}

  grpc::Status AppendEvents(grpc::ServerContext* /*context*/,
                            const pb::AppendEventsRequest* request,
                            pb::AppendEventsResponse* response) override {
    if (storage_->TakeFault(&storage_->failed_calls_)) return Unavailable();
    std::lock_guard<std::mutex> lock(storage_->mu_);
    for (const v1::Event& event : request->events()) {
      v1::EventResult* result = response->add_results();
      result->set_event_id(event.event_id());
      result->set_outcome(v1::EventResult::OUTCOME_APPENDED);
      if (event.paper_id() == "unknown:1") {
        result->set_outcome(v1::EventResult::OUTCOME_REFUSED);
        result->set_field("paper_id");
        result->set_rule("is not a known paper");
      } else {
        storage_->events_.push_back(event);
      }
    }
    response->mutable_position()->set_commit(++storage_->commit_);
    return grpc::Status::OK;
  }

 private:
  FakeStorage* storage_;
};

FakeStorage::FakeStorage()
    : paper_service_(std::make_unique<Papers>(this)),
      reader_service_(std::make_unique<Readers>(this)) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port_);
  builder.SetMaxReceiveMessageSize(16 << 20);
  builder.RegisterService(paper_service_.get());
  builder.RegisterService(reader_service_.get());
  builder.RegisterService(&checkpoints_);
  builder.RegisterService(&leases_);
  server_ = builder.BuildAndStart();
  for (const char* service : {pb::PaperStoreService::service_full_name(),
                              pb::ReaderStoreService::service_full_name()}) {
    server_->GetHealthCheckService()->SetServingStatus(service, true);
  }
}

FakeStorage::~FakeStorage() {
  server_->Shutdown(std::chrono::system_clock::now());
}

std::vector<v1::Paper> FakeStorage::Newest(const std::string& first_day) {
  std::lock_guard<std::mutex> lock(mu_);
  std::vector<v1::Paper> all;
  for (const auto& [id, paper] : papers_) {
    if (paper.announced() >= first_day) all.push_back(paper);
  }
  std::ranges::stable_sort(all, std::greater<>(), &v1::Paper::announced);
  return all;
}

void FakeStorage::AddPaper(const v1::Paper& paper) {
  std::lock_guard<std::mutex> lock(mu_);
  papers_[paper.id()] = paper;
}

void FakeStorage::AddDeadLetter(const v1::DeadLetter& letter) {
  std::lock_guard<std::mutex> lock(mu_);
  letters_[letter.id()] = letter;
}

std::string FakeStorage::target() const {
  return absl::StrCat("127.0.0.1:", port_);
}

void FakeStorage::BreakStreams(int count) {
  std::lock_guard<std::mutex> lock(mu_);
  broken_streams_ = count;
}

void FakeStorage::FailCalls(int count) {
  std::lock_guard<std::mutex> lock(mu_);
  failed_calls_ = count;
}

bool FakeStorage::TakeFault(int* faults) {
  std::lock_guard<std::mutex> lock(mu_);
  if (*faults == 0) return false;
  --*faults;
  return true;
}

// A record without a text adds to the stored one, as far as tests need it.
void FakeStorage::Complete(const v1::Paper& record, bool add_links,
                           v1::Paper* paper) {
  if (record.links_size() > 0 && !add_links) paper->clear_links();
  if (record.signals_size() > 0) paper->clear_signals();
  paper->MergeFrom(record);
}

v1::PaperResult FakeStorage::Upsert(const v1::Paper& paper, bool add_links) {
  using google::protobuf::util::MessageDifferencer;
  v1::PaperResult result;
  result.set_paper_id(paper.id());
  const auto [stored, is_new] = papers_.emplace(paper.id(), paper);
  if (!is_new && paper.title().empty() && paper.abstract().empty()) {
    result.set_outcome(v1::PaperResult::OUTCOME_UPDATED);
    Complete(paper, add_links, &stored->second);
  } else if (is_new) {
    result.set_outcome(v1::PaperResult::OUTCOME_CREATED);
  } else if (MessageDifferencer::Equals(stored->second, paper)) {
    result.set_outcome(v1::PaperResult::OUTCOME_UNCHANGED);
  } else {
    result.set_outcome(v1::PaperResult::OUTCOME_UPDATED);
    stored->second = paper;
  }
  return result;
}

void FakeStorage::Commit(const pb::UpsertPapersRequest& request,
                         pb::UpsertPapersResponse* response) {
  std::lock_guard<std::mutex> lock(mu_);
  for (const v1::Paper& paper : request.papers()) {
    *response->add_results() = Upsert(paper, request.add_links());
  }
  batches_.push_back(request.papers_size());
  precedence_ = request.precedence();
  response->mutable_position()->set_commit(++commit_);
}

std::map<std::string, v1::Paper> FakeStorage::papers() const {
  std::lock_guard<std::mutex> lock(mu_);
  return papers_;
}

std::vector<v1::Event> FakeStorage::events() const {
  std::lock_guard<std::mutex> lock(mu_);
  return events_;
}

std::map<std::string, v1::DeadLetter> FakeStorage::dead_letters() const {
  std::lock_guard<std::mutex> lock(mu_);
  return letters_;
}

int FakeStorage::streams() const {
  std::lock_guard<std::mutex> lock(mu_);
  return streams_;
}

int FakeStorage::precedence() const {
  std::lock_guard<std::mutex> lock(mu_);
  return precedence_;
}

std::vector<int> FakeStorage::batches() const {
  std::lock_guard<std::mutex> lock(mu_);
  return batches_;
}

}  // namespace broadsheet::ingest
