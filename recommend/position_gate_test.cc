#include "recommend/position_gate.h"

#include <atomic>
#include <future>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

v1::Position At(uint64_t commit, const std::string& epoch = "e") {
  v1::Position position;
  position.set_epoch(epoch);
  position.set_commit(commit);
  return position;
}

absl::Time Late() { return absl::Now() + absl::Seconds(60); }

// A call behind the gate.
class Call {
 public:
  Call(PositionGate* gate, const v1::Position& position, absl::Time until) {
    gate->Await(position, until, [this] { resumed_.set_value(); });
  }
  bool Resumed() const {
    return future_.wait_for(std::chrono::seconds(0)) ==
           std::future_status::ready;
  }
  bool ResumesSoon() const {
    return future_.wait_for(std::chrono::seconds(20)) ==
           std::future_status::ready;
  }

 private:
  std::promise<void> resumed_;
  std::future<void> future_ = resumed_.get_future();
};

TEST(PositionGate, LetsACallThatAsksForNothingGoOnAtOnce) {
  PositionGate gate;
  gate.Move(At(5));
  EXPECT_TRUE(Call(&gate, v1::Position(), Late()).Resumed());
  EXPECT_TRUE(Call(&gate, At(4), Late()).Resumed());
}

TEST(PositionGate, HoldsACallUntilTheHorizonHasPassedItsPosition) {
  PositionGate gate;
  gate.Move(At(5));
  const Call near(&gate, At(5), Late());
  const Call far(&gate, At(6), Late());
  EXPECT_EQ(gate.waiting(), 2u);
  gate.Move(At(6));
  EXPECT_TRUE(near.ResumesSoon());
  EXPECT_FALSE(far.Resumed());
  gate.Move(At(9));
  EXPECT_TRUE(far.ResumesSoon());
  EXPECT_EQ(gate.waiting(), 0u);
}

TEST(PositionGate, HoldsNoCallLongerThanItsTime) {
  PositionGate gate;
  gate.Move(At(5));
  const Call call(&gate, At(7), absl::Now() + absl::Milliseconds(30));
  EXPECT_TRUE(call.ResumesSoon());
}

TEST(PositionGate, LetsCallsGoOnWhenTheEpochChanges) {
  PositionGate gate;
  gate.Move(At(5));
  const Call call(&gate, At(7), Late());
  gate.Move(At(1, "another"));
  EXPECT_TRUE(call.ResumesSoon());
}

TEST(PositionGate, LetsCallsGoOnWhenItEnds) {
  auto gate = std::make_unique<PositionGate>();
  gate->Move(At(5));
  const Call call(gate.get(), At(7), Late());
  gate.reset();
  EXPECT_TRUE(call.Resumed());
}

TEST(PositionGate, HoldsABoundedNumberOfCalls) {
  PositionGate gate;
  gate.Move(At(5));
  std::atomic<size_t> resumed{0};
  for (size_t i = 0; i < PositionGate::kMaxWaiting + 3; ++i) {
    gate.Await(At(7), Late(), [&] { ++resumed; });
  }
  EXPECT_EQ(resumed, 3u);
  EXPECT_EQ(gate.waiting(), PositionGate::kMaxWaiting);
}

}  // namespace
}  // namespace broadsheet::recommend
