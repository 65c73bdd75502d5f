#include "cli/command_line.h"

#include <filesystem>
#include <iostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands/commands.h"
#include "cli/id_file.h"
#include "common/flags.h"

namespace broadsheet::cli {
namespace {

constexpr char kDefaultTokenFile[] = ".broadsheet/operator-token";

constexpr char kDescription[] =
    "broadsheet: the command line of a Broadsheet newspaper.\n"
    "Run `broadsheet COMMAND --help` for the options of a command.";

constexpr char kFooter[] =
    "Exit codes:\n"
    "  0  done\n"
    "  1  the newspaper refused, failed or cannot be reached; unreadable file\n"
    "  2  wrong usage: unknown option, bad value, unreadable list of ids or "
    "token\n"
    "  3  some records were refused or a file is damaged; the rest went in\n";

}  // namespace

std::optional<int> ParseCommandLine(int argc, char** argv, CommandLine* line) {
  FlagSet flags("broadsheet", kDescription);
  flags.Add("--server", &line->server, "Where the gateway's gRPC listens");
  flags.Add("--token-file", &line->token_file,
            absl::StrCat("File with the token to act with; default: ",
                         kDefaultTokenFile, " when it exists"));
  flags.Add("--tls-ca", &line->tls.authority,
            "PEM file with the CA of the gateway: speak TLS");
  flags.Add("--tls-cert", &line->tls.certificate,
            "PEM file with a certificate, for a gateway that asks for one");
  flags.Add("--tls-key", &line->tls.key, "PEM file with its key");
  flags.Add("--timeout", &line->timeout,
            "How long to wait for an answer, such as 30s");
  const Syntax syntax(&flags.app());
  syntax.Footer(kFooter);
  AddAllCommands(syntax, &line->command);
  if (auto code = flags.Parse(argc, argv)) return code;
  if (line->command) return std::nullopt;
  std::cerr << "a command is required, such as `broadsheet status`\n"
               "Run with --help for more information.\n";
  return static_cast<int>(ExitCode::kUsage);
}

absl::StatusOr<std::string> ReadToken(const std::string& file) {
  std::error_code ignored;
  if (file.empty() && !std::filesystem::exists(kDefaultTokenFile, ignored)) {
    return "";
  }
  const std::string path = file.empty() ? kDefaultTokenFile : file;
  auto lines = ReadIds(path, 1);
  if (!lines.ok()) return lines.status();
  if (lines->empty()) return UsageError(absl::StrCat(path, " has no token"));
  for (char c : lines->front()) {
    if (c > ' ' && c < 127) continue;
    return UsageError(absl::StrCat(path,
                                   " is not a token: it has blanks or "
                                   "characters that are not ASCII"));
  }
  return lines->front();
}

absl::StatusOr<std::shared_ptr<const TlsIdentity>> OpenTls(
    const TlsFiles& files) {
  if (files.empty()) return std::shared_ptr<const TlsIdentity>();
  const bool authority_alone = files.certificate.empty() && files.key.empty();
  const absl::Status checked = authority_alone
                                   ? CheckTlsAuthority(files.authority)
                                   : CheckTlsFiles(files, "").status();
  if (!checked.ok()) return UsageError(std::string(checked.message()));
  return std::make_shared<const TlsIdentity>(files);
}

}  // namespace broadsheet::cli
