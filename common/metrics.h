#ifndef BROADSHEET_COMMON_METRICS_H_
#define BROADSHEET_COMMON_METRICS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/time/time.h"

namespace prometheus {
class Registry;
}

namespace broadsheet {

// The process's Prometheus metrics. Make counters and gauges at start and keep
// them: creation takes a lock. All names get the prefix "broadsheet_".
// Thread-safe.
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;

  class Counter {
   public:
    virtual ~Counter() = default;
    virtual void Add(double amount = 1) = 0;
    virtual double value() const = 0;
  };
  class Gauge {
   public:
    virtual ~Gauge() = default;
    virtual void Set(double value) = 0;
    virtual void Add(double amount) = 0;
  };
  // Seconds, in buckets from 100 us to 30 s.
  class Histogram {
   public:
    virtual ~Histogram() = default;
    virtual void Observe(absl::Duration duration) = 0;
  };

  Metrics();
  ~Metrics();

  // References stay valid as long as this. Equal name and labels give the same.
  Counter& MakeCounter(const std::string& name, const std::string& help,
                       const Labels& labels = {});
  Gauge& MakeGauge(const std::string& name, const std::string& help,
                   const Labels& labels = {});
  Histogram& MakeHistogram(const std::string& name, const std::string& help,
                           const Labels& labels = {});

  // `refresh` is called before each Text, for gauges of what is only known by
  // asking. Everything that it uses must outlive the last Text.
  void BeforeText(std::function<void()> refresh);

  // Prometheus's text format.
  std::string Text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_METRICS_H_
