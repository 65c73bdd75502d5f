#include "ingest/batcher.h"

#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;

Item<v1::Paper> Paper(const std::string& id, size_t bytes = 0) {
  Item<v1::Paper> item;
  item.message.set_id(id);
  item.message.set_abstract(std::string(bytes, 'x'));
  return item;
}

std::string KeyOf(const v1::Paper& paper) { return paper.id(); }

// The ids of a batch, joined.
std::string Ids(const std::optional<PaperBatcher::Batch>& batch) {
  if (!batch) return "end";
  std::string ids;
  for (const auto& item : *batch) ids += item.message.id();
  return ids;
}

constexpr std::chrono::milliseconds kNever{3'600'000};

TEST(Batcher, CutsByNumberAndKeepsTheOrder) {
  PaperBatcher batcher({.max_items = 2, .pause = kNever}, KeyOf);
  for (const char* id : {"a", "b", "c", "d", "e"}) batcher.Add(Paper(id));
  batcher.Finish();
  EXPECT_EQ(Ids(batcher.Next()), "ab");
  EXPECT_EQ(Ids(batcher.Next()), "cd");
  EXPECT_EQ(Ids(batcher.Next()), "e");
  EXPECT_EQ(Ids(batcher.Next()), "end");
}

TEST(Batcher, CutsByBytes) {
  PaperBatcher batcher({.max_bytes = 1000, .pause = kNever}, KeyOf);
  for (const char* id : {"a", "b", "c"}) batcher.Add(Paper(id, 450));
  batcher.Add(Paper("d", 5000));
  batcher.Finish();
  EXPECT_EQ(Ids(batcher.Next()), "ab");
  EXPECT_EQ(Ids(batcher.Next()), "c");
  EXPECT_EQ(Ids(batcher.Next()), "d");
}

TEST(Batcher, CountsTheTextsOfRefusals) {
  PaperBatcher batcher({.max_bytes = 1000, .pause = kNever}, KeyOf);
  const std::string text(150, 'x');
  for (int i = 0; i < 2; ++i) {
    batcher.Add({i, v1::Paper(), Refusal{i, text, text, text, text}});
  }
  batcher.Finish();
  EXPECT_EQ(batcher.Next()->size(), 1);
  EXPECT_EQ(batcher.Next()->size(), 1);
}

TEST(Batcher, PutsTheSamePaperIntoConsecutiveBatches) {
  PaperBatcher batcher({.pause = kNever}, KeyOf);
  for (const char* id : {"a", "b", "a", "a"}) batcher.Add(Paper(id));
  batcher.Finish();
  EXPECT_EQ(Ids(batcher.Next()), "ab");
  EXPECT_EQ(Ids(batcher.Next()), "a");
  EXPECT_EQ(Ids(batcher.Next()), "a");
  EXPECT_EQ(Ids(batcher.Next()), "end");
}

TEST(Batcher, GivesWhatThereIsAfterThePause) {
  PaperBatcher batcher({.pause = std::chrono::milliseconds(1)}, KeyOf);
  batcher.Add(Paper("a"));
  EXPECT_EQ(Ids(batcher.Next()), "a");
}

TEST(Batcher, HasNothingDueBeforeThePause) {
  PaperBatcher batcher({.pause = kNever}, KeyOf);
  batcher.Add(Paper("a"));
  EXPECT_FALSE(batcher.TryNext());
}

TEST(Batcher, BlocksWhenFullUntilABatchIsTaken) {
  PaperBatcher batcher({.max_items = 1, .max_waiting = 2, .pause = kNever},
                       KeyOf);
  std::thread adder([&batcher] {
    for (int i = 0; i < 100; ++i) batcher.Add(Paper(std::to_string(i)));
    batcher.Finish();
  });
  std::vector<std::string> taken;
  while (auto batch = batcher.Next()) taken.push_back(Ids(batch));
  adder.join();
  EXPECT_EQ(taken.size(), 100);
  EXPECT_EQ(taken.back(), "99");
}

TEST(Batcher, LetsABlockedAdderGoWhenAborted) {
  PaperBatcher batcher({.max_items = 1, .max_waiting = 1, .pause = kNever},
                       KeyOf);
  bool last = true;
  std::thread adder([&batcher, &last] {
    while (batcher.Add(Paper("a"))) {
    }
    last = false;
  });
  batcher.Next();
  batcher.Abort();
  adder.join();
  EXPECT_FALSE(last);
  EXPECT_EQ(Ids(batcher.Next()), "end");
}

}  // namespace
}  // namespace broadsheet::ingest
