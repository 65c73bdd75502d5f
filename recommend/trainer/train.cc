#include "recommend/trainer/train.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "broadsheet/internal/v1/paper_store_service.grpc.pb.h"
#include "common/channel.h"
#include "common/grpc_status.h"
#include "common/service_app.h"
#include "recommend/encoder/encoder_flags.h"
#include "recommend/grpc_artifact_store.h"
#include "recommend/lease.h"
#include "recommend/process.h"
#include "recommend/role.h"
#include "recommend/storage_client.h"
#include "recommend/trainer/model_admin.h"
#include "recommend/trainer/model_service.h"
#include "recommend/trainer/scratch_folder.h"
#include "recommend/trainer/segment_job.h"
#include "recommend/trainer/trainer.h"
#include "recommend/trainer/training_job.h"

namespace broadsheet::recommend {
namespace {

constexpr absl::Duration kCountLimit = absl::Seconds(10);

struct Options {
  std::string storage = "127.0.0.1:8091";
  std::string work_dir;
  absl::Duration interval = absl::Hours(24);
  absl::Duration segment_interval = absl::Hours(6);
  ReadModelOptions model;
  std::string event_weights;
  EncoderFlags encoder;
  bool once = false;
  bool force = false;
  int threads = 2;
  int epochs = TrainingOptions().encoder.epochs;
  int keep = 5;
};

void AddFlags(FlagSet& flags, Options* options) {
  flags.Add("--storage", &options->storage, "address of storage");
  flags.Add("--work-dir", &options->work_dir,
            "folder for unfinished models; default: one below TMPDIR");
  flags.Add("--interval", &options->interval,
            "train by itself so often; 0s: never");
  flags.Add("--segment-interval", &options->segment_interval,
            "make a segment by itself so often, when there is anything new; "
            "0s: never");
  flags.Add("--half-life", &options->model.trend_half_life,
            "as the recommenders have it: it goes into segments");
  flags.Add("--event-weights", &options->event_weights,
            "as the recommenders have them: they go into segments");
  AddEncoderFlags(&flags, &options->encoder);
  flags.Add("--once", &options->once, "train one model, then end");
  flags.Add("--force", &options->force,
            "with --once: promote it even when it measures worse");
  flags.Add("--threads", &options->threads, "threads of a training, 1 to 64");
  flags.Add("--epochs", &options->epochs,
            "passes over the texts, 1 to 100: fewer take less time, more learn "
            "more");
  flags.Add("--keep", &options->keep,
            "models that storage keeps besides those in use, 1 to 100");
}

absl::Status Check(const Options& options) {
  if (options.interval < absl::ZeroDuration()) {
    return absl::InvalidArgumentError("--interval must not be below 0");
  }
  if (options.segment_interval < absl::ZeroDuration()) {
    return absl::InvalidArgumentError("--segment-interval must not be below 0");
  }
  if (options.threads < 1 || options.threads > 64) {
    return absl::InvalidArgumentError("--threads must be 1 to 64");
  }
  if (options.epochs < 1 || options.epochs > 100) {
    return absl::InvalidArgumentError("--epochs must be 1 to 100");
  }
  if (options.keep < 1 || options.keep > 100) {
    return absl::InvalidArgumentError("--keep must be 1 to 100");
  }
  return absl::OkStatus();
}

Trainer::Count MakeCount(const StorageAddress& storage) {
  using Papers = internal::v1::PaperStoreService;
  const std::shared_ptr<Papers::Stub> stub = Papers::NewStub(
      MakeChannel({.target = storage.target,
                   .services = {"broadsheet.internal.v1.PaperStoreService"},
                   .tls = storage.tls,
                   .peer_name = "storage"}));
  return [stub](const CallContext& call) -> absl::StatusOr<StoredCounts> {
    grpc::ClientContext context;
    PrepareCall(call, kCountLimit, &context);
    internal::v1::GetCatalogueStatusResponse response;
    const absl::Status status =
        FromGrpc(stub->GetCatalogueStatus(&context, {}, &response));
    if (!status.ok()) return status;
    return StoredCounts{response.papers(), response.events()};
  };
}

int TrainOnce(const ServiceApp& app, const Options& options, Trainer* trainer) {
  v1::RunTrainingRequest request;
  request.set_request_id(
      absl::StrCat("once-", absl::ToUnixMillis(app.clock().Now())));
  request.set_force(options.force);
  const auto begun = trainer->RunTraining(CallContext(), request);
  if (!begun.ok()) return app.Fail(begun.status());
  trainer->Wait();
  v1::GetTrainingOperationRequest get;
  get.set_operation_id(begun->operation().id());
  const auto ended = trainer->GetOperation(get);
  if (!ended.ok()) return app.Fail(ended.status());
  if (ended->operation().error().empty()) return 0;
  return app.Fail(absl::AbortedError(ended->operation().error()));
}

}  // namespace

int Train(int argc, char** argv) {
  ServiceApp app({.name = "trainer",
                  .port = 8095,
                  .description = "Makes the models that lists are made with.",
                  .peers = "gateway",
                  .nice = 10});
  Options options;
  std::string role = "train";
  AddRoleFlag(app.flags(), &role);
  AddFlags(app.flags(), &options);
  if (auto code = app.Parse(argc, argv)) return *code;
  if (absl::Status ok = Check(options); !ok.ok()) return app.Fail(ok);
  const absl::Status flags = CheckFlags(EditorOptions(), options.model);
  if (!flags.ok()) return app.Fail(flags);
  const auto weights = ParseEventWeights(options.event_weights);
  if (!weights.ok()) return app.Fail(weights.status());
  options.model.event_weights = *weights;
  TrainingJobOptions job_options;
  const auto scratch =
      ScratchFolder::Make(CacheDir(options.work_dir, app.listen_address()));
  if (!scratch.ok()) return app.Fail(scratch.status());
  job_options.dir = (*scratch)->path();
  job_options.keep = options.keep;
  job_options.encoder = EncoderNameOf(options.encoder);
  job_options.training.threads = options.threads;
  job_options.training.encoder.epochs = options.epochs;

  const StorageAddress storage{options.storage, app.tls()};
  GrpcChangeSource source(storage, SnapshotAge::kNow);
  GrpcArtifactStore store(storage);
  GrpcLease lease(storage, "training", ReplicaName(app.listen_address()),
                  kTrainingLeaseSeconds);
  TrainingJob job(&source, &store, job_options);
  SegmentJob segments(
      [&] { return std::make_unique<GrpcChangeSource>(storage); }, &store,
      app.log(), {.model = options.model, .dir = job_options.dir});
  Trainer trainer(&job, &segments, &store, &lease, MakeCount(storage),
                  &app.clock(), app.log(),
                  {.interval = options.interval,
                   .segment_interval = options.segment_interval});
  if (options.once) return TrainOnce(app, options, &trainer);
  ModelAdmin admin(&store);
  ModelService service(&trainer, &admin, app.rpcs());
  app.AddService<v1::ModelService>(&service);
  app.OnDrain([&] { source.Cancel(); });
  trainer.Start();
  app.SetReady(true);
  const int code = app.Run();
  trainer.Stop();
  return code;
}

}  // namespace broadsheet::recommend
