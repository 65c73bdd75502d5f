#include "storage/session.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace broadsheet::storage {
namespace {

constexpr int kLimitsMs[] = {100,   250,   500,   1000,   2500,   5000,
                             10000, 30000, 60000, 300000, 900000, 3600000};

int RoundUp(absl::Duration left) {
  const int64_t ms = absl::ToInt64Milliseconds(left);
  const auto* limit =
      std::lower_bound(std::begin(kLimitsMs), std::end(kLimitsMs), ms);
  return limit == std::end(kLimitsMs) ? *std::prev(limit) : *limit;
}

}  // namespace

std::string WithConnectTimeout(std::string conninfo) {
  if (conninfo.find("connect_timeout") != std::string::npos) return conninfo;
  const char* separator = " ";
  if (conninfo.rfind("postgres://", 0) == 0 ||
      conninfo.rfind("postgresql://", 0) == 0) {
    separator = conninfo.find('?') == std::string::npos ? "?" : "&";
  }
  return absl::StrCat(conninfo, separator, "connect_timeout=5");
}

Session::Session(const std::string& conninfo,
                 const std::vector<Statement>& statements,
                 absl::Duration idle_limit)
    : connection_(
          std::make_unique<pqxx::connection>(WithConnectTimeout(conninfo))) {
  pqxx::nontransaction setup(*connection_);
  setup.exec(
      absl::StrCat("set application_name = 'broadsheet-storage';"
                   "set client_encoding = 'UTF8';"
                   "set client_min_messages = 'warning';"
                   "set timezone = 'UTC';"
                   "set datestyle = 'ISO';"
                   "set bytea_output = 'hex';"
                   "set default_transaction_isolation = 'read committed';"
                   "set idle_in_transaction_session_timeout = ",
                   absl::ToInt64Milliseconds(idle_limit)));
  setup.commit();
  for (const Statement& statement : statements) {
    connection_->prepare(statement.name, statement.sql);
  }
}

void Session::LimitStatements(absl::Duration left) {
  const int limit_ms = RoundUp(left);
  if (limit_ms == limit_ms_) return;
  pqxx::nontransaction setting(*connection_);
  setting.exec(absl::StrCat("set statement_timeout = ", limit_ms));
  setting.commit();
  limit_ms_ = limit_ms;
}

}  // namespace broadsheet::storage
