#include "digest/bounces.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet::digest {
namespace {

std::string Dsn(const std::string& status, const std::string& name) {
  return "From: MAILER-DAEMON@example.org\r\n"
         "Message-ID: <1@example.org>\r\n\r\n--b\r\n"
         "Content-Type: message/delivery-status\r\n\r\n"
         "Final-Recipient: rfc822; <Ada@Example.org>\r\n"
         "Action: failed\r\nStatus: " +
         status +
         "\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
         "Message-ID: <" +
         name + ">\r\n\r\n--b--\r\n";
}

TEST(Bounces, TakesAPermanentFailure) {
  const auto bounce = ParseBounce(Dsn("5.1.1", "2026-11-23.ab.digest@b.org"));
  ASSERT_TRUE(bounce.has_value());
  EXPECT_EQ(bounce->address, "Ada@example.org");
  EXPECT_EQ(bounce->reason, v1::Suppression::REASON_BOUNCE);
  EXPECT_EQ(bounce->message_id, "2026-11-23.ab.digest@b.org");
}

TEST(Bounces, TakesAComplaint) {
  const auto complaint = ParseBounce(
      "Feedback-Type: abuse\r\nOriginal-Rcpt-To: ada@example.org\r\n\r\n"
      "Message-ID: <2026-11-23.ab.digest@b.org>\r\n");
  ASSERT_TRUE(complaint.has_value());
  EXPECT_EQ(complaint->reason, v1::Suppression::REASON_COMPLAINT);
}

TEST(Bounces, LeavesDelaysForeignMailsAndOtherThingsAlone) {
  EXPECT_FALSE(ParseBounce(Dsn("4.2.2", "2026-11-23.ab.digest@b.org")));
  EXPECT_FALSE(ParseBounce(Dsn("5.1.1", "x@example.org")));
  EXPECT_FALSE(ParseBounce("Subject: I am away\r\n\r\nBack soon.\r\n"));
  EXPECT_FALSE(ParseBounce(""));
}

}  // namespace
}  // namespace broadsheet::digest
