#include "common/metrics.h"

#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"

namespace broadsheet {
namespace {

constexpr char kPrefix[] = "broadsheet_";

const prometheus::Histogram::BucketBoundaries& SecondsBuckets() {
  static const auto& buckets = *new prometheus::Histogram::BucketBoundaries{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
      0.1,    0.25,    0.5,    1,     2.5,    5,     10,   30};
  return buckets;
}

class CounterImpl final : public Metrics::Counter {
 public:
  explicit CounterImpl(prometheus::Counter& counter) : counter_(counter) {}
  void Add(double amount) override { counter_.Increment(amount); }
  double value() const override { return counter_.Value(); }

 private:
  prometheus::Counter& counter_;
};

class GaugeImpl final : public Metrics::Gauge {
 public:
  explicit GaugeImpl(prometheus::Gauge& gauge) : gauge_(gauge) {}
  void Set(double value) override { gauge_.Set(value); }
  void Add(double amount) override { gauge_.Increment(amount); }

 private:
  prometheus::Gauge& gauge_;
};

class HistogramImpl final : public Metrics::Histogram {
 public:
  explicit HistogramImpl(prometheus::Histogram& histogram)
      : histogram_(histogram) {}
  void Observe(absl::Duration duration) override {
    histogram_.Observe(absl::ToDoubleSeconds(duration));
  }

 private:
  prometheus::Histogram& histogram_;
};

using Key = std::pair<std::string, Metrics::Labels>;

// The wrapper of (name, labels), made by `make` when it is new.
template <class Interface, class Make>
Interface& FindOrMake(std::map<Key, std::unique_ptr<Interface>>& known,
                      const std::string& name, const Metrics::Labels& labels,
                      Make make) {
  auto& slot = known[{name, labels}];
  if (slot == nullptr) slot = make();
  return *slot;
}

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;
  std::mutex mu;
  std::map<Key, std::unique_ptr<Counter>> counters;      // GUARDED_BY(mu)
  std::map<Key, std::unique_ptr<Gauge>> gauges;          // GUARDED_BY(mu)
  std::map<Key, std::unique_ptr<Histogram>> histograms;  // GUARDED_BY(mu)
  std::vector<std::function<void()>> refreshers;         // GUARDED_BY(mu)
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

Metrics::Counter& Metrics::MakeCounter(const std::string& name,
                                       const std::string& help,
                                       const Labels& labels) {
  std::lock_guard<std::mutex> lock(impl_->mu);
  return FindOrMake(impl_->counters, name, labels, [&] {
    auto& family = prometheus::BuildCounter()
                       .Name(kPrefix + name)
                       .Help(help)
                       .Register(impl_->registry);
    return std::make_unique<CounterImpl>(family.Add(labels));
  });
}

Metrics::Gauge& Metrics::MakeGauge(const std::string& name,
                                   const std::string& help,
                                   const Labels& labels) {
  std::lock_guard<std::mutex> lock(impl_->mu);
  return FindOrMake(impl_->gauges, name, labels, [&] {
    auto& family = prometheus::BuildGauge()
                       .Name(kPrefix + name)
                       .Help(help)
                       .Register(impl_->registry);
    return std::make_unique<GaugeImpl>(family.Add(labels));
  });
}

Metrics::Histogram& Metrics::MakeHistogram(const std::string& name,
                                           const std::string& help,
                                           const Labels& labels) {
  std::lock_guard<std::mutex> lock(impl_->mu);
  return FindOrMake(impl_->histograms, name, labels, [&] {
    auto& family = prometheus::BuildHistogram()
                       .Name(kPrefix + name)
                       .Help(help)
                       .Register(impl_->registry);
    return std::make_unique<HistogramImpl>(
        family.Add(labels, SecondsBuckets()));
  });
}

void Metrics::BeforeText(std::function<void()> refresh) {
  std::lock_guard<std::mutex> lock(impl_->mu);
  impl_->refreshers.push_back(std::move(refresh));
}

std::string Metrics::Text() const {
  std::vector<std::function<void()>> refreshers;
  {
    std::lock_guard<std::mutex> lock(impl_->mu);
    refreshers = impl_->refreshers;
  }
  for (const auto& refresh : refreshers) refresh();
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace broadsheet
