#ifndef BROADSHEET_TESTS_SYSTEM_NEWSPAPER_H_
#define BROADSHEET_TESTS_SYSTEM_NEWSPAPER_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "broadsheet/v1/system_service.pb.h"
#include "tests/support/certificates.h"
#include "tests/support/files.h"
#include "tests/support/process.h"
#include "tests/support/test_database.h"

namespace broadsheet::testing {

struct HttpAnswer {
  // 0: there was no answer.
  int status;
  std::string headers;
  std::string body;
};

struct HttpQuestion {
  std::string method = "GET";
  // "/papers?q=a".
  std::string target;
  // "Name: value".
  std::vector<std::string> headers = {};
  std::string body = "";
};

// A whole newspaper of real processes on free ports, with a database of its
// own, without the automatic editor, the trainer (unless asked for) and mails.
// Waits throw std::runtime_error, with the end of the log, when they take
// longer than a minute. Not thread-safe.
class Newspaper {
 public:
  enum class Transport { kPlain, kTls };
  enum class Trainer { kNone, kTold };
  // kTold: it trains when it is told to only. `arxiv`: where arXiv's API is;
  // empty: nowhere, nothing is asked of the real one.
  explicit Newspaper(Transport transport = Transport::kPlain,
                     int recommenders = 1, Trainer trainer = Trainer::kNone,
                     std::string arxiv = "");

  // The command line as the operator; as nobody.
  CommandResult Cli(const std::vector<std::string>& arguments) const;
  CommandResult AnonymousCli(const std::vector<std::string>& arguments) const;
  HttpAnswer Http(const HttpQuestion& question) const;
  // As the operator.
  HttpAnswer OperatorHttp(HttpQuestion question) const;

  // Up to a second old, as the gateway keeps it; empty while what it has is
  // from before the last restart of a service.
  v1::GetSystemStatusResponse Status() const;
  // How many rows storage has committed to a table: "papers", "changes".
  int64_t Rows(const std::string& table) const;
  // The ids on a list that `broadsheet ... --json` printed.
  static std::vector<std::string> Ids(const CommandResult& result);

  // "storage", "ingest", "recommend", "trainer", "gateway"; further
  // recommenders are "recommend-2" and so on.
  Process& service(const std::string& name) { return *processes_.at(name); }
  // What storage's database answers, without the last line's end: for what no
  // interface tells, such as the words of mails.
  std::string Sql(const std::string& query) const;

  // Starts a service that has ended, on the port it had.
  void Restart(const std::string& name);
  // Until the recommenders have loaded the catalogue and read along.
  void WaitUntilReady() const;
  // Until each recommender knows that many papers.
  void WaitForPapers(int64_t papers) const;

  // "recommend", "recommend-2", ...
  std::vector<std::string> recommenders() const;
  std::string Address(const std::string& name) const;
  // Of the gateway's web server.
  std::string http_address() const;
  // Of the services and "digest"; null without TLS.
  Certificates* certificates() { return certificates_.get(); }
  static std::string operator_token();
  std::string token_file() const { return folder_.File("operator-token"); }
  std::string Log(const std::string& name) const;
  // Writes `content` to a file of that name; answers its path.
  std::string File(std::string_view name, std::string_view content) const;

 private:
  // The command line's program, and where the gateway is.
  std::vector<std::string> CliCommand() const;
  std::vector<std::string> Arguments(const std::string& name) const;
  void Start(const std::string& name, const std::string& listen);
  int WaitForPort(const std::string& name, const std::string& file);

  const int recommenders_;
  const std::string arxiv_;
  TempDir folder_;
  TestDatabase database_{TestDatabase::Contents::kTables};
  std::unique_ptr<Certificates> certificates_;
  std::map<std::string, std::unique_ptr<Process>> processes_;
  std::map<std::string, int> ports_;
  int http_port_ = 0;
  absl::Time restarted_ = absl::InfinitePast();
};

// JSON lines of `count` papers with ids from "2601.00001" on, about subjects
// that differ from paper to paper.
std::string MadePapers(int count);
// The id of the `number`-th of them, from 1.
std::string MadeId(int number);

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SYSTEM_NEWSPAPER_H_
