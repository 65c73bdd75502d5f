#include "storage/records.h"

#include "broadsheet/v1/paper.pb.h"
#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

TEST(DetailsOf, IsAPaperWithThemAlone) {
  v1::Paper details;
  details.add_versions()->set_number(1);
  details.add_versions()->mutable_submitted_at()->set_seconds(1000);
  details.add_links()->set_url("https://github.com/a/b");
  details.add_keywords("graphs");
  details.add_keywords(std::string(300, 'k'));
  details.set_summary("It counts.");
  v1::PaperSignal* signal = details.add_signals();
  signal->set_name("stars");
  signal->set_value(-7);
  v1::Paper paper = details;
  paper.set_id("2611.00001");
  paper.set_title("Counting");
  paper.set_revision(5);
  EXPECT_EQ(DetailsOf(paper), details.SerializeAsString());
  EXPECT_EQ(DetailsOf(v1::Paper()), "");
}

}  // namespace
}  // namespace broadsheet::storage
