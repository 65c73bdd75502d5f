#include "digest/digest.h"

#include <sodium.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/days.h"
#include "common/errors.h"
#include "digest/bounces.h"
#include "digest/chooser.h"
#include "digest/desk.h"
#include "digest/digest_service.h"
#include "digest/dkim.h"
#include "digest/houses.h"
#include "digest/links.h"
#include "digest/maildir.h"
#include "digest/maildir_keeper.h"
#include "digest/planner.h"
#include "digest/smtp.h"
#include "digest/templates.h"

namespace broadsheet::digest {
namespace {

constexpr absl::Duration kBouncePause = absl::Seconds(10);
// How long what was erased stays in the maildir.
constexpr absl::Duration kSweepPause = absl::Minutes(1);

std::string RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  randombytes_buf(bytes.data(), size);
  return bytes;
}

std::string RandomId() { return absl::BytesToHexString(RandomBytes(12)); }

double Random() { return randombytes_uniform(1 << 20) / double{1 << 20}; }

// The content of the file that a flag names; a random text without one.
absl::StatusOr<std::string> ReadFile(const std::string& flag,
                                     const std::string& path) {
  if (path.empty()) return RandomBytes(32);
  std::ifstream file(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file), {}};
  if (!file || content.empty()) {
    return InvalidField(flag, absl::StrCat(path,
                                           ": cannot be read or is "
                                           "empty"));
  }
  return content;
}

absl::StatusOr<std::unique_ptr<DkimSigner>> MakeSigner(const Options& options) {
  if (options.dkim_key_file.empty()) return nullptr;
  auto key = ReadFile("--dkim-key-file", options.dkim_key_file);
  if (!key.ok()) return key.status();
  return DkimSigner::Make(
      {options.dkim_domain, options.dkim_selector, *std::move(key)});
}

std::string OwnerName() {
  std::string host(256, '\0');
  gethostname(host.data(), host.size() - 1);
  return absl::StrCat(std::string(host.c_str()).substr(0, 60), "-", getpid());
}

Desk::Options DeskOptions(const Options& options, const absl::TimeZone& zone) {
  Desk::Options desk;
  desk.zone = zone;
  if (!options.by_smtp()) desk.maildir = options.maildir;
  return desk;
}

MailSender::Options SendingOptions(const Options& options) {
  MailSender::Options sending = options.sending;
  sending.owner = OwnerName();
  sending.send_limit = options.smtp.timeout;
  if (sending.bounce_address.empty()) {
    sending.bounce_address = options.sender.address;
  }
  return sending;
}

std::function<std::unique_ptr<Transport>()> Connector(const Options& options) {
  if (options.by_smtp()) {
    return [smtp = options.smtp] { return MakeSmtpTransport(smtp); };
  }
  return [path = options.maildir] { return MakeMaildirTransport(path); };
}

}  // namespace

// In the order of their dependence.
struct Digest::Parts {
  Parts(const Options& given, const std::string& secret, absl::TimeZone zone,
        std::unique_ptr<DkimSigner> dkim,
        std::unique_ptr<Templates> mail_templates, ServiceApp* service_app)
      : options(given),
        app(service_app),
        houses(ConnectHouses(options.storage, options.recommend, app->tls())),
        links(secret, options.site),
        templates(std::move(mail_templates)),
        signer(std::move(dkim)),
        composer(options.sender, &links, templates.get()),
        chooser(houses.get(), &app->clock(), app->log()),
        planner({.zone = zone, .lease = options.sending.lease}, houses.get(),
                &chooser, &composer, &app->clock(), RandomId),
        pacer(options.domains),
        sender(SendingOptions(options), houses.get(), &composer, signer.get(),
               &pacer, Connector(options), RandomId, Random, &app->clock(),
               app->log(), &app->metrics()),
        keeper(options.maildir, houses.get(), &composer, &app->clock()),
        desk(DeskOptions(options, zone), houses.get(), &links, &composer,
             &chooser, &planner, &app->clock(), RandomBytes),
        service(&desk, app->rpcs()) {}

  ~Parts() { Stop(); }

  void Stop() {
    stopping = true;
    for (std::thread* thread : {&planning, &bouncing, &sweeping}) {
      if (thread->joinable()) thread->join();
    }
    sender.Stop();
  }

  void Pause(absl::Duration duration) const {
    const absl::Time until = absl::Now() + duration;
    while (!stopping && absl::Now() < until) {
      absl::SleepFor(std::min(until - absl::Now(), absl::Milliseconds(100)));
    }
  }

  void Plan() {
    while (!stopping) {
      const CallContext call(absl::Now() + absl::Seconds(50));
      const auto paused = houses->Paused(call);
      if (paused.ok()) sender.SetPaused(*paused);
      absl::StatusOr<Planner::Planned> planned = Planner::Planned();
      if (paused.ok() && !*paused) planned = planner.Plan(call);
      if (!planned.ok()) {
        app->log().Warning(
            "nothing can be chosen now",
            {{"error", std::string(planned.status().message())}});
      }
      if (!planned.ok() || planned->taken == 0) Pause(options.poll);
    }
  }

  // Does `work` again and again; `complaint` is logged when it fails.
  template <class Work>
  void Repeat(absl::Duration pause, const char* complaint, const Work& work) {
    while (!stopping) {
      const CallContext call(absl::Now() + absl::Seconds(50));
      const absl::Status done = work(call);
      if (!done.ok()) {
        app->log().Warning(complaint, {{"error", std::string(done.message())}});
      }
      Pause(pause);
    }
  }

  void ReadAllBounces() {
    Repeat(kBouncePause, "bounces wait", [this](const CallContext& call) {
      return ReadBounces(call, options.bounce_maildir, houses.get());
    });
  }

  void SweepMaildir() {
    Repeat(kSweepPause, "kept mails wait to be looked through",
           [this](const CallContext& call) { return keeper.Sweep(call); });
  }

  const Options options;
  ServiceApp* const app;
  std::unique_ptr<Houses> houses;
  Links links;
  std::unique_ptr<Templates> templates;
  std::unique_ptr<DkimSigner> signer;
  Composer composer;
  Chooser chooser;
  Planner planner;
  DomainPacer pacer;
  MailSender sender;
  MaildirKeeper keeper;
  Desk desk;
  DigestService service;
  std::atomic<bool> stopping = false;
  std::thread planning;
  std::thread bouncing;
  std::thread sweeping;
};

absl::StatusOr<std::unique_ptr<Digest>> Digest::Make(const Options& options,
                                                     ServiceApp* app) {
  if (sodium_init() < 0) return absl::InternalError("libsodium does not start");
  if (absl::Status valid = Validate(options); !valid.ok()) return valid;
  auto secret = ReadFile("--secret-file", options.secret_file);
  if (!secret.ok()) return secret.status();
  Options ready = options;
  if (!options.smtp_password_file.empty()) {
    auto password =
        ReadFile("--smtp-password-file", options.smtp_password_file);
    if (!password.ok()) return password.status();
    ready.smtp.password = std::string(absl::StripAsciiWhitespace(*password));
  }
  auto signer = MakeSigner(options);
  if (!signer.ok()) return signer.status();
  auto templates = Templates::Load(MailTemplates());
  if (!templates.ok()) return templates.status();
  if (!options.by_smtp()) {
    absl::Status made = MakeMaildir(options.maildir);
    if (!made.ok()) return made;
  }
  auto parts =
      std::make_unique<Parts>(ready, *secret, *LoadZone(options.zone),
                              *std::move(signer), *std::move(templates), app);
  app->AddService<v1::DigestService>(&parts->service);
  return std::unique_ptr<Digest>(new Digest(std::move(parts)));
}

Digest::Digest(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Digest::~Digest() = default;

void Digest::Start() {
  parts_->sender.Start();
  parts_->planning = std::thread([this] { parts_->Plan(); });
  if (!parts_->options.bounce_maildir.empty()) {
    parts_->bouncing = std::thread([this] { parts_->ReadAllBounces(); });
  }
  if (!parts_->options.by_smtp()) {
    parts_->sweeping = std::thread([this] { parts_->SweepMaildir(); });
  }
}

void Digest::Stop() { parts_->Stop(); }

}  // namespace broadsheet::digest
