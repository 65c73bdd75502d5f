#include "recommend/encoder/encoder_options.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/flags.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/encoder/encoder_flags.h"

namespace broadsheet::recommend {
namespace {

using std::filesystem::perms;
using ::testing::HasSubstr;
using ::testing::StartsWith;

EncoderSettings Good() {
  EncoderSettings options;
  options.url = "http://127.0.0.1:8000";
  options.model = "BAAI/bge-small-en-v1.5";
  options.dimension = 384;
  return options;
}

std::string Complaint(const EncoderSettings& options) {
  return std::string(CheckEncoderOptions(options).message());
}

TEST(EncoderSettings, LeadToTheEmbeddingsOfAServer) {
  const std::pair<const char*, const char*> urls[] = {
      {"http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/embeddings"},
      {"http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1/embeddings"},
      {"https://a.example/v1", "https://a.example/v1/embeddings"},
      {"https://a.example/openai/", "https://a.example/openai/embeddings"},
      {"https://a.example/v1/embeddings", "https://a.example/v1/embeddings"}};
  for (const auto& [url, whole] : urls) {
    EncoderSettings options = Good();
    options.url = url;
    EXPECT_EQ(Complaint(options), "");
    EXPECT_EQ(EmbeddingsUrl(options), whole);
  }
}

TEST(EncoderSettings, RefuseWhatIsNoUrl) {
  for (const char* url :
       {"", "embedder", "ftp://a.example", "http://user@a.example",
        "http://a.example/v1?key=x", "grpc://", "grpc://host", "grpc://host:0",
        "grpc://host:70000", "grpc://host:port", "grpc://:80"}) {
    EncoderSettings options = Good();
    options.url = url;
    EXPECT_THAT(Complaint(options), HasSubstr("--encoder-url")) << url;
  }
}

TEST(EncoderSettings, NameTheFlagAndTheRule) {
  const auto with = [](auto change) {
    EncoderSettings options = Good();
    change(options);
    return Complaint(options);
  };
  EXPECT_THAT(with([](auto& o) { o.dimension = 0; }),
              HasSubstr("--encoder-dimension is not of 1 to 4096"));
  EXPECT_THAT(with([](auto& o) { o.dimension = 4097; }),
              HasSubstr("--encoder-dimension"));
  EXPECT_THAT(with([](auto& o) { o.model = ""; }),
              HasSubstr("--encoder-model is missing"));
  EXPECT_THAT(with([](auto& o) { o.name = "two words"; }),
              HasSubstr("--encoder-name"));
  EXPECT_THAT(with([](auto& o) { o.name = std::string(101, 'a'); }),
              HasSubstr("--encoder-name"));
  EXPECT_THAT(with([](auto& o) { o.max_batch = 0; }),
              HasSubstr("--encoder-batch"));
  EXPECT_THAT(with([](auto& o) { o.max_text_bytes = 10; }),
              HasSubstr("--encoder-text-bytes"));
  EXPECT_THAT(with([](auto& o) { o.paper_prefix = "\xff"; }),
              HasSubstr("--encoder-paper-prefix"));
  EXPECT_THAT(with([](auto& o) {
                o.query_prefix = std::string(150, 'a');
                o.max_text_bytes = 200;
              }),
              HasSubstr("--encoder-query-prefix is longer than half"));
}

TEST(EncoderSettings, GrpcNeedsANameOrAModelForOne) {
  EncoderSettings options = Good();
  options.url = "grpc://[::1]:8080";
  EXPECT_EQ(Complaint(options), "");
  EXPECT_EQ(GrpcTarget(options), "[::1]:8080");
  options.model = "";
  EXPECT_THAT(Complaint(options), HasSubstr("--encoder-name"));
  options.name = "house";
  EXPECT_EQ(Complaint(options), "");
}

TEST(EncoderName, ChangesWithWhatMakesVectorsIncomparable) {
  EncoderSettings options = Good();
  EXPECT_EQ(EncoderName(options), "BAAI/bge-small-en-v1.5:384");
  options.query_prefix = "query: ";
  EXPECT_EQ(EncoderName(options), "BAAI/bge-small-en-v1.5:384");
  options.paper_prefix = "passage: ";
  const std::string prefixed = EncoderName(options);
  EXPECT_THAT(prefixed, StartsWith("BAAI/bge-small-en-v1.5:384:"));
  options.paper_prefix = "document: ";
  EXPECT_NE(EncoderName(options), prefixed);
  options.name = "mine";
  EXPECT_EQ(EncoderName(options), "mine");
}

class EncoderKeyTest : public ::testing::Test {
 protected:
  ~EncoderKeyTest() override { std::filesystem::remove(path_); }

  absl::StatusOr<std::string> Read(const std::string& text,
                                   perms mode = perms::owner_read |
                                                perms::owner_write) {
    std::ofstream(path_) << text;
    std::filesystem::permissions(path_, mode);
    EncoderSettings options = Good();
    options.key_file = path_;
    return ReadEncoderKey(options);
  }

  std::string Complaint(const absl::StatusOr<std::string>& key) {
    return std::string(key.status().message());
  }

  const std::string path_ =
      absl::StrCat(::testing::TempDir(), "/encoder-key-", getpid());
};

TEST_F(EncoderKeyTest, IsTheOneWordOfTheFile) {
  EXPECT_EQ(*Read("sk-1\n"), "sk-1");
  EXPECT_EQ(*ReadEncoderKey(Good()), "");
}

TEST_F(EncoderKeyTest, IsNobodyElsesToRead) {
  const auto key = Read("sk-1", perms::owner_read | perms::others_read);
  EXPECT_THAT(Complaint(key), HasSubstr("--encoder-key-file"));
  EXPECT_THAT(Complaint(key), HasSubstr("chmod 600"));
}

TEST_F(EncoderKeyTest, IsRefusedWhenItCouldBeNoHeader) {
  EXPECT_THAT(Complaint(Read("sk-1\r\nX-Evil: yes")),
              HasSubstr("more than one word"));
  EXPECT_THAT(Complaint(Read("\n")), HasSubstr("is empty"));
  EncoderSettings options = Good();
  options.key_file = "/nowhere/key";
  const SystemClock clock;
  EXPECT_THAT(std::string(MakeEncoder(options, &clock).status().message()),
              HasSubstr("--encoder-key-file /nowhere/key"));
}

// What comes of the flags `arguments`.
absl::StatusOr<std::unique_ptr<Encoder>> Parse(
    std::vector<std::string> arguments) {
  FlagSet flags("test", "test");
  EncoderFlags values;
  AddEncoderFlags(&flags, &values);
  arguments.insert(arguments.begin(), "test");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  EXPECT_EQ(flags.Parse(static_cast<int>(argv.size()), argv.data()),
            std::nullopt);
  const SystemClock clock;
  return MakeEncoder(values, &clock);
}

TEST(EncoderFlags, MakeAnEncoder) {
  const auto encoder =
      Parse({"--encoder-url", "http://127.0.0.1:8000", "--encoder-model", "m",
             "--encoder-dimension", "300", "--encoder-batch", "5"});
  ASSERT_TRUE(encoder.ok()) << encoder.status();
  EXPECT_EQ((*encoder)->name(), "m:300");
  EXPECT_EQ((*encoder)->dimension(), 320u);
  EXPECT_EQ((*encoder)->max_batch(), 5u);
}

TEST(EncoderFlags, MakeNoneWithoutAUrl) {
  const auto encoder = Parse({});
  ASSERT_TRUE(encoder.ok()) << encoder.status();
  EXPECT_EQ(*encoder, nullptr);
  const auto forgotten = Parse({"--encoder-model", "m"});
  EXPECT_THAT(std::string(forgotten.status().message()),
              HasSubstr("--encoder-url is missing"));
}

}  // namespace
}  // namespace broadsheet::recommend
