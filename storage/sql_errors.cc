#include "storage/sql_errors.h"

#include <exception>
#include <pqxx/pqxx>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::storage {
namespace {

SqlFailure Broken(const char* what) {
  return {Trouble::kBroken,
          MakeError(absl::StatusCode::kUnavailable, "DATABASE_UNREACHABLE",
                    absl::StrCat("the database cannot be reached: ", what))};
}

SqlFailure Conflict() {
  return {Trouble::kConflict,
          MakeError(absl::StatusCode::kAborted, "TRANSACTION_CONFLICT",
                    "gave way to concurrent writers too often; try again")};
}

SqlFailure Final(absl::StatusCode code, const char* reason,
                 const std::string& message) {
  return {Trouble::kFinal, MakeError(code, reason, message)};
}

// By SQLSTATE, as PostgreSQL's manual lists them in appendix A.
SqlFailure FromState(const std::string& state, const char* what) {
  // 08: connection; 57P01 to 57P05: shut down, crashed, starting, dropped.
  if (absl::StartsWith(state, "08") || absl::StartsWith(state, "57P") ||
      absl::StartsWith(state, "25P03")) {
    return Broken(what);
  }
  if (state == "40001" || state == "40P01") return Conflict();
  if (state == "57014") {
    return Final(absl::StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT",
                 "the database did not answer before the call's deadline");
  }
  if (state == "22021") {
    return Final(absl::StatusCode::kInvalidArgument, "INVALID_TEXT",
                 "a text is not UTF-8 or contains a NUL");
  }
  return Final(absl::StatusCode::kInternal, "DATABASE_ERROR",
               absl::StrCat("SQLSTATE ", state, ": ", what));
}

}  // namespace

SqlFailure DescribeFailure() {
  try {
    throw;
  } catch (const pqxx::in_doubt_error&) {
    return {Trouble::kInDoubt,
            MakeError(absl::StatusCode::kUnknown, "COMMIT_IN_DOUBT",
                      "the connection broke during the commit")};
  } catch (const pqxx::transaction_rollback&) {
    return Conflict();
  } catch (const pqxx::broken_connection& e) {
    return Broken(e.what());
  } catch (const pqxx::sql_error& e) {
    return FromState(e.sqlstate(), e.what());
  } catch (const std::exception& e) {
    return Final(absl::StatusCode::kInternal, "DATABASE_ERROR", e.what());
  }
}

}  // namespace broadsheet::storage
