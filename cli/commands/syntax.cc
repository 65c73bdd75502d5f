#include "cli/commands/syntax.h"

#include <utility>

#include "CLI/CLI.hpp"
#include "common/days.h"
#include "common/errors.h"

namespace broadsheet::cli {
namespace {

// A check by one of the parsers of common/days.h, which know their rules.
template <class T>
CLI::Validator ParsedBy(absl::StatusOr<T> (*parse)(std::string_view),
                        const char* shown) {
  return CLI::Validator(
      [parse](std::string& text) {
        const absl::StatusOr<T> parsed = parse(text);
        if (parsed.ok()) return std::string();
        const std::string_view rule = AsStd(parsed.status().message());
        return "'" + text + "' " + std::string(rule);
      },
      shown);
}

CLI::Validator HasBytes(size_t limit) {
  return CLI::Validator(
      [limit](std::string& text) {
        if (!text.empty() && text.size() <= limit) return std::string();
        return "has " + std::to_string(text.size()) + " bytes; 1 to " +
               std::to_string(limit) + " are allowed";
      },
      "");
}

}  // namespace

Option Option::Required() const { return Option(option_->required()); }

Option Option::ShowDefault() const {
  return Option(option_->capture_default_str());
}

Option Option::OrFrom(const std::string& variable) const {
  return Option(option_->envname(variable));
}

Option Option::OneOf(const std::vector<std::string>& values) const {
  return Option(option_->check(CLI::IsMember(values)));
}

Option Option::InRange(int first, int last) const {
  return Option(option_->check(CLI::Range(first, last)));
}

Option Option::InRange(double first, double last) const {
  return Option(option_->check(CLI::Range(first, last)));
}

Option Option::Day() const {
  return Option(option_->check(ParsedBy(&ParseDay, "YYYY-MM-DD")));
}

Option Option::Period() const {
  return Option(option_->check(ParsedBy(&ParsePeriod, "PERIOD")));
}

Option Option::Short(size_t limit) const {
  return Option(option_->check(HasBytes(limit)));
}

Option Syntax::Add(const std::string& name, std::string* value,
                   const std::string& help) const {
  return Option(app_->add_option(name, *value, help));
}

Option Syntax::Add(const std::string& name, std::vector<std::string>* values,
                   const std::string& help) const {
  return Option(app_->add_option(name, *values, help));
}

Option Syntax::Add(const std::string& name, int* value,
                   const std::string& help) const {
  return Option(app_->add_option(name, *value, help));
}

Option Syntax::Add(const std::string& name, uint64_t* value,
                   const std::string& help) const {
  return Option(app_->add_option(name, *value, help));
}

Option Syntax::Add(const std::string& name, double* value,
                   const std::string& help) const {
  return Option(app_->add_option(name, *value, help));
}

void Syntax::Flag(const std::string& name, bool* value,
                  const std::string& help) const {
  app_->add_flag(name, *value, help);
}

Syntax Syntax::AtMostOneOf(const std::string& title) const {
  CLI::Option_group* group = app_->add_option_group(title);
  group->require_option(0, 1);
  return Syntax(group);
}

Syntax Syntax::Subcommand(const std::string& name, const std::string& help,
                          std::function<void()> chosen) const {
  CLI::App* command = app_->add_subcommand(name, help);
  command->fallthrough();
  command->callback(std::move(chosen));
  return Syntax(command);
}

Syntax Syntax::Group(const std::string& name, const std::string& help) const {
  CLI::App* group = app_->add_subcommand(name, help);
  group->fallthrough();
  group->require_subcommand(1);
  return Syntax(group);
}

void Syntax::Footer(const std::string& text) const { app_->footer(text); }

}  // namespace broadsheet::cli
