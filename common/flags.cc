#include "common/flags.h"

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

namespace broadsheet {
namespace {

std::string CheckDuration(const std::string& text) {
  absl::Duration parsed;
  if (absl::ParseDuration(text, &parsed)) return "";
  return "is not a duration: write 250ms, 5s or 1h30m";
}

template <class T>
void AddPlain(CLI::App* app, const std::string& flag, T* value,
              const std::string& help) {
  app->add_option(flag, *value, help)
      ->capture_default_str()
      ->envname(EnvironmentName(flag));
}

}  // namespace

FlagSet::FlagSet(const std::string& program, const std::string& description)
    : app_(std::make_unique<CLI::App>(description, program)) {
  app_->set_version_flag("--version", BROADSHEET_VERSION);
}

FlagSet::~FlagSet() = default;

void FlagSet::Add(const std::string& flag, std::string* value,
                  const std::string& help) {
  AddPlain(app_.get(), flag, value, help);
}

void FlagSet::Add(const std::string& flag, int* value,
                  const std::string& help) {
  AddPlain(app_.get(), flag, value, help);
}

void FlagSet::Add(const std::string& flag, double* value,
                  const std::string& help) {
  AddPlain(app_.get(), flag, value, help);
}

void FlagSet::Add(const std::string& flag, bool* value,
                  const std::string& help) {
  const std::string negative = absl::StrReplaceAll(flag, {{"--", "--no-"}});
  app_->add_flag(flag + ",!" + negative, *value, help)
      ->envname(EnvironmentName(flag));
}

void FlagSet::Add(const std::string& flag, absl::Duration* value,
                  const std::string& help) {
  app_->add_option_function<std::string>(
          flag,
          [value](const std::string& text) {
            absl::ParseDuration(text, value);
          },
          help)
      ->check(CheckDuration)
      ->default_str(absl::FormatDuration(*value))
      ->envname(EnvironmentName(flag));
}

std::optional<int> FlagSet::Parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_->exit(error) == 0 ? 0 : 2;
  }
  return std::nullopt;
}

CLI::App& FlagSet::app() { return *app_; }

std::string EnvironmentName(const std::string& flag) {
  const std::string bare = flag.substr(flag.find_first_not_of('-'));
  return "BROADSHEET_" +
         absl::AsciiStrToUpper(absl::StrReplaceAll(bare, {{"-", "_"}}));
}

}  // namespace broadsheet
