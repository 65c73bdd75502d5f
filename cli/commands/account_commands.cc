// account list, invite, role, ban, unban, sign-out: who may do what.

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/table.h"

namespace broadsheet::cli {
namespace {

const std::map<std::string, v1::Role>& Roles() {
  static const auto* const roles =
      new std::map<std::string, v1::Role>{{"reader", v1::ROLE_READER},
                                          {"editor", v1::ROLE_EDITOR},
                                          {"admin", v1::ROLE_ADMIN}};
  return *roles;
}

std::string RoleName(v1::Role role) {
  for (const auto& [name, value] : Roles()) {
    if (value == role) return name;
  }
  return "reader";
}

struct NoArguments {};

struct InviteArguments {
  std::string name;
  std::string email;
  std::string role = "reader";
  int hours = 168;
};

struct RoleArguments {
  std::string name;
  std::string role;
};

struct NameArguments {
  std::string name;
};

struct BanArguments {
  std::string name;
  std::string reason;
};

absl::StatusOr<ExitCode> List(Session& session, const NoArguments&) {
  Table table({{"NAME"}, {"ROLE"}, {"E-MAIL"}, {"BANNED"}});
  v1::ListAccountsRequest request;
  do {
    const auto page = session.client->ListAccounts(request);
    if (!page.ok()) return page.status();
    for (const v1::Account& account : page->accounts()) {
      table.AddRow(
          {account.reader_id(), RoleName(account.role()), account.email(),
           account.banned() ? absl::StrCat("yes ", account.ban_reason()) : ""});
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  *session.console->out << table.Render(session.console->width,
                                        session.console->colours);
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Invite(Session& session,
                                const InviteArguments& arguments) {
  v1::CreateInvitationRequest request;
  request.set_reader_id(arguments.name);
  request.set_email(arguments.email);
  request.set_role(Roles().at(arguments.role));
  request.set_hours(arguments.hours);
  const auto response = session.client->CreateInvitation(request);
  if (!response.ok()) return response.status();
  *session.console->out << response->invitation() << "\n";
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> SetRole(Session& session,
                                 const RoleArguments& arguments) {
  v1::SetRoleRequest request;
  request.set_reader_id(arguments.name);
  request.set_role(Roles().at(arguments.role));
  const auto response = session.client->SetRole(request);
  if (!response.ok()) return response.status();
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Ban(Session& session, const BanArguments& arguments) {
  v1::SetBanRequest request;
  request.set_reader_id(arguments.name);
  request.set_banned(true);
  request.set_reason(arguments.reason);
  const auto response = session.client->SetBan(request);
  if (!response.ok()) return response.status();
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Unban(Session& session,
                               const NameArguments& arguments) {
  v1::SetBanRequest request;
  request.set_reader_id(arguments.name);
  const auto response = session.client->SetBan(request);
  if (!response.ok()) return response.status();
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> SignOut(Session& session,
                                 const NameArguments& arguments) {
  v1::SignOutEverywhereRequest request;
  request.set_reader_id(arguments.name);
  const auto response = session.client->SignOutEverywhere(request);
  if (!response.ok()) return response.status();
  *session.console->out << Count(response->sessions(), "session") << " ended\n";
  return ExitCode::kOk;
}

void DeclareName(Syntax command, std::string* name) {
  command.Add("name", name, "The reader's name").Required().Short(100);
}

Option DeclareRole(Syntax command, const char* flag, std::string* role) {
  return command.Add(flag, role, "reader, editor or admin")
      .OneOf({"reader", "editor", "admin"});
}

void DeclareInvite(Syntax command, InviteArguments* arguments) {
  command
      .Add("--name", &arguments->name,
           "The name it is for; also of a reader without an account")
      .Short(100);
  command.Add("--email", &arguments->email, "The account's address").Short(200);
  DeclareRole(command, "--role", &arguments->role);
  command.Add("--hours", &arguments->hours, "How long it is good")
      .InRange(1, 2160);
}

}  // namespace

void AddAccountCommands(Syntax app, Command* chosen) {
  const Syntax accounts = app.Group(
      "account", "Accounts: list, invite, role, ban, unban, sign-out");
  AddCommand<NoArguments>(
      accounts, chosen, "list", "All accounts, by name",
      [](Syntax, NoArguments*) {}, List);
  AddCommand<InviteArguments>(
      accounts, chosen, "invite",
      "Makes an invitation, to sign up without a mail, and prints it",
      DeclareInvite, Invite);
  AddCommand<RoleArguments>(
      accounts, chosen, "role", "Gives an account a role",
      [](Syntax command, RoleArguments* arguments) {
        DeclareName(command, &arguments->name);
        DeclareRole(command, "role", &arguments->role).Required();
      },
      SetRole);
  AddCommand<BanArguments>(
      accounts, chosen, "ban", "Refuses a reader's writes",
      [](Syntax command, BanArguments* arguments) {
        DeclareName(command, &arguments->name);
        command.Add("--reason", &arguments->reason, "Why, for people")
            .Short(500);
      },
      Ban);
  AddCommand<NameArguments>(
      accounts, chosen, "unban", "Lifts a ban",
      [](Syntax command, NameArguments* arguments) {
        DeclareName(command, &arguments->name);
      },
      Unban);
  AddCommand<NameArguments>(
      accounts, chosen, "sign-out", "Ends all sessions of a reader",
      [](Syntax command, NameArguments* arguments) {
        DeclareName(command, &arguments->name);
      },
      SignOut);
}

}  // namespace broadsheet::cli
