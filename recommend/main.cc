// broadsheet-recommend: what to show. Follows storage, holds everything in
// memory, answers RecommendService, and runs the automatic editor.
#include <string>

#include "common/days.h"
#include "common/service_app.h"
#include "recommend/editor.h"
#include "recommend/engine.h"
#include "recommend/engine_report.h"
#include "recommend/follower.h"
#include "recommend/process.h"
#include "recommend/recommend_service.h"
#include "recommend/recommender.h"
#include "recommend/storage_client.h"

int main(int argc, char** argv) {
  using namespace broadsheet;
  using namespace broadsheet::recommend;
  ServiceApp app({.name = "recommend",
                  .port = 8093,
                  .description = "Decides what to show.",
                  .peers = "gateway"});
  std::string storage = "127.0.0.1:8091";
  std::string secret_file;
  std::string zone_name = "America/New_York";
  std::string event_weights;
  bool editor_on = true;
  EditorOptions editor_options;
  ReadModelOptions model_options;
  app.flags().Add("--storage", &storage, "address of storage");
  app.flags().Add("--secret-file", &secret_file,
                  "file with the secret that signs page tokens");
  app.flags().Add("--zone", &zone_name, "time zone of the days");
  app.flags().Add("--editor", &editor_on, "make the list of idle days");
  app.flags().Add("--editor-papers", &editor_options.papers,
                  "papers on a list that the automatic editor makes");
  app.flags().Add("--editor-hour", &editor_options.hour,
                  "hour from which the automatic editor makes today's list");
  app.flags().Add("--half-life", &model_options.trend_half_life,
                  "time in which trending attention halves");
  app.flags().Add("--event-weights", &event_weights,
                  "what an event adds to a paper's attention, for instance "
                  "\"upvote=4,save=4,share=3,read=2,click=1,view=1\"; the same "
                  "for all replicas");
  if (auto code = app.Parse(argc, argv)) return *code;

  const absl::Status flags = CheckFlags(editor_options, model_options);
  if (!flags.ok()) return app.Fail(flags);
  const auto weights = ParseEventWeights(event_weights);
  if (!weights.ok()) return app.Fail(weights.status());
  model_options.event_weights = *weights;
  const std::string replica = ReplicaName(app.listen_address());
  const auto secret = ReadSecret(secret_file);
  if (!secret.ok()) return app.Fail(secret.status());
  const auto zone = LoadZone(zone_name);
  if (!zone.ok()) return app.Fail(zone.status());
  editor_options.zone = *zone;

  Engine engine(model_options);
  Recommender recommender(&engine, &app.clock(), {*secret, replica});
  GrpcEditorStore editor_store({storage, app.tls()}, replica);
  Editor editor(&engine, &editor_store, &app.clock(), app.log(),
                editor_options);
  RecommendService service(&engine, &recommender, app.rpcs());
  EditorService editor_service(&editor, app.rpcs());
  app.AddService<v1::RecommendService>(&service);
  app.AddService<v1::EditorService>(&editor_service);
  GrpcChangeSource source({storage, app.tls()});
  Follower follower(&source, &engine, app.log(), {.model = model_options},
                    [&app] { app.SetReady(true); });
  ReportEngine(&engine, kModelVersion, &app.clock(), &app.metrics());
  app.OnDrain([&] { editor.Stop(); });
  follower.Start();
  if (editor_on) editor.Start();
  const int code = app.Run();
  follower.Stop();
  return code;
}
