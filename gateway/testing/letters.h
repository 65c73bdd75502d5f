#ifndef BROADSHEET_GATEWAY_TESTING_LETTERS_H_
#define BROADSHEET_GATEWAY_TESTING_LETTERS_H_

#include <vector>

#include "gateway/forwarding_backend.h"

namespace broadsheet::gateway {

// Keeps the letters that are queued. Other calls must not come.
class Letters final : public ForwardingBackend {
 public:
  Letters() : ForwardingBackend(nullptr) {}

  std::vector<internal::v1::QueueMailRequest> queued;
  // Storage does not take them.
  bool fails = false;

  absl::Status QueueMail(
      const CallContext&,
      const internal::v1::QueueMailRequest& request) override {
    if (fails) return absl::UnavailableError("no letters now");
    queued.push_back(request);
    return absl::OkStatus();
  }
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_TESTING_LETTERS_H_
