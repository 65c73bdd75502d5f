// digest: what the mails say, what became of them, and how they are stopped.

#include <string>

#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/record_json.h"

namespace broadsheet::cli {
namespace {

struct DigestArguments {
  std::string action;
  std::string subscription;
  std::string issue;
  std::string address;
  bool html = false;
};

ExitCode Print(Session& session, const google::protobuf::Message& message) {
  *session.console->out << MessageJson(message) << "\n";
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Preview(Session& session,
                                 const DigestArguments& arguments) {
  v1::PreviewRequest request;
  request.set_subscription_id(arguments.subscription);
  auto response = session.client->PreviewDigest(request);
  if (!response.ok()) return response.status();
  if (response->subject().empty()) {
    *session.console->out << "There is nothing new to send.\n";
    return ExitCode::kOk;
  }
  *session.console->out << "Subject: " << response->subject() << "\n\n"
                        << (arguments.html ? response->html()
                                           : response->text());
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Report(Session& session,
                                const DigestArguments& arguments) {
  v1::ListIssuesRequest request;
  request.set_issue(arguments.issue);
  auto response = session.client->ListIssues(request);
  if (!response.ok()) return response.status();
  return Print(session, *response);
}

absl::StatusOr<ExitCode> SetPaused(Session& session, bool paused) {
  v1::PauseDigestsRequest request;
  request.set_paused(paused);
  absl::Status status = session.client->PauseDigests(request).status();
  if (!status.ok()) return status;
  *session.console->out << (paused ? "All digests are paused.\n"
                                   : "The digests go on.\n");
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Resend(Session& session,
                                const DigestArguments& arguments) {
  v1::ResendMailRequest request;
  request.set_subscription_id(arguments.subscription);
  request.set_issue(arguments.issue);
  auto response = session.client->ResendMail(request);
  if (!response.ok()) return response.status();
  *session.console->out << "It goes out as " << response->issue() << ".\n";
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Export(Session& session,
                                const DigestArguments& arguments) {
  v1::ExportAddressRequest request;
  request.set_address(arguments.address);
  do {
    auto response = session.client->ExportAddress(request);
    if (!response.ok()) return response.status();
    request.set_page_token(response->next_page_token());
    Print(session, *response);
  } while (!request.page_token().empty());
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Erase(Session& session,
                               const DigestArguments& arguments) {
  v1::EraseAddressRequest request;
  request.set_address(arguments.address);
  auto response = session.client->EraseAddress(request);
  if (!response.ok()) return response.status();
  return Print(session, *response);
}

// Without a reason mails go there again.
absl::StatusOr<ExitCode> SetSuppressed(Session& session,
                                       const DigestArguments& arguments,
                                       v1::Suppression::Reason reason) {
  v1::SuppressAddressRequest request;
  request.mutable_suppression()->set_address(arguments.address);
  request.mutable_suppression()->set_reason(reason);
  absl::Status status = session.client->SuppressAddress(request).status();
  if (!status.ok()) return status;
  *session.console->out << (reason == v1::Suppression::REASON_UNSPECIFIED
                                ? "Mails go there again.\n"
                                : "No mail goes there any more.\n");
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Send(Session& session) {
  auto response = session.client->SendDue({});
  if (!response.ok()) return response.status();
  *session.console->out << response->chosen() << " issues were chosen.\n";
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Digest(Session& session,
                                const DigestArguments& arguments) {
  const std::string& action = arguments.action;
  if (action == "preview") return Preview(session, arguments);
  if (action == "send") return Send(session);
  if (action == "report") return Report(session, arguments);
  if (action == "pause") return SetPaused(session, true);
  if (action == "resume") return SetPaused(session, false);
  if (action == "resend") return Resend(session, arguments);
  if (action == "export") return Export(session, arguments);
  if (action == "suppress") {
    return SetSuppressed(session, arguments, v1::Suppression::REASON_OPERATOR);
  }
  if (action == "lift") {
    return SetSuppressed(session, arguments,
                         v1::Suppression::REASON_UNSPECIFIED);
  }
  return Erase(session, arguments);
}

void Declare(Syntax command, DigestArguments* arguments) {
  command
      .Add("action", &arguments->action,
           "preview, send, report, pause, resume, resend, suppress, "
           "lift, export or erase")
      .Required()
      .OneOf({"preview", "send", "report", "pause", "resume", "resend",
              "suppress", "lift", "export", "erase"});
  command.Add("--subscription", &arguments->subscription,
              "Id of a subscription (preview, resend)");
  command.Add("--issue", &arguments->issue,
              "Name of an issue, such as 2026-11-23 (report, resend)");
  command.Add("--address", &arguments->address,
              "Mail address (suppress, lift, export, erase)");
  command.Flag("--html", &arguments->html, "Preview as HTML");
}

}  // namespace

void AddDigestCommand(Syntax app, Command* chosen) {
  AddCommand<DigestArguments>(app, chosen, "digest",
                              "Mails: preview, send what is due, report, pause "
                              "and resume, resend; suppress an address, lift "
                              "that, export or erase it",
                              Declare, Digest);
}

}  // namespace broadsheet::cli
