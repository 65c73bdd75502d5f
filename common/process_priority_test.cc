#include "common/process_priority.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <future>
#include <string>
#include <thread>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

// "/autogroup-17 nice 5"; empty where the kernel has no such groups, and in
// the session that the machine began with.
std::string SessionNice() {
  std::ifstream file("/proc/self/autogroup");
  std::string line;
  std::getline(file, line);
  return line;
}

// Runs in a process of its own, which ends with 0 if the check holds.
template <class Check>
[[noreturn]] void InNewSession(Check check) {
  setsid();
  std::_Exit(LetOthersGoFirst(7).ok() && check() ? 0 : 1);
}

int ExitCodeOf(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

// Asked in a session of its own: the one that runs the tests may be without.
bool HasGroupsBySession() {
  const pid_t child = fork();
  if (child != 0) return child > 0 && ExitCodeOf(child) == 0;
  setsid();
  _exit(SessionNice().empty() ? 1 : 0);
}

int NiceOfNewThread() {
  int nice = 0;
  std::thread([&] { nice = getpriority(PRIO_PROCESS, 0); }).join();
  return nice;
}

TEST(ProcessPriorityTest, ThreadsThatBeginLaterLetOthersGoFirst) {
  const int expected = std::max(7, NiceOfNewThread());
  EXPECT_EXIT(InNewSession([&] { return NiceOfNewThread() == expected; }),
              testing::ExitedWithCode(0), "");
}

TEST(ProcessPriorityTest, WhatEarlierThreadsBeginLetsOthersGoFirst) {
  const int expected = std::max(7, NiceOfNewThread());
  EXPECT_EXIT(
      {
        std::promise<void> set;
        std::promise<int> nice;
        std::thread earlier([&] {
          set.get_future().wait();
          nice.set_value(NiceOfNewThread());
        });
        InNewSession([&] {
          set.set_value();
          earlier.join();
          return nice.get_future().get() == expected;
        });
      },
      testing::ExitedWithCode(0), "");
}

TEST(ProcessPriorityTest, ThreadLetsOthersOfItsProcessGoFirst) {
  int begun = 0;
  std::thread([&] {
    LetOtherThreadsGoFirst(3);
    begun = NiceOfNewThread();
  }).join();
  EXPECT_EQ(begun, std::min(19, NiceOfNewThread() + 3));
}

TEST(ProcessPriorityTest, SessionOfSomebodyElseStaysAsItIs) {
  const std::string expected = HasGroupsBySession() ? " nice 0" : "";
  EXPECT_EXIT(
      {
        // Neither the leader nor its child: the child of a child.
        setsid();
        if (const pid_t child = fork(); child > 0) _exit(ExitCodeOf(child));
        if (const pid_t child = fork(); child > 0) _exit(ExitCodeOf(child));
        const bool ok = LetOthersGoFirst(7).ok();
        _exit(ok && SessionNice().ends_with(expected) ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST(ProcessPriorityTest, SessionWithoutTerminalLetsOtherSessionsGoFirst) {
  if (!HasGroupsBySession()) GTEST_SKIP() << "no groups by session";
  EXPECT_EXIT(InNewSession([] { return SessionNice().ends_with(" nice 7"); }),
              testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace broadsheet
