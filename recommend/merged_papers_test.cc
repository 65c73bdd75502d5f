// Records that were found to be another paper: what was done to them counts for
// that one.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/recommender.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Contains;
using ::testing::Not;

constexpr int kPapers = 60;

std::string PaperId(uint64_t number) {
  return absl::StrCat("2602.", 10000 + number);
}

std::vector<Row> Papers() {
  const std::vector<std::string> subjects = {"galaxies", "proteins", "codes"};
  std::vector<Row> rows;
  for (int i = 0; i < kPapers; ++i) {
    const std::string& subject = subjects[i % 3];
    rows.push_back(MakeRow(MakePaper(
        PaperId(i), absl::StrCat(subject, " number ", i),
        absl::StrCat("A study of ", subject, " with method", i % 7))));
  }
  return rows;
}

// As storage tells it.
Row Merged(const std::string& id, const std::string& into) {
  v1::Paper paper = MakePaper(id, "The same", "From another source");
  paper.set_merged_into(into);
  paper.set_withdrawn(true);
  paper.set_revision(2);
  return MakeRow(paper);
}

template <class Response>
std::vector<std::string> Ids(const absl::StatusOr<Response>& response) {
  EXPECT_TRUE(response.ok()) << response.status();
  std::vector<std::string> ids;
  if (!response.ok()) return ids;
  for (const auto& one : response->papers()) ids.push_back(one.paper().id());
  return ids;
}

class House {
 public:
  explicit House(const std::vector<Row>& rows) {
    Add(rows);
    engine_.SetReady();
  }

  void Add(const std::vector<Row>& rows) {
    engine_.Apply(rows, MakePosition(++commit_));
  }
  std::vector<std::string> Trending() {
    return Ids(recommender_.Trending(call_, {}));
  }
  std::vector<std::string> Feed(const std::string& reader) {
    v1::FeedRequest request;
    request.set_reader_id(reader);
    request.set_page_size(kPapers);
    return Ids(recommender_.Feed(call_, request));
  }
  std::vector<std::string> Search(const std::string& query) {
    v1::SearchRequest request;
    request.set_query(query);
    return Ids(recommender_.Search(call_, request));
  }
  std::vector<std::string> Similar(const std::string& id) {
    v1::SimilarRequest request;
    request.set_paper_id(id);
    return Ids(recommender_.Similar(call_, request));
  }
  int64_t Upvotes(const std::string& id) const {
    const auto model = engine_.Read();
    return model->Upvotes(*model->catalogue().Find(id));
  }
  int64_t events() const { return engine_.Read()->events(); }

 private:
  uint64_t commit_ = 0;
  FakeClock clock_{kTestNow};
  Engine engine_{ReadModelOptions()};
  Recommender recommender_{&engine_, &clock_, {"secret", "test"}};
  CallContext call_{absl::Now() + absl::Seconds(60)};
};

TEST(MergedPapers, HaveTheLikesOfTheRecordsTheyWereMergedFrom) {
  House house(Papers());
  house.Add({MakeRow(MakePaper("openalex:W1", "Codes", "The same")),
             MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "openalex:W1"),
             MakeEvent("bob", v1::EVENT_KIND_DISLIKE, "openalex:W1")});
  house.Add({Merged("openalex:W1", PaperId(2))});
  EXPECT_EQ(house.Trending()[0], PaperId(2));
  for (const char* reader : {"ada", "bob"}) {
    EXPECT_THAT(house.Feed(reader), Not(Contains(PaperId(2)))) << reader;
    EXPECT_THAT(house.Feed(reader), Contains(PaperId(5))) << reader;
  }
  // What comes late counts, too.
  house.Add({MakeEvent("eve", v1::EVENT_KIND_UPVOTE, "openalex:W1")});
  EXPECT_EQ(house.Upvotes(PaperId(2)), 2);
  EXPECT_EQ(house.events(), 3);
}

TEST(MergedPapers, AreFoundByTheirFormerIds) {
  House house(Papers());
  house.Add({Merged("openalex:W1", "openalex:W2"),
             Merged("openalex:W2", PaperId(2))});
  EXPECT_EQ(house.Search("openalex:W1")[0], PaperId(2));
  EXPECT_EQ(house.Similar("openalex:W1"), house.Similar(PaperId(2)));
}

TEST(MergedPapers, LeadNowhereInACircle) {
  House house(Papers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "openalex:W1"),
             Merged("openalex:W1", "openalex:W2"),
             Merged("openalex:W2", "openalex:W1")});
  EXPECT_EQ(house.Feed("ada").size(), static_cast<size_t>(kPapers));
}

TEST(MergedPapers, StandAsIfAllEventsHadBeenAboutThem) {
  std::mt19937 random(7);
  std::vector<Row> rows = Papers(), plain = rows;
  for (int i = 0; i < kPapers; i += 2) {
    const std::string middle = absl::StrCat("openalex:W", i);
    rows.push_back(Merged(absl::StrCat("openalex:V", i), middle));
    rows.push_back(Merged(middle, PaperId(i)));
  }
  for (int i = 0; i < 400; ++i) {
    const auto number = random() % kPapers;
    v1::Event event =
        MakeEvent(absl::StrCat("reader", random() % 5),
                  static_cast<v1::EventKind>(1 + random() % 13),
                  PaperId(number), absl::Minutes(random() % 50'000));
    plain.push_back(event);
    const auto source = random() % 3;
    if (number % 2 == 0 && source > 0) {
      event.set_paper_id(
          absl::StrCat("openalex:", source == 1 ? "V" : "W", number));
    }
    rows.push_back(event);
  }
  House expected(plain);
  for (int round = 0; round < 3; ++round) {
    std::shuffle(rows.begin(), rows.end(), random);
    House merged({});
    for (const Row& row : rows) merged.Add({row, row});
    EXPECT_EQ(merged.Trending(), expected.Trending());
    for (int i = 0; i < 5; ++i) {
      const std::string reader = absl::StrCat("reader", i);
      EXPECT_EQ(merged.Feed(reader), expected.Feed(reader));
    }
    for (int i = 0; i < kPapers; ++i) {
      EXPECT_EQ(merged.Upvotes(PaperId(i)), expected.Upvotes(PaperId(i))) << i;
    }
  }
}

}  // namespace
}  // namespace broadsheet::recommend
