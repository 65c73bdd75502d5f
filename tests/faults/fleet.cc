#include "tests/faults/fleet.h"

#include <sys/stat.h>

#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"

namespace broadsheet::faults {
namespace {

constexpr char kOperatorToken[] = "bs_op_for-faults-only-0123456789abcdef";
constexpr char kFresh[] = "recommend-fresh";
constexpr char kHttp[] = "http";
constexpr char kSocket[] = "/.s.PGSQL.5432";

// Free now, and all different.
std::vector<int> FreePorts(size_t count) {
  boost::asio::io_context io;
  std::vector<boost::asio::ip::tcp::acceptor> held;
  std::vector<int> ports;
  for (size_t i = 0; i < count; ++i) {
    held.emplace_back(io, boost::asio::ip::tcp::endpoint(
                              boost::asio::ip::address_v4::loopback(), 0));
    ports.push_back(held.back().local_endpoint().port());
  }
  return ports;
}

std::vector<std::string> Numbered(const std::string& name, int count) {
  std::vector<std::string> names;
  for (int i = 1; i <= count; ++i) names.push_back(absl::StrCat(name, "-", i));
  return names;
}

// "broadsheet-recommend" of "recommend-2".
std::string Program(const std::string& name) {
  return testing::BinaryPath("broadsheet-" + name.substr(0, name.find('-')));
}

void WriteSecret(const std::string& path, std::string_view content) {
  testing::WriteFile(path, content);
  chmod(path.c_str(), 0600);
}

std::string LocalAddress(int port) { return absl::StrCat("127.0.0.1:", port); }

// Of a key given twice, libpq takes the last.
std::string WithHost(const std::string& conninfo, const std::string& host) {
  return absl::StrCat(conninfo, " host='", host, "'");
}

// Where the cluster's socket is.
std::string SocketFolder(const testing::TestCluster& cluster) {
  std::string folder = testing::ReadFile(cluster.directory() + "/socket-dir");
  while (!folder.empty() && folder.back() == '\n') folder.pop_back();
  return folder;
}

}  // namespace

std::vector<std::string> Fleet::Names(const FleetSize& size) {
  std::vector<std::string> names = Numbered("storage", size.storages);
  names.push_back("ingest");
  for (const std::string& name : Numbered("recommend", size.recommenders)) {
    names.push_back(name);
  }
  names.push_back("gateway");
  return names;
}

std::vector<std::string> Fleet::LinkNames(const FleetSize& size) {
  std::vector<std::string> names = {"gateway>ingest", "harness>gateway"};
  for (const std::string& server : Names(size)) {
    if (absl::StartsWith(server, "recommend")) {
      names.push_back("gateway>" + server);
    }
    if (!absl::StartsWith(server, "storage")) continue;
    names.push_back(server + ">postgres");
    names.push_back("harness>" + server);
    for (const std::string& client : Names(size)) {
      if (absl::StartsWith(client, "storage")) continue;
      names.push_back(absl::StrCat(client, ">", server));
    }
  }
  return names;
}

Fleet::Fleet(const FleetOptions& options)
    : options_(options),
      storages_(Numbered("storage", options.size.storages)),
      recommenders_(Numbered("recommend", options.size.recommenders)),
      names_(Names(options.size)),
      database_(cluster_) {
  const std::vector<int> ports = FreePorts(names_.size() + 2);
  for (size_t i = 0; i < names_.size(); ++i) ports_[names_[i]] = ports[i];
  ports_[kHttp] = ports[names_.size()];
  ports_[kFresh] = ports[names_.size() + 1];
  WriteSecret(options_.folder + "/operator-token", kOperatorToken);
  WriteSecret(options_.folder + "/secret", "a secret for faults only");
  for (const std::string& name : LinkNames(options.size)) {
    links_[name] = MakeLink(name);
  }
  for (const std::string& name : names_) Start(name);
}

std::unique_ptr<Link> Fleet::MakeLink(const std::string& name) {
  const std::vector<std::string> ends = absl::StrSplit(name, '>');
  if (ends[1] != "postgres") return hub_.Tcp(ports_.at(ends[1]));
  const std::string folder = absl::StrCat(options_.folder, "/", ends[0]);
  std::filesystem::create_directory(folder);
  std::filesystem::remove(folder + kSocket);
  return hub_.Unix(folder + kSocket, SocketFolder(cluster_) + kSocket);
}

void Fleet::MendLinks() {
  for (const auto& [name, link] : links_) link->Set(LinkMode::kPass);
}

std::string Fleet::Targets(const std::string& client,
                           const std::vector<std::string>& servers) const {
  std::vector<std::string> addresses;
  for (const std::string& server : servers) {
    addresses.push_back(
        links_.at(absl::StrCat(client, ">", server))->address());
  }
  return absl::StrJoin(addresses, ",");
}

std::vector<std::string> Fleet::Arguments(const std::string& name) const {
  const std::string& folder = options_.folder;
  if (absl::StartsWith(name, "storage")) {
    return {"--database",
            WithHost(conninfo(), absl::StrCat(folder, "/", name))};
  }
  if (name == kFresh) {
    return {"--storage", Address(storages_.front()), "--secret-file",
            folder + "/secret", "--no-editor"};
  }
  const std::string storage = Targets(name, storages_);
  if (name == "ingest") {
    return {"--storage",          storage, "--allow-private-harvest",
            "--harvest-interval", "10ms",  "--arxiv-api",
            arxiv_.url()};
  }
  if (name == "gateway") {
    return {"--storage",
            storage,
            "--ingest",
            Targets(name, {"ingest"}),
            "--recommend",
            Targets(name, recommenders_),
            "--trainer",
            "",
            "--digest",
            "",
            "--http-listen",
            http_address(),
            "--operator-token-file",
            folder + "/operator-token",
            "--secret-file",
            folder + "/secret"};
  }
  return {"--storage", storage, "--secret-file", folder + "/secret",
          "--no-editor"};
}

void Fleet::Start(const std::string& name) {
  std::vector<std::string> arguments = Arguments(name);
  arguments.insert(arguments.end(), {"--listen", Address(name),
                                     "--metrics-listen", "127.0.0.1:0"});
  const std::string log = absl::StrCat(options_.folder, "/", name, ".log");
  processes_[name] = std::make_unique<testing::Process>(
      testing::ProcessOptions{.program = Program(name),
                              .arguments = arguments,
                              .environment = {},
                              .input_file = "",
                              .output_file = log,
                              .error_file = log});
}

std::string Fleet::StartFresh() {
  Start(kFresh);
  return kFresh;
}

std::string Fleet::Address(const std::string& name) const {
  return LocalAddress(ports_.at(name));
}

std::string Fleet::HarnessAddress(const std::string& name) const {
  return links_.at("harness>" + name)->address();
}

std::string Fleet::http_address() const { return Address(kHttp); }

const char* Fleet::operator_token() { return kOperatorToken; }

}  // namespace broadsheet::faults
