#ifndef BROADSHEET_STORAGE_SERVER_H_
#define BROADSHEET_STORAGE_SERVER_H_

#include <memory>

#include "absl/status/status.h"
#include "common/service_app.h"
#include "storage/options.h"

namespace broadsheet::storage {

// Brings the database up to date, waiting for it as long as the options say.
absl::Status PrepareDatabase(const Options& options, const Logger& log);

// The parts of the process, put together. PrepareDatabase comes first.
class Server {
 public:
  // `app` must outlive this.
  Server(const Options& options, ServiceApp* app);
  ~Server();

  // Starts the change feed and adds the services to the app.
  absl::Status Start();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SERVER_H_
