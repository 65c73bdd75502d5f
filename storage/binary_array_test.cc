#include "storage/binary_array.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using Type = BinaryArray::Type;

// The array as PostgreSQL prints it.
class BinaryArrayTest : public ::testing::Test {
 protected:
  std::string Print(BinaryArray array, const std::string& type) {
    pqxx::connection connection(store_.database_for_test.conninfo());
    pqxx::work tx(connection);
    tx.exec("set time zone 'UTC'");
    const pqxx::result rows =
        tx.exec_params("select $1::" + type + "[]::text", array.Parameter());
    return rows[0][0].c_str();
  }

  TestStore store_;
};

TEST_F(BinaryArrayTest, CarriesTextsAsTheyAre) {
  BinaryArray array(Type::kText);
  EXPECT_EQ(Print(array, "text"), "{}");
  for (const char* text : {"", "a\"b\\", "NULL", "{é,}"}) array.Add(text);
  EXPECT_EQ(Print(array, "text"), R"({"","a\"b\\","NULL","{é,}"})");
}

TEST_F(BinaryArrayTest, CarriesAnyBytes) {
  BinaryArray array(Type::kBytea);
  array.Add(std::string("\0\xff", 2));
  EXPECT_EQ(Print(array, "bytea"), R"({"\\x00ff"})");
}

TEST_F(BinaryArrayTest, CarriesNumbers) {
  BinaryArray small(Type::kSmallint);
  small.AddInt(-2);
  EXPECT_EQ(Print(small, "smallint"), "{-2}");
  BinaryArray integers(Type::kInteger);
  integers.AddInt(std::numeric_limits<int32_t>::min());
  EXPECT_EQ(Print(integers, "integer"), "{-2147483648}");
  BinaryArray big(Type::kBigint);
  big.AddInt(1);
  big.AddInt(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(Print(big, "bigint"), "{1,9223372036854775807}");
  BinaryArray doubles(Type::kDouble);
  doubles.AddDouble(0.1);
  doubles.AddDouble(-1e300);
  EXPECT_EQ(Print(doubles, "double precision"), "{0.1,-1e+300}");
  BinaryArray booleans(Type::kBoolean);
  booleans.AddBool(true);
  booleans.AddBool(false);
  EXPECT_EQ(Print(booleans, "boolean"), "{t,f}");
}

TEST_F(BinaryArrayTest, CarriesDaysAndTimes) {
  BinaryArray days(Type::kDate);
  for (const char* day : {"1999-12-31", "2026-11-20", ""}) days.AddDay(day);
  EXPECT_EQ(Print(days, "date"), "{1999-12-31,2026-11-20,-infinity}");
  BinaryArray times(Type::kTimestamptz);
  times.AddTime(absl::FromUnixMicros(-1));
  times.AddTime(absl::FromUnixSeconds(1795780800));
  EXPECT_EQ(Print(times, "timestamptz"),
            R"({"1969-12-31 23:59:59.999999+00","2026-11-27 12:00:00+00"})");
}

}  // namespace
}  // namespace broadsheet::storage
