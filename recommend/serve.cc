#include "recommend/serve.h"

#include <algorithm>
#include <memory>
#include <string>
#include <thread>

#include "common/days.h"
#include "common/service_app.h"
#include "recommend/editor.h"
#include "recommend/encoder/encoder_flags.h"
#include "recommend/engine.h"
#include "recommend/engine_report.h"
#include "recommend/follower.h"
#include "recommend/grpc_artifact_store.h"
#include "recommend/model_keeper.h"
#include "recommend/process.h"
#include "recommend/query_vectors.h"
#include "recommend/recommend_service.h"
#include "recommend/recommender.h"
#include "recommend/role.h"
#include "recommend/segment_keeper.h"
#include "recommend/storage_client.h"
#include "recommend/vector_keeper.h"

namespace broadsheet::recommend {
namespace {

struct Options {
  std::string storage = "127.0.0.1:8091";
  std::string secret_file;
  std::string cache_dir;
  std::string zone = "America/New_York";
  std::string event_weights;
  std::string arms_text;
  bool segments = true;
  // As many as the processors that one caller leaves idle; more than three find
  // little to do, and a container has more processors than it may use.
  int helpers = std::clamp(
      static_cast<int>(std::thread::hardware_concurrency()) - 1, 0, 3);
  Arms arms;
  bool editor_on = true;
  EditorOptions editor;
  ReadModelOptions model;
  EncoderFlags encoder;
};

void AddFlags(FlagSet& flags, Options* options) {
  AddEncoderFlags(&flags, &options->encoder);
  flags.Add("--storage", &options->storage, "address of storage");
  flags.Add("--secret-file", &options->secret_file,
            "file with the secret that signs page tokens");
  flags.Add("--cache-dir", &options->cache_dir,
            "folder for models and segments, this process's own; default: one "
            "below TMPDIR for each address");
  flags.Add("--segments", &options->segments,
            "begin from the newest segment, when there is one, instead of from "
            "all rows");
  flags.Add(
      "--helpers", &options->helpers,
      "threads that do a part of the work for large lists while they "
      "have nothing else to do; by default the processors less one, at most 3");
  flags.Add("--zone", &options->zone, "time zone of the days");
  flags.Add("--editor", &options->editor_on, "make the list of idle days");
  flags.Add("--editor-papers", &options->editor.papers,
            "papers on a list that the automatic editor makes");
  flags.Add("--editor-hour", &options->editor.hour,
            "hour from which the automatic editor makes today's list");
  flags.Add("--half-life", &options->model.trend_half_life,
            "time in which trending attention halves");
  flags.Add("--event-weights", &options->event_weights,
            "what an event adds to a paper's attention, for instance "
            "\"upvote=4,save=4,share=3,read=2,click=1,view=1\"; the same "
            "for all replicas");
  flags.Add("--arms", &options->arms_text,
            "an experiment on feeds: arms with shares of the readers and what "
            "they change, for instance \"control=50; varied=50 lambda=0.6 "
            "exploration=3\"; the same for all replicas");
}

absl::Status Read(Options* options) {
  const absl::Status flags = CheckFlags(options->editor, options->model);
  if (!flags.ok()) return flags;
  if (options->helpers < 0 || options->helpers > 256) {
    return absl::InvalidArgumentError("--helpers must be 0 to 256");
  }
  const auto weights = ParseEventWeights(options->event_weights);
  if (!weights.ok()) return weights.status();
  options->model.event_weights = *weights;
  auto arms = Arms::Parse(options->arms_text);
  if (!arms.ok()) return arms.status();
  options->arms = *std::move(arms);
  const auto zone = LoadZone(options->zone);
  if (!zone.ok()) return zone.status();
  options->editor.zone = *zone;
  return absl::OkStatus();
}

// What a recommender needs of an embedding server.
struct Encoding {
  Encoding(std::unique_ptr<Encoder> made, const Engine* engine,
           const StorageAddress& storage, const std::string& replica,
           const ServiceApp& app)
      : encoder(std::move(made)),
        store(storage),
        lease(storage, "encoding", replica, kEncodingLeaseSeconds),
        queries(encoder.get(), &app.clock(), {}),
        keeper(engine, encoder.get(), &store, &lease, &app.clock(), app.log(),
               {}) {}

  std::unique_ptr<Encoder> encoder;
  GrpcVectorStore store;
  GrpcLease lease;
  QueryVectors queries;
  VectorKeeper keeper;
};

// Pointers, and what `loading` shares, must outlive what is made with it.
FollowerOptions Following(const Options& options, const CallContext& loading,
                          ModelKeeper* keeper, SegmentKeeper* segments) {
  FollowerOptions following;
  following.model = options.model;
  following.prepare = [keeper](ReadModel* model) { keeper->Prepare(model); };
  following.drop_segments = [segments] { segments->Forget(); };
  if (options.segments) {
    following.load_segment = [loading, segments, model = options.model] {
      return segments->Load(loading, model);
    };
  }
  return following;
}

// `encoding` may be null.
RecommenderOptions Answering(const Options& options, const std::string& secret,
                             const std::string& replica, Encoding* encoding) {
  RecommenderOptions answering;
  answering.secret = secret;
  answering.replica = replica;
  answering.arms = options.arms;
  answering.helpers = static_cast<size_t>(options.helpers);
  if (encoding == nullptr) return answering;
  answering.query_vectors = &encoding->queries;
  answering.vector_keeper = &encoding->keeper;
  return answering;
}

}  // namespace

int Serve(int argc, char** argv) {
  ServiceApp app({.name = "recommend",
                  .port = 8093,
                  .description = "Decides what to show.",
                  .peers = "gateway,digest",
                  // What is new comes into the lists, however many are asked
                  // for at a time: the one thread that takes it in goes first.
                  .workers_nice = 5});
  Options options;
  std::string role = "serve";
  AddRoleFlag(app.flags(), &role);
  AddFlags(app.flags(), &options);
  if (auto code = app.Parse(argc, argv)) return *code;
  if (absl::Status read = Read(&options); !read.ok()) return app.Fail(read);
  const std::string replica = ReplicaName(app.listen_address());
  const auto secret = ReadSecret(options.secret_file);
  if (!secret.ok()) return app.Fail(secret.status());

  const StorageAddress storage{options.storage, app.tls()};
  auto encoder = MakeEncoder(options.encoder, &app.clock());
  if (!encoder.ok()) return app.Fail(encoder.status());
  Engine engine(options.model);
  std::unique_ptr<Encoding> encoding;
  if (*encoder != nullptr) {
    encoding = std::make_unique<Encoding>(*std::move(encoder), &engine, storage,
                                          replica, app);
  }
  Recommender recommender(&engine, &app.clock(),
                          Answering(options, *secret, replica, encoding.get()));
  GrpcEditorStore editor_store(storage, replica);
  Editor editor(&engine, &editor_store, &app.clock(), app.log(),
                options.editor);
  RecommendService service(&engine, &recommender, app.rpcs());
  EditorService editor_service(&editor, app.rpcs());
  app.AddService<v1::RecommendService>(&service);
  app.AddService<v1::EditorService>(&editor_service);
  GrpcArtifactStore artifacts(storage);
  const std::string folder = CacheDir(options.cache_dir, app.listen_address());
  ArtifactCache cache(&artifacts, folder);
  ArtifactCache cache_of_segments(&artifacts, folder);
  ModelKeeper keeper(&engine, &cache, app.log(), {});
  GrpcChangeSource source(storage);
  SegmentKeeper segments(&artifacts, &cache_of_segments, app.log());
  const CallContext loading;
  Follower follower(&source, &engine, app.log(),
                    Following(options, loading, &keeper, &segments),
                    [&app] { app.SetReady(true); });
  ReportEngine(&engine, kModelVersion, &app.clock(), &app.metrics());
  if (encoding != nullptr) ReportEncoder(&encoding->keeper, &app.metrics());
  app.OnDrain([&] { editor.Stop(); });
  follower.Start();
  keeper.Start();
  if (options.editor_on) editor.Start();
  if (encoding != nullptr) encoding->keeper.Start();
  const int code = app.Run();
  loading.cancellation().Cancel();
  if (encoding != nullptr) encoding->keeper.Stop();
  keeper.Stop();
  follower.Stop();
  return code;
}

}  // namespace broadsheet::recommend
