#include "cli/input_stream.h"

#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::HasSubstr;

std::string Gzip(const std::string& text) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string Zstd(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(
      ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

// Lines that do not compress to nothing.
std::string SomeText() {
  std::string text;
  for (int i = 0; i < 100'000; ++i) {
    text += std::to_string(i * 7919 % 100'003) + "\n";
  }
  return text;
}

class InputStreamTest : public testing::Test {
 protected:
  InputStreamTest()
      : path_(testing::TempDir() + "input_stream_test_" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {}
  ~InputStreamTest() override { std::filesystem::remove(path_); }

  void Write(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }

  // All that can be read, and how the reading ended.
  std::pair<std::string, absl::Status> ReadAll() {
    auto stream = InputStream::Open(path_);
    if (!stream.ok()) return {"", stream.status()};
    return Drain(stream->get());
  }

  static std::pair<std::string, absl::Status> Drain(InputStream* stream) {
    std::string text;
    std::string buffer(10'000, '\0');
    while (true) {
      auto count = stream->Read(buffer.data(), buffer.size());
      if (!count.ok()) return {text, count.status()};
      if (*count == 0) return {text, absl::OkStatus()};
      text.append(buffer, 0, *count);
    }
  }

  const std::string path_;
};

TEST_F(InputStreamTest, ReadsPlainFilesAsTheyAre) {
  Write(SomeText());
  const auto [text, status] = ReadAll();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(text, SomeText());
}

TEST_F(InputStreamTest, ReadsAnEmptyFileAsNothing) {
  Write("");
  const auto [text, status] = ReadAll();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(text, "");
}

TEST_F(InputStreamTest, TellsGzipByItsBytesAndNotByItsName) {
  Write(Gzip(SomeText()));
  const auto [text, status] = ReadAll();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(text, SomeText());
}

TEST_F(InputStreamTest, ReadsZstd) {
  Write(Zstd(SomeText()));
  const auto [text, status] = ReadAll();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(text, SomeText());
}

TEST_F(InputStreamTest, ReadsSeveralMembersAndFrames) {
  Write(Gzip("one\n") + Gzip("two\n") + std::string(1024, '\0'));
  EXPECT_EQ(ReadAll().first, "one\ntwo\n");
  EXPECT_TRUE(ReadAll().second.ok());
  Write(Zstd("one\n") + Zstd("two\n"));
  EXPECT_EQ(ReadAll().first, "one\ntwo\n");
  EXPECT_TRUE(ReadAll().second.ok());
}

TEST_F(InputStreamTest, GivesWhatLiesBeforeATruncation) {
  for (const std::string& packed : {Gzip(SomeText()), Zstd(SomeText())}) {
    Write(packed.substr(0, packed.size() / 2));
    const auto [text, status] = ReadAll();
    EXPECT_GT(text.size(), 50'000u);
    EXPECT_EQ(text, SomeText().substr(0, text.size()));
    EXPECT_TRUE(absl::IsDataLoss(status));
    EXPECT_THAT(std::string(status.message()), HasSubstr("is truncated"));
  }
}

TEST_F(InputStreamTest, MissesEvenOneByteAtTheEnd) {
  for (const std::string& packed : {Gzip("text"), Zstd("text")}) {
    Write(packed.substr(0, packed.size() - 1));
    EXPECT_TRUE(absl::IsDataLoss(ReadAll().second));
  }
}

TEST_F(InputStreamTest, RefusesDamage) {
  std::string packed = Gzip(SomeText());
  packed[packed.size() / 2] ^= 0x55;
  Write(packed);
  EXPECT_THAT(std::string(ReadAll().second.message()), HasSubstr("is damaged"));
}

TEST_F(InputStreamTest, RefusesBytesAfterTheEndOfGzip) {
  Write(Gzip("text") + "more");
  EXPECT_EQ(ReadAll().first, "text");
  EXPECT_TRUE(absl::IsDataLoss(ReadAll().second));
}

// A bomb grows 1,000 times; a stream passes it on piece by piece.
TEST_F(InputStreamTest, UnpacksABombPieceByPiece) {
  constexpr size_t kBytes = 64 << 20;
  Write(Gzip(std::string(kBytes, ' ')));
  auto stream = InputStream::Open(path_);
  ASSERT_TRUE(stream.ok());
  std::string buffer(1000, '\0');
  auto count = (*stream)->Read(buffer.data(), buffer.size());
  ASSERT_TRUE(count.ok());
  EXPECT_LE(*count, buffer.size());
  EXPECT_LE((*stream)->bytes_read(), 256 << 10);
  EXPECT_EQ(Drain(stream->get()).first.size() + *count, kBytes);
}

TEST_F(InputStreamTest, RefusesZstdThatNeedsTooMuchMemory) {
  // The header of a frame with a window of 2 GiB.
  Write(std::string("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9));
  EXPECT_THAT(std::string(ReadAll().second.message()), HasSubstr("128 MiB"));
}

TEST_F(InputStreamTest, NamesCompressionsThatItDoesNotKnow) {
  Write(
      std::string("\xfd"
                  "7zXZ\0rest",
                  10));
  EXPECT_THAT(std::string(ReadAll().second.message()),
              HasSubstr("is compressed with xz"));
}

TEST_F(InputStreamTest, SaysWhyAFileCannotBeOpened) {
  const auto missing = ReadAll().second;
  EXPECT_TRUE(absl::IsNotFound(missing));
  EXPECT_THAT(std::string(missing.message()), HasSubstr("No such file"));
  std::filesystem::create_directory(path_);
  EXPECT_THAT(std::string(ReadAll().second.message()),
              HasSubstr("Is a directory"));
}

TEST_F(InputStreamTest, PeeksWithoutTakingAnything) {
  Write(Gzip(SomeText()));
  auto stream = InputStream::Open(path_);
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ((*stream)->Peek(), SomeText().substr(0, 512));
  EXPECT_EQ(Drain(stream->get()).first, SomeText());
}

TEST_F(InputStreamTest, CountsTheBytesOnTheDisk) {
  const std::string packed = Gzip(SomeText());
  Write(packed);
  auto stream = InputStream::Open(path_);
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ((*stream)->total_bytes(), static_cast<int64_t>(packed.size()));
  Drain(stream->get());
  EXPECT_EQ((*stream)->bytes_read(), static_cast<int64_t>(packed.size()));
}

}  // namespace
}  // namespace broadsheet::cli
