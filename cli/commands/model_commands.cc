// train, segment, models: what lists are made with.

#include <cmath>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/evaluation_printer.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "cli/training_wait.h"
#include "common/json_writer.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

struct TrainArguments {
  bool detach = false;
  bool force = false;
  uint64_t seed = 1;
};

struct SegmentArguments {
  bool detach = false;
};

struct ModelsArguments {
  std::string action = "list";
  std::string id;
  bool json = false;
};

absl::StatusOr<ExitCode> Train(Session& session,
                               const TrainArguments& arguments) {
  v1::RunTrainingRequest request;
  request.set_request_id(session.make_id());
  request.set_force(arguments.force);
  request.set_seed(arguments.seed);
  auto started = session.client->RunTraining(request);
  if (!started.ok()) return started.status();
  if (arguments.detach) {
    *session.console->out << SafeLine(started->operation().id()) << "\n";
    return ExitCode::kOk;
  }
  auto ended = AwaitTraining(session, started->operation(), "train");
  if (!ended.ok()) return ended.status();
  *session.console->out << "model " << SafeLine(ended->model_id())
                        << (ended->promoted()
                                ? " is in use\n"
                                : " measures worse than the one in use; "
                                  "`broadsheet models promote` takes it "
                                  "all the same\n");
  if (!ended->evaluation().rankings().empty()) {
    *session.console->out << EvaluationText(ended->evaluation(),
                                            *session.console);
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> BuildSegment(Session& session,
                                      const SegmentArguments& arguments) {
  v1::BuildSegmentRequest request;
  request.set_request_id(session.make_id());
  auto started = session.client->BuildSegment(request);
  if (!started.ok()) return started.status();
  if (arguments.detach) {
    *session.console->out << SafeLine(started->operation().id()) << "\n";
    return ExitCode::kOk;
  }
  auto ended = AwaitTraining(session, started->operation(), "segment");
  if (!ended.ok()) return ended.status();
  const v1::Segment& segment = ended->segment();
  *session.console->out << absl::StrFormat(
      "segment %s: %s papers, %s readers, %s events, %s, %.1f MB\n",
      SafeLine(segment.id()), WithCommas(segment.papers()),
      WithCommas(segment.readers()), WithCommas(segment.events()),
      segment.model_id().empty()
          ? "no model"
          : "vectors of model " + SafeLine(segment.model_id()),
      static_cast<double>(segment.size()) / 1e6);
  return ExitCode::kOk;
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%SZ",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string MetricOf(const v1::Model& model, const std::string& name) {
  for (const v1::ModelMetric& metric : model.metrics()) {
    if (metric.name() != name) continue;
    const double value = metric.value();
    // A count, or a share.
    return value == std::floor(value) && std::abs(value) < 1e15
               ? WithCommas(static_cast<int64_t>(value))
               : absl::StrFormat("%.4g", value);
  }
  return "";
}

std::string ModelJson(const v1::Model& model) {
  JsonWriter json;
  json.BeginObject().Key("id").String(model.id());
  json.Key("in_use").Bool(model.in_use());
  json.Key("created_at").String(TimeText(model.created_at()));
  json.Key("size").Int(model.size());
  json.Key("note").String(model.note());
  for (const v1::ModelMetric& metric : model.metrics()) {
    json.Key(metric.name()).Number(metric.value());
  }
  json.EndObject();
  return json.Take() + "\n";
}

absl::StatusOr<ExitCode> ListModels(Session& session, bool as_json) {
  v1::ListModelsRequest request;
  request.set_page_size(100);
  auto listed = session.client->ListModels(request);
  if (!listed.ok()) return listed.status();
  Table table({{.header = "MODEL", .min_width = 26},
               {.header = "STATE", .min_width = 8},
               {.header = "CREATED", .min_width = 20, .rank = 2},
               {.header = "PAPERS", .min_width = 6, .rank = 4},
               {.header = "READERS", .min_width = 7, .rank = 5},
               {.header = "RECALL@20", .min_width = 9, .rank = 1},
               {.header = "NDCG@20", .min_width = 7, .rank = 3},
               {.header = "MB", .min_width = 5, .rank = 7},
               {.header = "NOTE", .min_width = 4, .rank = 6}});
  for (const v1::Model& model : listed->models()) {
    if (as_json) {
      *session.console->out << ModelJson(model);
      continue;
    }
    table.AddRow(
        {model.id(),
         model.in_use()            ? "in use"
         : model.has_promoted_at() ? "was in use"
                                   : "",
         TimeText(model.created_at()), MetricOf(model, "papers"),
         MetricOf(model, "readers"), MetricOf(model, "recall@20"),
         MetricOf(model, "ndcg@20"),
         absl::StrFormat("%.1f", static_cast<double>(model.size()) / 1e6),
         SafeLine(model.note())});
  }
  if (as_json) return ExitCode::kOk;
  if (listed->models().empty()) {
    *session.console->out << "no models yet\n";
  } else {
    *session.console->out << table.Render(session.console->width,
                                          session.console->colours);
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Models(Session& session,
                                const ModelsArguments& arguments) {
  if (arguments.action == "list") return ListModels(session, arguments.json);
  std::string now;
  if (arguments.action == "promote") {
    if (arguments.id.empty()) return UsageError("promote needs a model's id");
    v1::PromoteModelRequest request;
    request.set_request_id(session.make_id());
    request.set_model_id(arguments.id);
    auto promoted = session.client->PromoteModel(request);
    if (!promoted.ok()) return promoted.status();
    now = promoted->model().id();
  } else {
    v1::RollbackModelRequest request;
    request.set_request_id(session.make_id());
    auto back = session.client->RollbackModel(request);
    if (!back.ok()) return back.status();
    now = back->model().id();
  }
  *session.console->out << "in use: " << SafeLine(now) << "\n";
  return ExitCode::kOk;
}

void DeclareTrain(Syntax command, TrainArguments* arguments) {
  command.Flag("--detach", &arguments->detach,
               "Start it, print the operation's id, do not wait");
  command.Flag("--force", &arguments->force,
               "Take the model even when it measures worse");
  command
      .Add("--seed", &arguments->seed, "Equal seeds and data give equal models")
      .ShowDefault();
}

void DeclareSegment(Syntax command, SegmentArguments* arguments) {
  command.Flag("--detach", &arguments->detach,
               "Start it, print the operation's id, do not wait");
}

void DeclareModels(Syntax command, ModelsArguments* arguments) {
  command
      .Add("action", &arguments->action,
           "list, promote ID, or rollback to the one before")
      .ShowDefault()
      .OneOf({"list", "promote", "rollback"});
  command.Add("id", &arguments->id, "A model's id").Short(100);
  command.Flag("--json", &arguments->json, "One JSON object a line");
}

}  // namespace

void AddModelCommands(Syntax app, Command* chosen) {
  AddCommand<TrainArguments>(app, chosen, "train",
                             "Learns a model from papers and events",
                             DeclareTrain, Train);
  AddCommand<SegmentArguments>(
      app, chosen, "segment",
      "Makes a segment, from which recommenders start in seconds",
      DeclareSegment, BuildSegment);
  AddCommand<ModelsArguments>(app, chosen, "models",
                              "The models there are, and which is in use",
                              DeclareModels, Models);
}

}  // namespace broadsheet::cli
