// eval: how good the recommendations are.

#include <fstream>
#include <string>
#include <utility>

#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/evaluation_printer.h"
#include "cli/event_file.h"
#include "cli/training_wait.h"

namespace broadsheet::cli {
namespace {

struct EvaluationArguments {
  std::string events;
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

absl::StatusOr<v1::Operation> Start(Session& session,
                                    const v1::RunEvaluationRequest& request,
                                    const std::string& events) {
  const auto times = request.split() == v1::EVALUATION_SPLIT_TIME
                         ? EventTimes::kRequired
                         : EventTimes::kOptional;
  if (events.empty()) {
    auto started = session.client->RunEvaluation(request);
    if (!started.ok()) return started.status();
    return std::move(*started->mutable_operation());
  }
  auto started = session.client->EvaluateEvents(
      request, [&](const Client::EventSink& sink) {
        return ReadEvents(events, times, sink);
      });
  if (!started.ok()) return started.status();
  return std::move(*started->mutable_operation());
}

absl::StatusOr<ExitCode> Evaluate(Session& session,
                                  const EvaluationArguments& arguments) {
  v1::RunEvaluationRequest request;
  request.set_request_id(session.make_id());
  request.set_split(arguments.split == "random" ? v1::EVALUATION_SPLIT_RANDOM
                                                : v1::EVALUATION_SPLIT_TIME);
  request.set_held_out(arguments.held_out);
  request.set_seed(arguments.seed);
  auto started = Start(session, request, arguments.events);
  if (!started.ok()) return started.status();
  auto ended = AwaitTraining(session, *started, "eval");
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
  command.Add("--events", &arguments->events,
              "Measure on the events of this file (JSON lines, as `events` "
              "takes them) over the stored papers, instead of on the stored "
              "events; nothing of it is kept");
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
      "Measures the recommendations on the stored events, or those of a file, "
      "beside popularity and chance",
      DeclareEvaluation, Evaluate);
}

}  // namespace broadsheet::cli
