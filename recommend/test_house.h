#ifndef BROADSHEET_RECOMMEND_TEST_HOUSE_H_
#define BROADSHEET_RECOMMEND_TEST_HOUSE_H_

// A recommender with all kinds of papers, readers and questions, for tests.

#include <string>
#include <vector>

#include "recommend/model_keeper.h"
#include "recommend/recommender.h"
#include "recommend/segment_keeper.h"
#include "recommend/test_models.h"

namespace broadsheet::recommend {

inline v1::Paper Revised(v1::Paper paper) {
  paper.set_revision(paper.revision() + 1);
  return paper;
}

inline v1::Paper Special() {
  v1::Paper paper =
      MakePaper("c.1", "Résumé of GPT-4 and galaxies",
                "State space models, 星系 and dust", "2026-06-21");
  paper.set_published("2026-06-19");
  paper.set_doi("10.1000/Special");
  paper.add_authors("Ada Lovelace");
  paper.add_authors("José Núñez");
  paper.add_categories("astro-ph.GA");
  paper.add_keywords("state space models");
  auto* link = paper.add_links();
  link->set_kind(v1::PaperLink::KIND_CODE);
  link->set_url("https://github.com/a/b");
  return paper;
}

inline v1::Event Follow(const std::string& reader, const std::string& target) {
  v1::Event event = MakeEvent(reader, v1::EVENT_KIND_FOLLOW, "");
  event.set_target(target);
  return event;
}

inline v1::EditionRow Edition() {
  v1::EditionRow row;
  row.mutable_edition()->set_name("space");
  row.mutable_edition()->set_revision(1);
  row.mutable_edition()->add_keywords("galaxies");
  row.mutable_edition()->add_authors("Ada Lovelace");
  return row;
}

inline std::vector<Row> Deeds() {
  std::vector<Row> rows;
  for (const int i : {0, 2, 4}) {
    rows.emplace_back(
        MakeEvent("ada", v1::EVENT_KIND_SAVE, SubjectPaperId(0, i)));
    rows.emplace_back(
        MakeEvent("bob", v1::EVENT_KIND_UPVOTE, SubjectPaperId(1, i)));
  }
  rows.emplace_back(
      MakeEvent("bob", v1::EVENT_KIND_HIDE, SubjectPaperId(1, 6)));
  rows.emplace_back(MakeEvent("bob", v1::EVENT_KIND_UNVOTE,
                              SubjectPaperId(1, 4), absl::Minutes(1)));
  rows.emplace_back(Follow("cleo", "author:Ada Lovelace"));
  rows.emplace_back(MakeEvent("eve", v1::EVENT_KIND_UPVOTE, "a.1"));
  rows.emplace_back(ErasedReader{"eve"});
  rows.emplace_back(MakeSubmission("a.3", "2026-07-01", "ada"));
  rows.emplace_back(MakeSubmission("a.5", "2026-07-01", kEditorReader));
  return rows;
}

// Papers of all kinds, readers, submissions, an edition.
inline std::vector<Row> AllRows() {
  std::vector<Row> rows = SubjectRows();
  rows.push_back(MakeRow(Special()));
  v1::Paper merged = MakePaper("doi:10.1000/special", "Another name");
  merged.set_merged_into("c.1");
  merged.set_withdrawn(true);
  rows.push_back(MakeRow(merged));
  v1::Paper withdrawn = Revised(SubjectPaper(0, 11));
  withdrawn.set_withdrawn(true);
  rows.push_back(MakeRow(withdrawn));
  for (Row& row : Deeds()) rows.push_back(std::move(row));
  rows.emplace_back(Edition());
  return rows;
}

// What comes after the segment was made, some of it for the second time.
inline std::vector<Row> LaterRows() {
  std::vector<Row> rows = Deeds();
  rows.push_back(MakeRow(Revised(SubjectPaper(0, 0))));
  v1::Paper retitled = Revised(SubjectPaper(1, 1));
  retitled.set_title("Quasars instead of proteins");
  rows.push_back(MakeRow(retitled));
  v1::Paper withdrawn = Revised(SubjectPaper(0, 5));
  withdrawn.set_withdrawn(true);
  rows.push_back(MakeRow(withdrawn));
  rows.push_back(MakeRow(MakePaper("d.1", "New galaxies", "Dust of stars")));
  rows.emplace_back(MakeEvent("bob", v1::EVENT_KIND_SAVE, "d.1"));
  rows.emplace_back(ErasedReader{"ada"});
  return rows;
}

// A recommender on a read model, with all that it answers as one text.
class House {
 public:
  House(FakeArtifactStore* store, const std::string& dir,
        const RecommenderOptions& options = {"secret", "test"})
      : cache_(store, dir),
        keeper_(&engine_, &cache_, Logger("test", "error"), {}),
        recommender_(&engine_, &clock_, options) {}

  void Add(const std::vector<Row>& rows) {
    engine_.Apply(rows, MakePosition(++commit_));
  }
  absl::Status Promote(const internal::v1::Artifact& artifact) {
    Add({artifact});
    return keeper_.Step();
  }
  absl::Status Write(const std::string& path) {
    internal::v1::Cursor cursor;
    cursor.set_xid(commit_);
    return WriteSegment(path, *engine_.Read(), cursor);
  }
  absl::Status Load(const std::string& path) {
    auto loaded = ReadSegment(path, ReadModelOptions());
    if (!loaded.ok()) return loaded.status();
    keeper_.Prepare(loaded->model.get());
    commit_ = loaded->cursor.xid();
    engine_.Replace(std::move(loaded->model));
    return absl::OkStatus();
  }
  std::string Answers();
  // What is found, with scores; what completes a word.
  std::string Find(const std::string& query);
  std::string Complete(const std::string& prefix);
  Engine& engine() { return engine_; }

 private:
  template <class Response>
  void Note(const std::string& question,
            const absl::StatusOr<Response>& response) {
    absl::StrAppend(
        &said_, "== ", question, "\n",
        response.ok() ? response->DebugString() : response.status().ToString());
  }
  void AskFeeds();
  void AskSearches();
  CallContext Call() { return CallContext(absl::Now() + absl::Seconds(5)); }

  FakeClock clock_{kTestNow};
  Engine engine_{ReadModelOptions()};
  ArtifactCache cache_;
  ModelKeeper keeper_;
  Recommender recommender_;
  uint64_t commit_ = 0;
  std::string said_;
};

inline void House::AskFeeds() {
  for (const char* reader : {"ada", "bob", "cleo", "eve", "nobody"}) {
    v1::FeedRequest request;
    request.set_reader_id(reader);
    request.set_page_size(30);
    request.set_explain(true);
    CallContext call = Call();
    Note(reader, recommender_.Feed(call, request));
  }
  for (const char* paper : {"a.0", "b.1", "c.1", "doi:10.1000/special"}) {
    v1::SimilarRequest request;
    request.set_paper_id(paper);
    request.set_explain(true);
    CallContext call = Call();
    Note(paper, recommender_.Similar(call, request));
  }
  for (const char* edition : {"", "space"}) {
    v1::TrendingRequest request;
    request.set_edition(edition);
    CallContext call = Call();
    Note(edition, recommender_.Trending(call, request));
  }
}

inline void House::AskSearches() {
  for (const char* query :
       {"galaxies", "\"dust orbit\"", "author:lovelace", "au:\"jose nunez\"",
        "cat:astro-ph.*", "has:code", "year:2026 proteins", "gpt4", "星系",
        "10.1000/special", "galaxis", "proteins -method3", "quasars",
        "resume of gpt 4 and galaxies"}) {
    v1::SearchRequest request;
    request.set_query(query);
    request.set_explain(true);
    request.set_facets(true);
    CallContext call = Call();
    Note(query, recommender_.Search(call, request));
  }
  for (const char* prefix : {"gal", "lov", "state", "paper 1", "qua"}) {
    v1::SuggestRequest request;
    request.set_prefix(prefix);
    CallContext call = Call();
    Note(prefix, recommender_.Suggest(call, request));
  }
}

inline std::string House::Answers() {
  engine_.SetReady();
  said_.clear();
  AskFeeds();
  AskSearches();
  CallContext call = Call();
  auto status = recommender_.GetStatus(call, {});
  if (status.ok()) status->clear_resident_bytes();
  Note("status", status);
  return said_;
}

inline std::string House::Find(const std::string& query) {
  engine_.SetReady();
  v1::SearchRequest request;
  request.set_query(query);
  request.set_page_size(50);
  CallContext call = Call();
  const auto response = recommender_.Search(call, request);
  if (!response.ok()) return response.status().ToString();
  std::string found = "\n" + query;
  for (const auto& paper : response->papers()) {
    absl::StrAppend(&found, " ", paper.paper().id(), "=", paper.score());
  }
  return found;
}

inline std::string House::Complete(const std::string& prefix) {
  v1::SuggestRequest request;
  request.set_prefix(prefix);
  CallContext call = Call();
  const auto response = recommender_.Suggest(call, request);
  return response.ok() ? response->DebugString() : response.status().ToString();
}

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TEST_HOUSE_H_
