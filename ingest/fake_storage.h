#ifndef BROADSHEET_INGEST_FAKE_STORAGE_H_
#define BROADSHEET_INGEST_FAKE_STORAGE_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "broadsheet/internal/v1/paper_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "ingest/fake_checkpoints.h"

namespace broadsheet::ingest {

// For tests of faults that real storage has only by bad luck: a storage in
// memory behind a real gRPC server, whose streams break when they are told to.
// Thread-safe.
class FakeStorage {
 public:
  FakeStorage();
  ~FakeStorage();

  std::string target() const;

  // The next streams end with UNAVAILABLE when their first batch has been
  // committed but not answered.
  void BreakStreams(int count);
  // Every call of a kind that has no stream fails so often with UNAVAILABLE.
  void FailCalls(int count);

  std::map<std::string, v1::Paper> papers() const;
  std::vector<v1::Event> events() const;
  // By their ids.
  std::map<std::string, v1::DeadLetter> dead_letters() const;
  void AddDeadLetter(const v1::DeadLetter& letter);
  // As it is, first_seen too.
  void AddPaper(const v1::Paper& paper);
  // As if time had passed: nobody holds any lease.
  void ExpireLeases() { leases_.ExpireAll(); }
  // The next calls to take a lease fail so often.
  void FailLeases(int count) { leases_.FailCalls(count); }
  absl::Duration LeaseDuration(const std::string& name) const {
    return leases_.DurationOf(name);
  }
  // Streams opened.
  int streams() const;
  // Sizes of the batches that were committed.
  std::vector<int> batches() const;
  // How much the last batch of papers was to be believed.
  int precedence() const;

 private:
  class Papers;
  class Readers;

  bool TakeFault(int* faults);
  v1::PaperResult Upsert(const v1::Paper& paper, bool add_links);
  static void Complete(const v1::Paper& record, bool add_links,
                       v1::Paper* paper);
  // Papers of a day or later, the newest first.
  std::vector<v1::Paper> Newest(const std::string& first_day);
  void Commit(const internal::v1::UpsertPapersRequest& request,
              internal::v1::UpsertPapersResponse* response);

  mutable std::mutex mu_;
  std::map<std::string, v1::Paper> papers_;        // GUARDED_BY(mu_)
  std::vector<v1::Event> events_;                  // GUARDED_BY(mu_)
  std::map<std::string, v1::DeadLetter> letters_;  // GUARDED_BY(mu_)
  std::vector<int> batches_;                       // GUARDED_BY(mu_)
  int precedence_ = 0;                             // GUARDED_BY(mu_)
  int streams_ = 0;                                // GUARDED_BY(mu_)
  int broken_streams_ = 0;                         // GUARDED_BY(mu_)
  int failed_calls_ = 0;                           // GUARDED_BY(mu_)
  uint64_t commit_ = 0;                            // GUARDED_BY(mu_)

  FakeCheckpoints checkpoints_;
  FakeLeases leases_;
  int port_ = 0;
  std::unique_ptr<Papers> paper_service_;
  std::unique_ptr<Readers> reader_service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_FAKE_STORAGE_H_
