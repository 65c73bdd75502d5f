#ifndef BROADSHEET_GATEWAY_WEB_SETTINGS_VIEW_H_
#define BROADSHEET_GATEWAY_WEB_SETTINGS_VIEW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/v1/account.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "gateway/web/page_writer.h"

namespace broadsheet::gateway {

// Everything on the page of settings.
struct SettingsPage {
  // Nothing: the reader has no account, only a token.
  std::optional<v1::Account> account;
  // Nothing: sessions (tokens, follows) are not offered.
  std::optional<std::vector<v1::Session>> sessions;
  std::optional<std::vector<v1::TokenSummary>> tokens;
  std::optional<std::vector<v1::Follow>> follows;
  // For whom at a provider the account opens, and the providers that there are.
  std::vector<v1::LinkedIdentity> identities;
  std::vector<v1::SignInProvider> providers;
  // A token that was just made: shown this once.
  std::string new_token;
  // That token reads the feed alone: it may stand in its address.
  bool new_token_is_feed = false;
  // "/feeds/me/TOKEN"; empty: there is none.
  std::string feed;
  // What was done, or what went wrong; empty: nothing.
  std::string notice;
  std::string error;
};

absl::StatusOr<std::string> WriteSettingsPage(const PageWriter& writer,
                                              const PageFrame& frame,
                                              const SettingsPage& page);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_SETTINGS_VIEW_H_
