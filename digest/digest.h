#ifndef BROADSHEET_DIGEST_DIGEST_H_
#define BROADSHEET_DIGEST_DIGEST_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/service_app.h"
#include "digest/options.h"

namespace broadsheet::digest {

// The parts of the process, put together: the desk behind the gRPC service, the
// planner, the senders, the reader of bounces.
class Digest {
 public:
  // `app` must outlive this. Adds the service to it.
  static absl::StatusOr<std::unique_ptr<Digest>> Make(const Options& options,
                                                      ServiceApp* app);
  ~Digest();

  // Begins to plan and to send.
  void Start();
  // Lets what is under way end.
  void Stop();

 private:
  struct Parts;
  explicit Digest(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_DIGEST_H_
