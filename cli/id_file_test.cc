#include "cli/id_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class IdFileTest : public testing::Test {
 protected:
  IdFileTest()
      : path_(testing::TempDir() + "id_file_test_" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {}
  ~IdFileTest() override { std::filesystem::remove(path_); }

  absl::StatusOr<std::vector<std::string>> Read(const std::string& text,
                                                size_t limit = 10) {
    std::ofstream(path_) << text;
    return ReadIds(path_, limit);
  }

  const std::string path_;
};

TEST_F(IdFileTest, ReadsOneIdALine) {
  auto ids = Read("a\r\n  b \n\n\tc");
  ASSERT_TRUE(ids.ok()) << ids.status();
  EXPECT_THAT(*ids, ElementsAre("a", "b", "c"));
}

TEST_F(IdFileTest, NamesTheLineWithTooLongAnId) {
  const auto status = Read("a\n" + std::string(201, 'x')).status();
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(":2: is longer than 200 bytes"));
}

TEST_F(IdFileTest, RefusesMoreIdsThanTheLimit) {
  EXPECT_TRUE(Read("a\nb\n", 2).ok());
  EXPECT_THAT(std::string(Read("a\nb\nc\n", 2).status().message()),
              HasSubstr(":3: more than 2 ids"));
}

}  // namespace
}  // namespace broadsheet::cli
