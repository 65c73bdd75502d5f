#ifndef BROADSHEET_CLI_COMMANDS_SYNTAX_H_
#define BROADSHEET_CLI_COMMANDS_SYNTAX_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace broadsheet::cli {

// What a command line may say. Only syntax.cc sees the library that parses it,
// which takes five seconds to compile. Both classes are handles, to be passed
// by value; the whole outlives them.

// An option or argument, to be narrowed. A value that breaks a rule ends the
// parsing with an error that names the option and the rule.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option Required() const;
  // Shows the value that the variable has now in the help.
  Option ShowDefault() const;
  // Takes an environment variable's value when the option is not given.
  Option OrFrom(const std::string& variable) const;
  Option OneOf(const std::vector<std::string>& values) const;
  Option InRange(int first, int last) const;
  Option InRange(double first, double last) const;
  // YYYY-MM-DD.
  Option Day() const;
  // A day, week or month.
  Option Period() const;
  // 1 to `limit` bytes.
  Option Short(size_t limit) const;

 private:
  CLI::Option* option_;
};

// What a command takes: options ("--name"), arguments ("NAME"), subcommands.
// Variables must live until the parsing.
class Syntax {
 public:
  explicit Syntax(CLI::App* app) : app_(app) {}

  Option Add(const std::string& name, std::string* value,
             const std::string& help) const;
  // May be given several times.
  Option Add(const std::string& name, std::vector<std::string>* values,
             const std::string& help) const;
  Option Add(const std::string& name, int* value,
             const std::string& help) const;
  Option Add(const std::string& name, uint64_t* value,
             const std::string& help) const;
  Option Add(const std::string& name, double* value,
             const std::string& help) const;
  // Without a value: given or not.
  void Flag(const std::string& name, bool* value,
            const std::string& help) const;

  // Options of which one at most may be given.
  Syntax AtMostOneOf(const std::string& title) const;
  // A subcommand; `chosen` is called when a command line names it. The options
  // of this command may stand behind the subcommand's name, too.
  Syntax Subcommand(const std::string& name, const std::string& help,
                    std::function<void()> chosen) const;
  // A subcommand that needs one of its own subcommands.
  Syntax Group(const std::string& name, const std::string& help) const;

  // Ends the help.
  void Footer(const std::string& text) const;

 private:
  CLI::App* app_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_COMMANDS_SYNTAX_H_
