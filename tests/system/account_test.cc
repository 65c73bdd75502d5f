// Accounts over the real gateway: from signing up to signing out everywhere.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPassword[] = "correct horse battery";
constexpr char kFormPassword[] = "correct+horse+battery";

class AccountTest : public ::testing::Test {
 protected:
  HttpAnswer Ask(const std::string& method, const std::string& target,
                 const std::string& body, const std::string& token = "") {
    HttpQuestion question{.method = method, .target = target, .body = body};
    if (!body.empty()) {
      question.headers.push_back("Content-Type: application/json");
    }
    if (!token.empty()) {
      question.headers.push_back(absl::StrCat("Authorization: Bearer ", token));
    }
    return newspaper_.Http(question);
  }
  HttpAnswer Post(const std::string& target, const std::string& body,
                  const std::string& token = "") {
    return Ask("POST", target, body, token);
  }
  HttpAnswer Get(const std::string& target, const std::string& token) {
    return Ask("GET", target, "", token);
  }

  static std::string Text(const HttpAnswer& answer, const std::string& field) {
    google::protobuf::Struct object;
    (void)google::protobuf::util::JsonStringToMessage(answer.body, &object);
    const auto found = object.fields().find(field);
    return found == object.fields().end() ? "" : found->second.string_value();
  }

  // The token in the newest mail to that address; empty without one.
  std::string MailedToken(const std::string& address) {
    return newspaper_.Sql(absl::StrCat(
        "select substring(encode(content, 'escape') from "
        "'token=(bs_[A-Za-z0-9_-]+)') from mails where address = '",
        address, "' order by chosen_at desc limit 1"));
  }

  // Where the newest mail to that address leads, on this site.
  std::string MailedPath(const std::string& address) {
    return newspaper_.Sql(absl::StrCat(
        "select substring(encode(content, 'escape') from "
        "'https?://[^/]+(/[A-Za-z0-9/?=_-]+)') from mails where address = '",
        address, "' order by chosen_at desc limit 1"));
  }

  HttpAnswer SignUp(const std::string& name) {
    return Post(
        "/api/v1/accounts",
        absl::StrCat(R"({"readerId":")", name, R"(","email":")", name,
                     R"(@example.org","password":")", kPassword, R"("})"));
  }

  // Answers the session's token.
  std::string MakeAccount(const std::string& name) {
    EXPECT_EQ(SignUp(name).status, 200);
    const HttpAnswer confirmed =
        Post("/api/v1/accounts:confirmEmail",
             absl::StrCat(R"({"token":")", MailedToken(name + "@example.org"),
                          R"("})"));
    EXPECT_EQ(confirmed.status, 200) << confirmed.body;
    return Text(confirmed, "sessionToken");
  }

  HttpAnswer SignIn(const std::string& login, const std::string& password) {
    return Post("/api/v1/session",
                absl::StrCat(R"({"login":")", login, R"(","password":")",
                             password, R"(","label":"test"})"));
  }

  Newspaper newspaper_;
};

TEST_F(AccountTest, LeadsFromSignUpOverAVoteToSigningOutEverywhere) {
  newspaper_.Cli({"ingest", newspaper_.File("papers.jsonl", MadePapers(3))});
  EXPECT_EQ(SignUp("ann").status, 200);
  // Nothing is there before the address is confirmed.
  EXPECT_EQ(SignIn("ann", kPassword).status, 401);
  const std::string token = MailedToken("ann@example.org");
  ASSERT_NE(token, "");
  const std::string confirm = absl::StrCat(R"({"token":")", token, R"("})");
  EXPECT_EQ(Post("/api/v1/accounts:confirmEmail", confirm).status, 200);
  EXPECT_EQ(Text(Post("/api/v1/accounts:confirmEmail", confirm), "reason"),
            "LINK_UNKNOWN");

  const HttpAnswer signed_in = SignIn("Ann@Example.org", kPassword);
  ASSERT_EQ(signed_in.status, 200) << signed_in.body;
  EXPECT_EQ(Text(signed_in, "readerId"), "ann");
  const std::string session = Text(signed_in, "sessionToken");
  const HttpAnswer vote =
      Post("/api/v1/events",
           absl::StrCat(R"({"events":[{"eventId":"1","paperId":")", MadeId(1),
                        R"(","kind":"EVENT_KIND_UPVOTE"}]})"),
           session);
  EXPECT_EQ(vote.status, 200) << vote.body;
  EXPECT_THAT(vote.headers, HasSubstr("RateLimit-Remaining"));
  EXPECT_THAT(Get("/api/v1/papers/" + MadeId(1), "").body,
              HasSubstr(R"("upvotes":"1")"));
  EXPECT_THAT(Get("/api/v1/sessions", session).body,
              HasSubstr(R"("current":true)"));
  EXPECT_EQ(Ask("DELETE", "/api/v1/sessions", "", session).status, 200);
  EXPECT_EQ(Get("/api/v1/account", session).status, 401);
}

TEST_F(AccountTest, MailsLeadToPagesThatThereAre) {
  EXPECT_EQ(SignUp("ann").status, 200);
  const std::string confirm = MailedPath("ann@example.org");
  EXPECT_THAT(confirm, HasSubstr("token=bs_"));
  EXPECT_EQ(newspaper_.Http({.target = confirm}).status, 200) << confirm;

  MakeAccount("bob");
  EXPECT_EQ(Post("/api/v1/accounts:requestPasswordReset",
                 R"({"login":"bob@example.org"})")
                .status,
            200);
  const std::string reset = MailedPath("bob@example.org");
  EXPECT_THAT(reset, HasSubstr("token=bs_"));
  EXPECT_EQ(newspaper_.Http({.target = reset}).status, 200) << reset;

  // Of somebody who has an account already.
  EXPECT_EQ(
      Post("/api/v1/accounts",
           absl::StrCat(R"({"readerId":"bob2","email":"bob@example.org",)",
                        R"("password":")", kPassword, R"("})"))
          .status,
      200);
  const std::string known = MailedPath("bob@example.org");
  EXPECT_NE(known, reset);
  EXPECT_EQ(newspaper_.Http({.target = known}).status, 200) << known;
}

TEST_F(AccountTest, DoesNotTellWhoHasAnAccount) {
  MakeAccount("ann");
  const HttpAnswer known = Post(
      "/api/v1/accounts",
      R"({"readerId":"bert","email":"ann@example.org","password":"12345678"})");
  const HttpAnswer fresh = Post(
      "/api/v1/accounts",
      R"({"readerId":"carl","email":"c@example.org","password":"12345678"})");
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(known.body, fresh.body);
  EXPECT_EQ(MailedToken("ann@example.org"), "");
  const HttpAnswer wrong = SignIn("ann", "wrong password");
  const HttpAnswer nobody = SignIn("nobody", "wrong password");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, nobody.body);
  for (const char* login : {"ann@example.org", "x@example.org"}) {
    const HttpAnswer reset =
        Post("/api/v1/accounts:requestPasswordReset",
             absl::StrCat(R"({"login":")", login, R"("})"));
    EXPECT_EQ(reset.status, 200);
    EXPECT_EQ(reset.body, "{}");
  }
}

TEST_F(AccountTest, LocksOutWhoGuesses) {
  MakeAccount("ann");
  // For a second at first, which a busy machine may spend elsewhere.
  HttpAnswer answer;
  EXPECT_TRUE(WaitUntil(absl::Seconds(60), [&] {
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(SignIn("ann", "guess").status, 401);
    }
    answer = SignIn("ann", kPassword);
    return answer.status == 429;
  }));
  EXPECT_EQ(Text(answer, "reason"), "LOCKED_OUT");
}

TEST_F(AccountTest, ANewPasswordEndsOtherSessions) {
  const std::string old = MakeAccount("ann");
  EXPECT_EQ(Post("/api/v1/accounts:requestPasswordReset", R"({"login":"ann"})")
                .status,
            200);
  const HttpAnswer reset =
      Post("/api/v1/accounts:resetPassword",
           absl::StrCat(R"({"token":")", MailedToken("ann@example.org"),
                        R"(","password":"another horse"})"));
  ASSERT_EQ(reset.status, 200) << reset.body;
  EXPECT_EQ(Get("/api/v1/account", old).status, 401);
  EXPECT_EQ(Get("/api/v1/account", Text(reset, "sessionToken")).status, 200);
  EXPECT_EQ(SignIn("ann", kPassword).status, 401);
  EXPECT_EQ(SignIn("ann", "another horse").status, 200);
}

TEST_F(AccountTest, TokensAreGoodForTheirScopesAndUntilRevoked) {
  const std::string session = MakeAccount("ann");
  const std::string token =
      Text(Post("/api/v1/tokens",
                R"({"label":"feeds","scopes":["TOKEN_SCOPE_READ"]})", session),
           "token");
  ASSERT_NE(token, "");
  EXPECT_EQ(Get("/api/v1/library", token).status, 200);
  const HttpAnswer write = Post("/api/v1/events", R"({"events":[]})", token);
  EXPECT_EQ(write.status, 403);
  EXPECT_EQ(Text(write, "reason"), "SCOPE_MISSING");
  EXPECT_EQ(Post("/api/v1/tokens", "{}", token).status, 403);
  google::protobuf::Struct list;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Get("/api/v1/tokens", session).body, &list)
                  .ok());
  const std::string id = list.fields()
                             .at("tokens")
                             .list_value()
                             .values(0)
                             .struct_value()
                             .fields()
                             .at("tokenId")
                             .string_value();
  EXPECT_EQ(Ask("DELETE", "/api/v1/tokens/" + id, "", session).status, 200);
  EXPECT_EQ(Get("/api/v1/library", token).status, 401);
}

TEST_F(AccountTest, AnInvitationMakesAnEditorWhoBans) {
  newspaper_.Cli({"ingest", newspaper_.File("papers.jsonl", MadePapers(1))});
  const std::string ann = MakeAccount("ann");
  const HttpAnswer invited =
      newspaper_.OperatorHttp({.method = "POST",
                               .target = "/api/v1/invitations",
                               .headers = {"Content-Type: application/json"},
                               .body = R"({"role":"ROLE_EDITOR"})"});
  ASSERT_EQ(invited.status, 200) << invited.body;
  const HttpAnswer signed_up = Post(
      "/api/v1/accounts", absl::StrCat(R"({"readerId":"ed","password":")",
                                       kPassword, R"(","invitation":")",
                                       Text(invited, "invitation"), R"("})"));
  ASSERT_EQ(signed_up.status, 200) << signed_up.body;
  const std::string editor = Text(signed_up, "sessionToken");
  const std::string comment = absl::StrCat(
      R"({"requestId":"1","text":"hm","paperId":")", MadeId(1), R"("})");
  EXPECT_EQ(Post("/api/v1/accounts:setBan",
                 R"({"readerId":"ann","banned":true})", ann)
                .status,
            403);
  EXPECT_EQ(Post("/api/v1/accounts:setBan",
                 R"({"readerId":"ann","banned":true,"reason":"spam"})", editor)
                .status,
            200);
  const HttpAnswer banned = Post("/api/v1/comments", comment, ann);
  EXPECT_EQ(banned.status, 403);
  EXPECT_EQ(Text(banned, "reason"), "BANNED");
  EXPECT_EQ(Post("/api/v1/accounts:setBan",
                 R"({"readerId":"ann","banned":false})", editor)
                .status,
            200);
  EXPECT_EQ(Post("/api/v1/comments", comment, ann).status, 200);
}

TEST_F(AccountTest, WhatAVisitorKeepsMovesIntoTheAccountOnce) {
  newspaper_.Cli({"ingest", newspaper_.File("papers.jsonl", MadePapers(20))});
  newspaper_.WaitForPapers(20);
  MakeAccount("vera");
  const auto send = [&](const std::string& path, const std::string& form,
                        const std::string& cookie) {
    HttpQuestion question{form.empty() ? "GET" : "POST", path, {}, form};
    question.headers.push_back(
        "Content-Type: application/x-www-form-urlencoded");
    if (!cookie.empty()) question.headers.push_back("Cookie: " + cookie);
    return newspaper_.Http(question);
  };
  // Reading makes no cookie; the first choice does.
  EXPECT_THAT(send("/feed", "", "").headers, Not(HasSubstr("Set-Cookie")));
  const HttpAnswer saved =
      send("/papers/" + MadeId(3) + "/save", "next=/feed", "");
  ASSERT_EQ(saved.status, 303) << saved.body;
  const size_t begin = saved.headers.find("broadsheet_visitor=");
  ASSERT_NE(begin, std::string::npos) << saved.headers;
  const std::string cookie =
      saved.headers.substr(begin, saved.headers.find(';', begin) - begin);
  EXPECT_EQ(newspaper_.Rows("events"), 0);
  EXPECT_THAT(send("/feed", "", cookie).body,
              HasSubstr("Chosen from what you save and follow"));

  const std::string login = absl::StrCat("login=vera&password=", kFormPassword);
  const HttpAnswer in = send("/sign-in", login, cookie);
  ASSERT_EQ(in.status, 303) << in.body;
  EXPECT_THAT(in.headers, HasSubstr("broadsheet_visitor=;"));
  EXPECT_EQ(newspaper_.Rows("events"), 1);
  EXPECT_THAT(newspaper_.Cli({"library", "--reader", "vera"}).output,
              HasSubstr(MadeId(3)));
  // A browser that did not get the answer sends the cookie again.
  EXPECT_EQ(send("/sign-in", login, cookie).status, 303);
  EXPECT_EQ(newspaper_.Rows("events"), 1);
}

TEST_F(AccountTest, ErasureTakesTheAccount) {
  const std::string session = MakeAccount("ann");
  EXPECT_EQ(Ask("DELETE", "/api/v1/readers/ann", "", session).status, 200);
  EXPECT_EQ(newspaper_.Rows("accounts"), 0);
  EXPECT_EQ(newspaper_.Rows("tokens"), 0);
  EXPECT_EQ(SignIn("ann", kPassword).status, 401);
}

}  // namespace
}  // namespace broadsheet::testing
