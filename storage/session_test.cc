#include "storage/session.h"

#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

TEST(WithConnectTimeout, LimitsConnectionsWhoseConninfoSetsNoLimit) {
  EXPECT_EQ(WithConnectTimeout("host=db dbname=papers"),
            "host=db dbname=papers connect_timeout=5");
  EXPECT_EQ(WithConnectTimeout("postgresql://db/papers"),
            "postgresql://db/papers?connect_timeout=5");
  EXPECT_EQ(WithConnectTimeout("postgres://db/papers?user=ada"),
            "postgres://db/papers?user=ada&connect_timeout=5");
}

TEST(WithConnectTimeout, KeepsTheLimitThatIsSet) {
  for (const char* conninfo : {"host=db connect_timeout=9",
                               "postgresql://db/papers?connect_timeout=9"}) {
    EXPECT_EQ(WithConnectTimeout(conninfo), conninfo);
  }
}

}  // namespace
}  // namespace broadsheet::storage
