// eval: how good the recommendations are.

#include <fstream>
#include <string>

#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/evaluation_printer.h"
#include "cli/training_wait.h"

namespace broadsheet::cli {
namespace {

struct EvaluationArguments {
  std::string split = "time";
  double held_out = 0.2;
  uint64_t seed = 1;
  std::string svg;
  bool json = false;
};

absl::Status WriteFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::trunc);
  file << content;
  file.close();
  return file ? absl::OkStatus() : UsageError(path + " cannot be written");
}

absl::StatusOr<ExitCode> Evaluate(Session& session,
                                  const EvaluationArguments& arguments) {
  v1::RunEvaluationRequest request;
  request.set_request_id(session.make_id());
  request.set_split(arguments.split == "random" ? v1::EVALUATION_SPLIT_RANDOM
                                                : v1::EVALUATION_SPLIT_TIME);
  request.set_held_out(arguments.held_out);
  request.set_seed(arguments.seed);
  auto started = session.client->RunEvaluation(request);
  if (!started.ok()) return started.status();
  auto ended = AwaitTraining(session, started->operation(), "eval");
  if (!ended.ok()) return ended.status();
  *session.console->out << (arguments.json ? EvaluationJson(ended->evaluation())
                                           : EvaluationText(ended->evaluation(),
                                                            *session.console));
  if (!arguments.svg.empty()) {
    absl::Status written =
        WriteFile(arguments.svg, EvaluationSvg(ended->evaluation()));
    if (!written.ok()) return written;
  }
  return ExitCode::kOk;
}

void DeclareEvaluation(Syntax command, EvaluationArguments* arguments) {
  command
      .Add("--split", &arguments->split,
           "time: what each reader wanted last is asked for; random: a "
           "random part")
      .ShowDefault()
      .OneOf({"time", "random"});
  command
      .Add("--held-out", &arguments->held_out,
           "The part of each reader's papers that is asked for")
      .ShowDefault()
      .InRange(0.01, 0.5);
  command.Add("--seed", &arguments->seed, "Of the random part").ShowDefault();
  command.Add("--svg", &arguments->svg, "Also draw it into this file");
  command.Flag("--json", &arguments->json, "One JSON object a line");
}

}  // namespace

void AddEvaluationCommand(Syntax app, Command* chosen) {
  AddCommand<EvaluationArguments>(
      app, chosen, "eval",
      "Measures the recommendations on the stored events, beside popularity "
      "and chance",
      DeclareEvaluation, Evaluate);
}

}  // namespace broadsheet::cli
