#include "tests/system/newspaper.h"

#include <sys/stat.h>

#include <iterator>
#include <stdexcept>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "tests/support/made_subjects.h"
#include "tests/support/wait.h"

namespace broadsheet::testing {
namespace {

using google::protobuf::util::TimeUtil;

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr size_t kLogTail = 2000;
// Nobody listens there.
constexpr char kNowhere[] = "http://127.0.0.1:9/api/query";
constexpr char kOperatorToken[] = "bs_op_for-tests-only-0123456789abcdef";

void WriteSecret(const std::string& path, std::string_view content) {
  WriteFile(path, content);
  chmod(path.c_str(), 0600);
}

// How many are ready and know that many papers.
int CountRecommenders(const v1::GetSystemStatusResponse& status,
                      int64_t papers) {
  int count = 0;
  for (const v1::RecommenderStatus& one : status.recommenders()) {
    if (one.ok() && one.status().papers() >= papers) ++count;
  }
  return count;
}

// "recommend" for "recommend-2" and for the trainer.
std::string ProgramOf(const std::string& name) {
  if (name == "trainer") return "recommend";
  return name.substr(0, name.find('-'));
}

std::string Tail(const std::string& text) {
  return text.size() <= kLogTail ? text : text.substr(text.size() - kLogTail);
}

}  // namespace

Newspaper::Newspaper(Transport transport, int recommenders, Trainer trainer,
                     std::string arxiv)
    : recommenders_(recommenders),
      arxiv_(arxiv.empty() ? kNowhere : std::move(arxiv)) {
  if (transport == Transport::kTls) {
    certificates_ = std::make_unique<Certificates>(std::vector<std::string>{
        "storage", "ingest", "recommend", "trainer", "gateway", "digest"});
  }
  WriteSecret(token_file(), kOperatorToken);
  WriteSecret(folder_.File("secret"), "a secret for tests only");
  Start("storage", "127.0.0.1:0");
  Start("ingest", "127.0.0.1:0");
  for (const std::string& name : this->recommenders()) {
    Start(name, "127.0.0.1:0");
  }
  if (trainer != Trainer::kNone) Start("trainer", "127.0.0.1:0");
  Start("gateway", "127.0.0.1:0");
  http_port_ = WaitForPort("gateway", folder_.File("gateway.http-port"));
  WaitUntilReady();
}

std::vector<std::string> Newspaper::Arguments(const std::string& name) const {
  if (name == "storage") return {"--database", database_.conninfo()};
  std::vector<std::string> arguments = {"--storage", Address("storage")};
  const auto add = [&](std::initializer_list<std::string> more) {
    arguments.insert(arguments.end(), more);
  };
  if (name == "ingest") {
    add({"--allow-private-harvest", "--harvest-interval", "100ms",
         "--arxiv-api", arxiv_});
  }
  if (name == "trainer") {
    add({"--role", "train", "--interval", "0s", "--work-dir",
         folder_.File("trainer")});
  } else if (ProgramOf(name) == "recommend") {
    add({"--secret-file", folder_.File("secret"), "--no-editor", "--cache-dir",
         folder_.File(name + "-cache")});
  }
  if (name == "gateway") {
    std::vector<std::string> addresses;
    for (const std::string& one : recommenders()) {
      addresses.push_back(Address(one));
    }
    add({"--ingest", Address("ingest"), "--recommend",
         absl::StrJoin(addresses, ","), "--http-listen", "127.0.0.1:0",
         "--http-port-file", folder_.File("gateway.http-port"),
         "--operator-token-file", token_file(), "--secret-file",
         folder_.File("secret")});
    const bool trains = ports_.count("trainer") > 0;
    add({"--trainer", trains ? Address("trainer") : "", "--digest", ""});
  }
  return arguments;
}

void Newspaper::Start(const std::string& name, const std::string& listen) {
  const std::string port_file = folder_.File(name + ".port");
  std::vector<std::string> arguments = Arguments(name);
  arguments.insert(arguments.end(), {"--listen", listen, "--metrics-listen",
                                     "127.0.0.1:0", "--port-file", port_file});
  if (certificates_ != nullptr) {
    const std::vector<std::string> flags = certificates_->Flags(name);
    arguments.insert(arguments.end(), flags.begin(), flags.end());
  }
  processes_[name] = std::make_unique<Process>(
      ProcessOptions{.program = BinaryPath("broadsheet-" + ProgramOf(name)),
                     .arguments = arguments,
                     .environment = {},
                     .input_file = "",
                     .output_file = folder_.File(name + ".log"),
                     .error_file = folder_.File(name + ".log")});
  ports_[name] = WaitForPort(name, port_file);
}

int Newspaper::WaitForPort(const std::string& name, const std::string& file) {
  int port = 0;
  WaitUntil(kPatience, [&] {
    return absl::SimpleAtoi(ReadFile(file), &port) || !service(name).Running();
  });
  if (port == 0 || !service(name).Running()) {
    throw std::runtime_error(
        absl::StrCat(name, " did not start: ", Tail(Log(name))));
  }
  return port;
}

void Newspaper::Restart(const std::string& name) {
  Start(name, Address(name));
  restarted_ = absl::Now();
}

std::vector<std::string> Newspaper::recommenders() const {
  std::vector<std::string> names = {"recommend"};
  for (int i = 2; i <= recommenders_; ++i) {
    names.push_back(absl::StrCat("recommend-", i));
  }
  return names;
}

std::string Newspaper::Address(const std::string& name) const {
  return absl::StrCat("127.0.0.1:", ports_.at(name));
}

std::string Newspaper::http_address() const {
  return absl::StrCat("127.0.0.1:", http_port_);
}

std::string Newspaper::Sql(const std::string& query) const {
  return std::string(absl::StripTrailingAsciiWhitespace(database_.Run(query)));
}

std::string Newspaper::operator_token() { return kOperatorToken; }

std::string Newspaper::Log(const std::string& name) const {
  return ReadFile(folder_.File(name + ".log"));
}

std::string Newspaper::File(std::string_view name,
                            std::string_view content) const {
  WriteFile(folder_.File(name), content);
  return folder_.File(name);
}

std::vector<std::string> Newspaper::CliCommand() const {
  std::vector<std::string> command = {BinaryPath("broadsheet"), "--server",
                                      Address("gateway")};
  if (certificates_ != nullptr) {
    command.insert(command.end(), {"--tls-ca", certificates_->authority()});
  }
  return command;
}

CommandResult Newspaper::Cli(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command = CliCommand();
  command.insert(command.end(), {"--token-file", token_file()});
  command.insert(command.end(), arguments.begin(), arguments.end());
  return RunCommand(command);
}

CommandResult Newspaper::AnonymousCli(
    const std::vector<std::string>& arguments) const {
  // In a folder without a token that it would find by itself.
  std::vector<std::string> command = {"env", "-C", folder_.path()};
  const std::vector<std::string> program = CliCommand();
  command.insert(command.end(), program.begin(), program.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  return RunCommand(command);
}

HttpAnswer Newspaper::Http(const HttpQuestion& question) const {
  const TempDir answer;
  std::vector<std::string> command = {"curl",      "-s",
                                      "--noproxy", "*",
                                      "-m",        "20",
                                      "-X",        question.method,
                                      "-o",        answer.File("body"),
                                      "-D",        answer.File("headers"),
                                      "-w",        "%{http_code}"};
  for (const std::string& header : question.headers) {
    command.insert(command.end(), {"-H", header});
  }
  if (!question.body.empty()) {
    command.insert(command.end(), {"--data-binary", question.body});
  }
  command.push_back(absl::StrCat("http://", http_address(), question.target));
  int status = 0;
  if (!absl::SimpleAtoi(RunCommand(command).output, &status)) status = 0;
  return {status, ReadFile(answer.File("headers")),
          ReadFile(answer.File("body"))};
}

HttpAnswer Newspaper::OperatorHttp(HttpQuestion question) const {
  question.headers.push_back(
      absl::StrCat("Authorization: Bearer ", kOperatorToken));
  return Http(question);
}

v1::GetSystemStatusResponse Newspaper::Status() const {
  v1::GetSystemStatusResponse status;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      Cli({"status", "--json"}).output, &status, options);
  const absl::Time asked = absl::FromUnixMicros(
      TimeUtil::TimestampToMicroseconds(status.asked_at()));
  if (!parsed.ok() || asked < restarted_) status.Clear();
  return status;
}

int64_t Newspaper::Rows(const std::string& table) const {
  int64_t rows = -1;
  const std::string answer =
      database_.Run(absl::StrCat("SELECT count(*) FROM ", table));
  return absl::SimpleAtoi(answer, &rows) ? rows : -1;
}

void Newspaper::WaitUntilReady() const {
  const bool ready = WaitUntil(kPatience, [this] {
    const v1::GetSystemStatusResponse status = Status();
    for (const v1::HouseStatus& house : status.houses()) {
      if (!house.ok()) return false;
    }
    return CountRecommenders(status, 0) == recommenders_;
  });
  if (!ready) {
    throw std::runtime_error(absl::StrCat("not ready: ", Cli({"status"}).output,
                                          Cli({"status"}).errors,
                                          Tail(Log("recommend"))));
  }
}

void Newspaper::WaitForPapers(int64_t papers) const {
  if (!WaitUntil(kPatience, [this, papers] {
        return CountRecommenders(Status(), papers) == recommenders_;
      })) {
    throw std::runtime_error(absl::StrCat(
        "the recommender has ", Status().recommender().papers(), " papers"));
  }
}

std::vector<std::string> Newspaper::Ids(const CommandResult& result) {
  google::protobuf::Struct list;
  std::vector<std::string> ids;
  if (!google::protobuf::util::JsonStringToMessage(result.output, &list).ok()) {
    return ids;
  }
  for (const auto& paper : list.fields().at("papers").list_value().values()) {
    ids.push_back(paper.struct_value().fields().at("id").string_value());
  }
  return ids;
}

std::string MadeId(int number) { return absl::StrFormat("2601.%05d", number); }

std::string MadePapers(int count) {
  std::string lines;
  for (int i = 1; i <= count; ++i) {
    const MadeSubject& subject = kMadeSubjects[i % std::size(kMadeSubjects)];
    absl::StrAppend(&lines, R"({"id":")", MadeId(i), R"(","title":"Study )", i,
                    " of ", subject.name, R"(","abstract":"We study )",
                    subject.name, " in case number", i,
                    R"(.","authors":["Author )", i / 8,
                    R"( Example"],"categories":[")", subject.category,
                    R"("],"first_seen":"2026-01-05"})", "\n");
  }
  return lines;
}

}  // namespace broadsheet::testing
