#include "storage/server.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "storage/absorber.h"
#include "storage/account_store_service.h"
#include "storage/artifact_services.h"
#include "storage/change_feed.h"
#include "storage/change_feed_service.h"
#include "storage/comment_store_service.h"
#include "storage/coordination_services.h"
#include "storage/event_committer.h"
#include "storage/feed_trimmer.h"
#include "storage/follower_lags.h"
#include "storage/index_keeper.h"
#include "storage/mail_store_service.h"
#include "storage/migrator.h"
#include "storage/paper_store_service.h"
#include "storage/pool.h"
#include "storage/reader_store_service.h"
#include "storage/snapshot_cache.h"
#include "storage/statements.h"
#include "storage/vector_store_service.h"

namespace broadsheet::storage {
namespace {

// For the tailer, for followers that read the table, and for snapshots.
constexpr int kFeedPoolSize = 8;
constexpr int kSnapshots = 4;
constexpr absl::Duration kFirstPause = absl::Milliseconds(200);
constexpr absl::Duration kLongestPause = absl::Seconds(5);

PoolOptions MainPool(const Options& options) {
  PoolOptions pool;
  pool.conninfo = options.database;
  pool.size = options.pool_size;
  pool.statements = AllStatements();
  return pool;
}

// Of no other process, nor of this one before it was started again.
std::string OwnerName(const Clock& clock) {
  std::string host(256, '\0');
  gethostname(host.data(), host.size() - 1);
  return absl::StrCat(host.c_str(), "-", getpid(), "-",
                      absl::ToUnixNanos(clock.Now()));
}

std::string SnapshotDir(const Options& options) {
  if (!options.snapshot_dir.empty()) return options.snapshot_dir;
  std::error_code none;
  const auto dir = std::filesystem::temp_directory_path(none);
  return none ? "/tmp" : dir.string();
}

FeedTrimmer::Options TrimmerOptions(const Options& options,
                                    const std::string& owner) {
  FeedTrimmer::Options trimmer;
  trimmer.retention = options.feed_retention;
  // A short retention is kept to a hundredth.
  trimmer.interval = std::clamp(options.feed_retention / 100,
                                absl::Milliseconds(100), absl::Minutes(1));
  trimmer.owner = owner;
  return trimmer;
}

// Long statements of snapshots hold back no writer.
PoolOptions FeedPool(const Options& options) {
  PoolOptions pool = MainPool(options);
  pool.name = "feed";
  pool.size = kFeedPoolSize;
  pool.idle_limit = absl::Minutes(10);
  return pool;
}

absl::StatusOr<std::string> ReadSetting(Database* database, const char* name) {
  const CallContext call(absl::Now() + absl::Seconds(10));
  return database->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<std::string> {
        return tx.sql.exec_prepared("read_setting", name)[0][0]
            .as<std::string>();
      });
}

// The app takes signals only once it runs: until then they are pending.
bool AskedToStop() {
  sigset_t pending;
  sigemptyset(&pending);
  sigpending(&pending);
  return sigismember(&pending, SIGTERM) == 1 ||
         sigismember(&pending, SIGINT) == 1;
}

absl::Status Unreachable(const absl::Status& last, absl::Duration waited) {
  return MakeError(
      absl::StatusCode::kUnavailable, "DATABASE_UNREACHABLE",
      absl::StrCat("gave up after ", absl::FormatDuration(waited), ": ",
                   std::string(last.message()),
                   " -- is PostgreSQL running, does --database (or "
                   "BROADSHEET_DATABASE) name its socket or host, its user and "
                   "an existing database?"));
}

}  // namespace

absl::Status PrepareDatabase(const Options& options, const Logger& log) {
  const absl::Time until = absl::Now() + options.database_wait;
  absl::Duration pause = kFirstPause;
  while (true) {
    absl::Status migrated = Migrate(options.database, EmbeddedMigrations());
    if (!absl::IsUnavailable(migrated)) return migrated;
    if (AskedToStop()) return absl::CancelledError("stopped while waiting");
    if (absl::Now() + pause > until) {
      return Unreachable(migrated, options.database_wait);
    }
    log.Warning("waiting for the database",
                {{"error", std::string(migrated.message())}});
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(pause));
    pause = std::min(2 * pause, kLongestPause);
  }
}

struct Server::Impl {
  Impl(const Options& options, ServiceApp* service_app)
      : app(service_app),
        events(options.events),
        zone(*LoadZone(options.zone)),
        pool(MainPool(options), &app->clock(), &app->metrics()),
        feed_pool(FeedPool(options), &app->clock(), &app->metrics()),
        database(&pool, &app->metrics(),
                 [this](Commit commit) { feed.Offer(std::move(commit)); }),
        feed_database(&feed_pool, &app->metrics()),
        store(&feed_database),
        feed(
            &store, &app->clock(), app->log(), &app->metrics(), {},
            [this](bool healthy) { app->SetReady(healthy); },
            [this] { snapshots.ForgetAll(); }),
        snapshot_reader(&feed_database, kSnapshots),
        owner(OwnerName(app->clock())),
        snapshots(&snapshot_reader, &store, &app->clock(), app->log(),
                  &app->metrics(),
                  {SnapshotDir(options), options.snapshot_age, owner}),
        lags(&app->clock(), &app->metrics()),
        leases_of_feed(&feed_database, &app->clock()),
        trimmer(&feed_database, &leases_of_feed, &app->clock(), app->log(),
                &app->metrics(), TrimmerOptions(options, owner)),
        index_keeper(&feed_database, &leases_of_feed, app->log(),
                     {.owner = owner}),
        absorber(&database, &store, app->log(), {}) {}

  void Stop() {
    feed.Stop();
    snapshots.Stop();
    trimmer.Stop();
    index_keeper.Stop();
    absorber.Stop();
  }

  ~Impl() { Stop(); }

  v1::StorageStatus Status() const {
    v1::StorageStatus status;
    status.set_feed_lag_seconds(absl::ToDoubleSeconds(feed.lag()));
    status.set_connections_in_use(pool.in_use());
    status.set_connections(pool.size());
    status.set_calls_queued(
        static_cast<int32_t>(app->rpcs()->runtime()->queued()));
    return status;
  }

  ServiceApp* app;
  EventCommitterOptions events;
  absl::TimeZone zone;
  Pool pool;
  Pool feed_pool;
  Database database;
  Database feed_database;
  FeedStore store;
  ChangeFeed feed;
  SnapshotReader snapshot_reader;
  std::string owner;
  SnapshotCache snapshots;
  FollowerLags lags;
  LeaseRepository leases_of_feed;
  FeedTrimmer trimmer;
  IndexKeeper index_keeper;
  Absorber absorber;
  std::optional<PageTokenCodec> tokens;
  std::optional<Repositories> repositories;
  std::optional<EventCommitter> committer;
  std::optional<PaperStoreService> paper_store;
  std::optional<ReaderStoreService> reader_store;
  std::optional<AccountStoreService> account_store;
  std::optional<CommentStoreService> comment_store;
  std::optional<LeaseService> leases;
  std::optional<ArtifactService> artifacts;
  std::optional<EditionService> editions;
  std::optional<VectorStoreService> vectors;
  std::optional<CheckpointService> checkpoints;
  std::optional<MailStoreService> mail;
  std::optional<ChangeFeedService> change_feed;
};

Server::Server(const Options& options, ServiceApp* app)
    : impl_(std::make_unique<Impl>(options, app)) {}

Server::~Server() = default;

absl::Status Server::Start() {
  Impl& parts = *impl_;
  ServiceApp* app = parts.app;
  const auto secret = ReadSetting(&parts.database, "page_secret");
  if (!secret.ok()) return secret.status();
  parts.tokens.emplace(*secret);
  parts.repositories.emplace(&parts.database, &*parts.tokens, &app->clock(),
                             parts.zone);
  Repositories* repositories = &*parts.repositories;
  parts.paper_store.emplace(repositories, &parts.lags, app->rpcs(),
                            [&parts] { return parts.Status(); });
  parts.committer.emplace(&repositories->events, &app->metrics(), parts.events);
  parts.reader_store.emplace(repositories, &*parts.committer, app->rpcs());
  parts.account_store.emplace(repositories, app->rpcs());
  parts.comment_store.emplace(repositories, app->rpcs());
  parts.leases.emplace(repositories, app->rpcs());
  parts.artifacts.emplace(repositories, app->rpcs());
  parts.editions.emplace(repositories, app->rpcs());
  parts.vectors.emplace(repositories, app->rpcs());
  parts.checkpoints.emplace(repositories, app->rpcs());
  parts.mail.emplace(repositories, app->rpcs());
  parts.change_feed.emplace(&parts.feed, &parts.store, &parts.snapshots,
                            &parts.lags, &app->clock(), app->rpcs());
  if (absl::Status room = parts.snapshots.Check(); !room.ok()) return room;
  if (absl::Status started = parts.feed.Start(); !started.ok()) return started;
  app->AddService<internal::v1::PaperStoreService>(&*parts.paper_store);
  app->AddService<internal::v1::ReaderStoreService>(&*parts.reader_store);
  app->AddService<internal::v1::AccountStoreService>(&*parts.account_store);
  app->AddService<internal::v1::CommentStoreService>(&*parts.comment_store);
  app->AddService<internal::v1::LeaseService>(&*parts.leases);
  app->AddService<internal::v1::ArtifactService>(&*parts.artifacts);
  app->AddService<v1::EditionService>(&*parts.editions);
  app->AddService<internal::v1::VectorStoreService>(&*parts.vectors);
  app->AddService<internal::v1::CheckpointService>(&*parts.checkpoints);
  app->AddService<internal::v1::MailStoreService>(&*parts.mail);
  app->AddService<internal::v1::ChangeFeedService>(&*parts.change_feed);
  app->OnDrain([&parts] { parts.Stop(); });
  parts.trimmer.Start();
  parts.index_keeper.Start();
  parts.absorber.Start();
  app->SetReady(true);
  return absl::OkStatus();
}

}  // namespace broadsheet::storage
