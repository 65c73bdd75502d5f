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

void DeclareName(CLI::App* command, std::string* name) {
  command->add_option("name", *name, "The reader's name")
      ->required()
      ->check(IsShort(100));
}

CLI::Option* DeclareRole(CLI::App* command, const char* flag,
                         std::string* role) {
  return command->add_option(flag, *role, "reader, editor or admin")
      ->check(CLI::IsMember({"reader", "editor", "admin"}));
}

void DeclareInvite(CLI::App* command, InviteArguments* arguments) {
  command
      ->add_option("--name", arguments->name,
                   "The name it is for; also of a reader without an account")
      ->check(IsShort(100));
  command->add_option("--email", arguments->email, "The account's address")
      ->check(IsShort(200));
  DeclareRole(command, "--role", &arguments->role);
  command->add_option("--hours", arguments->hours, "How long it is good")
      ->check(CLI::Range(1, 2160));
}

}  // namespace

void AddAccountCommands(CLI::App* app, Command* chosen) {
  CLI::App* accounts = app->add_subcommand(
      "account", "Accounts: list, invite, role, ban, unban, sign-out");
  accounts->require_subcommand(1);
  accounts->fallthrough();
  AddCommand<NoArguments>(
      accounts, chosen, "list", "All accounts, by name",
      [](CLI::App*, NoArguments*) {}, List);
  AddCommand<InviteArguments>(
      accounts, chosen, "invite",
      "Makes an invitation, to sign up without a mail, and prints it",
      DeclareInvite, Invite);
  AddCommand<RoleArguments>(
      accounts, chosen, "role", "Gives an account a role",
      [](CLI::App* command, RoleArguments* arguments) {
        DeclareName(command, &arguments->name);
        DeclareRole(command, "role", &arguments->role)->required();
      },
      SetRole);
  AddCommand<BanArguments>(
      accounts, chosen, "ban", "Refuses a reader's writes",
      [](CLI::App* command, BanArguments* arguments) {
        DeclareName(command, &arguments->name);
        command->add_option("--reason", arguments->reason, "Why, for people")
            ->check(IsShort(500));
      },
      Ban);
  AddCommand<NameArguments>(
      accounts, chosen, "unban", "Lifts a ban",
      [](CLI::App* command, NameArguments* arguments) {
        DeclareName(command, &arguments->name);
      },
      Unban);
  AddCommand<NameArguments>(
      accounts, chosen, "sign-out", "Ends all sessions of a reader",
      [](CLI::App* command, NameArguments* arguments) {
        DeclareName(command, &arguments->name);
      },
      SignOut);
}

}  // namespace broadsheet::cli
