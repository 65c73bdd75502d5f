#include "recommend/trainer/scratch_folder.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

namespace fs = std::filesystem;
using broadsheet::testing::TempDir;

int CountOf(const std::string& folder) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    count += entry.exists() ? 1 : 0;
  }
  return count;
}

TEST(ScratchFolder, GoesWithItsOwner) {
  const TempDir parent;
  {
    const auto folder = ScratchFolder::Make(parent.File("work"));
    ASSERT_TRUE(folder.ok()) << folder.status();
    std::ofstream((*folder)->path() + "/file") << "gigabytes";
    EXPECT_EQ(CountOf(parent.File("work")), 1);
  }
  EXPECT_EQ(CountOf(parent.File("work")), 0);
}

TEST(ScratchFolder, LeavesThatOfAnotherOwnerWhoLives) {
  const TempDir parent;
  const auto first = ScratchFolder::Make(parent.path());
  const auto second = ScratchFolder::Make(parent.path());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE((*first)->path(), (*second)->path());
  EXPECT_TRUE(fs::exists((*first)->path()));
}

TEST(ScratchFolder, OfAKilledProcessGoesWithTheNextOne) {
  const TempDir parent;
  const pid_t owner = fork();
  if (owner == 0) {
    const auto folder = ScratchFolder::Make(parent.path());
    std::ofstream((*folder)->path() + "/file") << "gigabytes";
    kill(getpid(), SIGKILL);
  }
  int ended = 0;
  ASSERT_EQ(waitpid(owner, &ended, 0), owner);
  ASSERT_TRUE(WIFSIGNALED(ended));
  EXPECT_EQ(CountOf(parent.path()), 1);
  const auto next = ScratchFolder::Make(parent.path());
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(CountOf(parent.path()), 1);
  EXPECT_EQ(CountOf((*next)->path()), 1);  // The lock.
}

TEST(ScratchFolder, LeavesWhatIsNotItsOwn) {
  const TempDir parent;
  std::ofstream(parent.File("model")) << "kept";
  fs::create_directory(parent.File("unfinished-young"));  // No lock yet.
  ASSERT_TRUE(ScratchFolder::Make(parent.path()).ok());
  EXPECT_EQ(CountOf(parent.path()), 2);
}

}  // namespace
}  // namespace broadsheet::recommend
