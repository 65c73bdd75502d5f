#ifndef BROADSHEET_TESTS_FAULTS_LINK_H_
#define BROADSHEET_TESTS_FAULTS_LINK_H_

#include <memory>
#include <string>

#include "absl/time/time.h"

namespace broadsheet::faults {

// What a link does with its connections.
enum class LinkMode {
  kPass,
  // Resets those that stand, and every new one.
  kCut,
  // A black hole: connections stay and new ones are taken, but no byte passes.
  // The bytes pass later, when the mode ends.
  kStall,
  // Every chunk of up to 16 KiB takes so much longer.
  kDelay,
  // The clients of those that stand read the end of the stream, while their
  // servers notice nothing. New connections pass.
  kHalfClose,
};

class LinkHub;

// A stream proxy that stands in for a server: clients connect to it. Closed and
// gone with its hub. Thread-safe.
class Link {
 public:
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Where it listens, for TCP.
  int port() const;
  // "127.0.0.1:PORT".
  std::string address() const;
  // Holds from the return of the call on, for as long as nothing else is set.
  void Set(LinkMode mode, absl::Duration delay = absl::ZeroDuration());
  LinkMode mode() const;

  class Impl;

 private:
  friend class LinkHub;
  explicit Link(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

// Makes links and runs all of them on one thread. Must outlive them.
// Thread-safe.
class LinkHub {
 public:
  LinkHub();
  ~LinkHub();
  LinkHub(const LinkHub&) = delete;
  LinkHub& operator=(const LinkHub&) = delete;

  // Listens on a free port of 127.0.0.1 in place of that port. Both throw
  // boost::system::system_error when they cannot listen.
  std::unique_ptr<Link> Tcp(int upstream_port);
  // Listens on the unix socket `path` in place of `upstream_path`.
  std::unique_ptr<Link> Unix(const std::string& path,
                             const std::string& upstream_path);

 private:
  struct Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_LINK_H_
