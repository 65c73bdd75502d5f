#include "gateway/web/settings_view.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "ctemplate/template.h"
#include "gateway/web/categories.h"
#include "gateway/web/follows.h"
#include "gateway/web/wording.h"
#include "google/protobuf/timestamp.pb.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

std::string DayOf(const google::protobuf::Timestamp& at) {
  return ShortDay(absl::ToCivilDay(absl::FromUnixSeconds(at.seconds()),
                                   absl::UTCTimeZone()));
}

const char* RoleName(v1::Role role) {
  switch (role) {
    case v1::ROLE_EDITOR:
      return "Editor";
    case v1::ROLE_ADMIN:
      return "Administrator";
    default:
      return "Reader";
  }
}

std::string ScopesText(const v1::TokenSummary& token) {
  if (token.scopes_size() == 0) return "everything";
  std::string text;
  for (int i = 0; i < token.scopes_size(); ++i) {
    const char* name = token.scopes(i) == v1::TOKEN_SCOPE_READ    ? "read"
                       : token.scopes(i) == v1::TOKEN_SCOPE_WRITE ? "write"
                       : token.scopes(i) == v1::TOKEN_SCOPE_FEED  ? "feed"
                                                                  : "admin";
    absl::StrAppend(&text, i > 0 ? ", " : "", name);
  }
  return text;
}

void FillAccount(const SettingsPage& page, TemplateDictionary& body) {
  if (!page.account) return;
  TemplateDictionary* account = body.AddSectionDictionary("ACCOUNT");
  account->SetValue("EMAIL", page.account->email());
  if (page.account->has_password()) {
    account->ShowSection("PASSWORD");
  } else {
    account->AddSectionDictionary("NO_PASSWORD")
        ->ShowSection(page.account->email().empty() ? "BY_ADDRESS" : "BY_MAIL");
  }
  account->SetValue("ROLE", RoleName(page.account->role()));
  account->SetValue("SINCE", DayOf(page.account->created_at()));
  if (page.account->banned()) {
    account->SetValueAndShowSection(
        "BAN_TEXT",
        AsSentence("Your writes are refused: " + page.account->ban_reason()),
        "BANNED");
  }
  if (page.account->role() >= v1::ROLE_EDITOR) body.ShowSection("EDITOR");
}

std::string TitleOf(const SettingsPage& page,
                    const v1::LinkedIdentity& identity) {
  for (const v1::SignInProvider& provider : page.providers) {
    if (provider.provider_id() == identity.provider_id()) {
      return provider.title();
    }
  }
  return identity.issuer();
}

void FillIdentities(const SettingsPage& page, TemplateDictionary& body) {
  if (!page.account || (page.identities.empty() && page.providers.empty())) {
    return;
  }
  TemplateDictionary* part = body.AddSectionDictionary("IDENTITIES");
  for (const v1::LinkedIdentity& identity : page.identities) {
    TemplateDictionary* row = part->AddSectionDictionary("IDENTITY");
    row->SetValue("IDENTITY_ID", identity.identity_id());
    row->SetValue("PROVIDER", TitleOf(page, identity));
    row->SetValue("LABEL", identity.label());
    row->SetValue("SINCE", DayOf(identity.created_at()));
  }
  for (const v1::SignInProvider& provider : page.providers) {
    TemplateDictionary* row = part->AddSectionDictionary("PROVIDER");
    row->SetValue("PROVIDER_ID", provider.provider_id());
    row->SetValue("TITLE", provider.title());
  }
}

void FillSessions(const SettingsPage& page, TemplateDictionary& body) {
  if (!page.sessions) return;
  TemplateDictionary* part = body.AddSectionDictionary("SESSIONS");
  for (const v1::Session& session : *page.sessions) {
    TemplateDictionary* row = part->AddSectionDictionary("SESSION");
    row->SetValue("SESSION_ID", session.session_id());
    row->SetValue("LABEL",
                  session.label().empty() ? "A browser" : session.label());
    row->SetValue("SINCE", DayOf(session.created_at()));
    row->ShowSection(session.current() ? "CURRENT" : "OTHER");
  }
}

void FillTokens(const SettingsPage& page, TemplateDictionary& body) {
  if (!page.tokens) return;
  TemplateDictionary* part = body.AddSectionDictionary("TOKENS");
  if (!page.new_token.empty()) {
    TemplateDictionary* made = part->AddSectionDictionary("MADE");
    made->SetValue("NEW_TOKEN", page.new_token);
    if (page.new_token_is_feed) {
      made->SetValueAndShowSection(
          "NEW_FEED_URL", absl::StrCat("/feeds/me/", page.new_token, ".atom"),
          "MADE_FEED");
    }
  }
  for (const v1::TokenSummary& token : *page.tokens) {
    TemplateDictionary* row = part->AddSectionDictionary("TOKEN");
    row->SetValue("TOKEN_ID", token.token_id());
    row->SetValue("LABEL",
                  token.label().empty() ? "Without a name" : token.label());
    row->SetValue("SCOPES", ScopesText(token));
    row->SetValue("SINCE", DayOf(token.created_at()));
  }
}

void FillFollows(const SettingsPage& page, TemplateDictionary& body) {
  if (!page.follows) return;
  TemplateDictionary* part = body.AddSectionDictionary("FOLLOWS");
  if (page.follows->empty()) part->ShowSection("NO_FOLLOWS");
  for (const v1::Follow& follow : *page.follows) {
    TemplateDictionary* row = part->AddSectionDictionary("FOLLOW");
    row->SetValue("TARGET", follow.target());
    row->SetValue("NAME", FollowName(follow.target()));
    row->SetValue("URL", FollowUrl(follow.target()));
  }
}

}  // namespace

absl::StatusOr<std::string> WriteSettingsPage(const PageWriter& writer,
                                              const PageFrame& frame,
                                              const SettingsPage& page) {
  return writer.Write(frame, "settings.tpl", [&](TemplateDictionary& body) {
    body.SetValue("NAME", frame.identity.reader_id);
    if (!page.notice.empty()) {
      body.SetValueAndShowSection("DONE_TEXT", page.notice, "DONE");
    }
    if (!page.error.empty()) {
      body.SetValueAndShowSection("ERROR_TEXT", page.error, "ERROR");
    }
    FillAccount(page, body);
    FillIdentities(page, body);
    FillSessions(page, body);
    FillTokens(page, body);
    FillFollows(page, body);
    if (page.feed.empty()) return;
    TemplateDictionary* feed = body.AddSectionDictionary("OWN_FEED");
    feed->SetValue("OWN_ATOM_URL", page.feed + ".atom");
    feed->SetValue("OWN_RSS_URL", page.feed + ".rss");
    feed->SetValue("OWN_JSON_URL", page.feed + ".json");
  });
}

}  // namespace broadsheet::gateway
