#include "common/errors.h"

#include <string>
#include <vector>

#include "common/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(Errors, NameTheFieldAndTheRule) {
  const absl::Status status = InvalidField("events[3].paper_id", "is empty");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  EXPECT_EQ(status.message(), "events[3].paper_id is empty");
}

TEST(Errors, KeepTwentyViolations) {
  std::vector<FieldViolation> many(50, {"field", "rule"});
  EXPECT_THAT(ViolationsOf(InvalidFields(many)), SizeIs(20));
}

TEST(Errors, WithoutReasonHaveAnEmptyOne) {
  EXPECT_EQ(ReasonOf(absl::NotFoundError("gone")), "");
}

TEST(GrpcStatus, KeepsReasonAndViolationsBothWays) {
  const absl::Status sent = InvalidField("query", "is too long");
  const absl::Status got = FromGrpc(ToGrpc(sent));
  EXPECT_EQ(got, sent);
  ASSERT_THAT(ViolationsOf(got), SizeIs(1));
  EXPECT_EQ(ViolationsOf(got)[0].rule, "is too long");
}

TEST(GrpcStatus, StaysWithinTheMetadataLimit) {
  const std::string huge(100000, 'x');
  std::vector<FieldViolation> many(1000, {huge, huge});
  const grpc::Status sent = ToGrpc(InvalidFields(many));
  // Percent-coded message plus base64 of the details, in 8 KiB.
  EXPECT_LT(
      3 * sent.error_message().size() + sent.error_details().size() * 4 / 3,
      8192u);
  EXPECT_EQ(sent.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST(GrpcStatus, KeepsDetailsOfLongTextThatIsNotAscii) {
  std::string field = "x";
  for (int i = 0; i < 200; ++i) field += "\xC3\xA9";
  EXPECT_THAT(ViolationsOf(FromGrpc(ToGrpc(InvalidField(field, "is long")))),
              SizeIs(1));
}

TEST(GrpcStatus, CutsMessagesBetweenCharacters) {
  std::string message;
  for (int i = 0; i < 1000; ++i) message += "\xC3\xA9";
  const auto sent = ToGrpc(absl::InternalError(message));
  EXPECT_EQ(sent.error_message().size() % 2, 0u);
  EXPECT_LE(sent.error_message().size(), 1024u);
}

}  // namespace
}  // namespace broadsheet
