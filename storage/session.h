#ifndef BROADSHEET_STORAGE_SESSION_H_
#define BROADSHEET_STORAGE_SESSION_H_

#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace broadsheet::storage {

// A statement that is prepared on every connection.
struct Statement {
  std::string name;
  std::string sql;
};

// `conninfo`, a list of "key=value" or a URI, with a limit of 5 s for making a
// connection unless it has one.
std::string WithConnectTimeout(std::string conninfo);

// One connection, set up as this house needs it: UTC, ISO dates, statements
// prepared. Not thread-safe. Throws pqxx::broken_connection when it breaks, and
// is then to be thrown away: libpqxx 6.4 would reconnect without the settings.
class Session {
 public:
  // Connects; throws when it cannot, after 5 s if `conninfo` sets no limit. A
  // transaction left idle for longer than `idle_limit` is ended by the server.
  Session(const std::string& conninfo, const std::vector<Statement>& statements,
          absl::Duration idle_limit);

  pqxx::connection& connection() { return *connection_; }

  // Lets no statement run longer than about `left`. Asks the server only when
  // the limit is another than the last one; limits are rounded up to few
  // values, so that this is rare.
  void LimitStatements(absl::Duration left);

 private:
  std::unique_ptr<pqxx::connection> connection_;
  int limit_ms_ = 0;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SESSION_H_
