// What a mail says, and the form in which it travels.

#include "digest/composer.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "digest/issue_words.h"
#include "digest/mime.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;
using ::testing::HasSubstr;
using ::testing::Not;

class ComposerTest : public ::testing::Test {
 protected:
  static pb::Mail Issue(const std::string& title) {
    pb::MailContent content;
    auto* issue = content.mutable_issue();
    issue->set_issue("2026-11-23");
    issue->set_about("trending papers");
    auto* paper = issue->add_papers();
    paper->set_paper_id("2407.21783");
    paper->set_title(title);
    for (const char* name : {"A", "B", "C", "D", "E"}) paper->add_authors(name);
    paper->set_summary("Short & good.");
    paper->set_reason("because you saved X");
    paper->set_code_url("https://github.com/a/b");
    pb::Mail mail;
    mail.set_subscription_id("0123456789abcdef01234567");
    mail.set_issue("2026-11-23");
    mail.set_address("ada@example.org");
    mail.set_subject(title);
    mail.set_reader_id("ada");
    mail.mutable_chosen_at()->set_seconds(1795000000);
    mail.set_content(content.SerializeAsString());
    return mail;
  }

  std::string Message(const pb::Mail& mail) {
    const auto outgoing = composer_.Compose(mail);
    EXPECT_TRUE(outgoing.ok()) << outgoing.status();
    return outgoing.ok() ? WriteMessage(*outgoing) : "";
  }

  std::unique_ptr<Templates> templates_ = *Templates::Load(MailTemplates());
  Links links_{"secret", "https://papers.example.org"};
  Composer composer_{
      {"Broadsheet", "news@example.org", ""}, &links_, templates_.get()};
};

TEST_F(ComposerTest, EscapesWhatPapersSay) {
  const auto mail = composer_.Compose(Issue("<script>alert(1)</script> \"&\""));
  ASSERT_TRUE(mail.ok());
  EXPECT_THAT(mail->html, Not(HasSubstr("<script")));
  EXPECT_THAT(mail->html, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(mail->text, HasSubstr("<script>alert(1)</script>"));
  EXPECT_THAT(mail->html, HasSubstr("A, B, C, ..., E (5 authors)"));
  EXPECT_THAT(mail->html, HasSubstr("https://github.com/a/b"));
}

TEST_F(ComposerTest, WritesTheSameBytesAgain) {
  EXPECT_EQ(Message(Issue("Title")), Message(Issue("Title")));
}

TEST_F(ComposerTest, LetsNoTextMakeAHeader) {
  pb::Mail mail = Issue("Title\r\nBcc: eve@example.org\r\n\r\n<b>body</b>");
  const std::string message = Message(mail);
  const std::string head = message.substr(0, message.find("\r\n\r\n"));
  for (absl::string_view line : absl::StrSplit(head, "\r\n")) {
    EXPECT_FALSE(absl::StartsWith(line, "Bcc")) << line;
  }
  EXPECT_THAT(head, HasSubstr("Content-Type: multipart/alternative"));
}

TEST_F(ComposerTest, HasTheHeadersOfAListAndShortLines) {
  const std::string message = Message(
      Issue("\xd0\x97\xd0\xb0\xd0\xb3\xd0\xbe\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe"
            "\xd0\xba " +
            std::string(300, 'x')));
  EXPECT_THAT(message, HasSubstr("\r\nList-Unsubscribe: "
                                 "<https://papers.example.org/mail/"));
  EXPECT_THAT(message, HasSubstr("\r\nList-Unsubscribe-Post: "
                                 "List-Unsubscribe=One-Click\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nList-Id: <digest.example.org>\r\n"));
  EXPECT_THAT(message, HasSubstr("Message-Id: <2026-11-23."));
  EXPECT_THAT(message, HasSubstr("\r\nAuto-Submitted: auto-generated\r\n"));
  for (absl::string_view line : absl::StrSplit(message, "\r\n")) {
    EXPECT_LE(line.size(), 998u);
    for (char c : line) EXPECT_TRUE(c >= 0x20 || c == '\t') << line;
  }
}

TEST_F(ComposerTest, IsReadAgainAsItWasWritten) {
  pb::Mail mail = Issue(
      "\xc3\x9c"
      "ber lange Titel = kurz");
  const std::string readable = ReadableMessage(Message(mail));
  EXPECT_THAT(readable, HasSubstr("To: ada@example.org\n"));
  EXPECT_THAT(readable, HasSubstr("Subject: \xc3\x9c"
                                  "ber lange Titel = kurz"));
  const auto outgoing = composer_.Compose(mail);
  ASSERT_TRUE(outgoing.ok());
  EXPECT_THAT(readable, HasSubstr(outgoing->text.substr(0, 200)));
  EXPECT_EQ(ReadableMessage(""), "");
}

TEST_F(ComposerTest, KnowsItsMessageIdsAgain) {
  std::string subscription, issue;
  EXPECT_TRUE(Composer::ParseMessageId(
      composer_.MessageId("abc", "2026-11-23+2"), &subscription, &issue));
  EXPECT_EQ(subscription, "abc");
  EXPECT_EQ(issue, "2026-11-23+2");
  EXPECT_FALSE(Composer::ParseMessageId(composer_.MessageId("tx:1", ""),
                                        &subscription, &issue));
}

TEST_F(ComposerTest, ShortensSubjectsAtWords) {
  pb::IssueContent content;
  content.add_papers()->set_title(
      "A very long title that goes on and on about everything there is to say");
  content.add_papers()->set_title("Two");
  const std::string subject = SubjectOf(content);
  EXPECT_LE(subject.size(), 80u);
  EXPECT_THAT(subject, HasSubstr("\xe2\x80\xa6, and 1 more paper"));
  EXPECT_EQ(Shortened("\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", 6),
            "\xc3\xa4\xe2\x80\xa6");
}

}  // namespace
}  // namespace broadsheet::digest
