#include "tests/faults/link.h"

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "boost/asio/connect.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "boost/asio/read.hpp"
#include "boost/asio/write.hpp"
#include "gtest/gtest.h"
#include "tests/support/files.h"

namespace broadsheet::faults {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

const tcp::endpoint kAnyPort(asio::ip::address_v4::loopback(), 0);

// Both ends of a connection through a link, in one thread.
class LinkTest : public ::testing::Test {
 protected:
  LinkTest()
      : acceptor_(io_, kAnyPort),
        link_(hub_.Tcp(acceptor_.local_endpoint().port())) {}

  void Connect() {
    client_ = std::make_unique<tcp::socket>(io_);
    client_->connect({asio::ip::address_v4::loopback(),
                      static_cast<uint16_t>(link_->port())});
    server_ = std::make_unique<tcp::socket>(acceptor_.accept());
  }

  static std::string Read(tcp::socket* from, size_t size) {
    std::string text(size, ' ');
    error_code error;
    text.resize(asio::read(*from, asio::buffer(text), error));
    return text;
  }

  // How the stream ends for its reader.
  static error_code End(tcp::socket* from) {
    char byte = 0;
    error_code error;
    from->read_some(asio::buffer(&byte, 1), error);
    return error;
  }

  static void Write(tcp::socket* to, const std::string& text) {
    asio::write(*to, asio::buffer(text));
  }

  asio::io_context io_;
  tcp::acceptor acceptor_;
  LinkHub hub_;
  std::unique_ptr<Link> link_;
  std::unique_ptr<tcp::socket> client_;
  std::unique_ptr<tcp::socket> server_;
};

TEST_F(LinkTest, PassesBytesBothWaysAndTheEndOfEach) {
  Connect();
  Write(client_.get(), "question");
  EXPECT_EQ(Read(server_.get(), 8), "question");
  client_->shutdown(tcp::socket::shutdown_send);
  EXPECT_EQ(End(server_.get()), asio::error::eof);
  Write(server_.get(), std::string(100000, 'a'));
  server_->close();
  EXPECT_EQ(Read(client_.get(), 100001), std::string(100000, 'a'));
}

TEST_F(LinkTest, ResetsWhatStandsAndWhatComesWhenItIsCut) {
  Connect();
  link_->Set(LinkMode::kCut);
  EXPECT_EQ(End(client_.get()), asio::error::connection_reset);
  EXPECT_EQ(End(server_.get()), asio::error::connection_reset);
  tcp::socket refused(io_);
  error_code error;
  refused.connect(
      {asio::ip::address_v4::loopback(), static_cast<uint16_t>(link_->port())},
      error);
  if (!error) error = End(&refused);
  EXPECT_EQ(error, asio::error::connection_reset);
  link_->Set(LinkMode::kPass);
  Connect();
  Write(client_.get(), "again");
  EXPECT_EQ(Read(server_.get(), 5), "again");
}

TEST_F(LinkTest, KeepsBytesBackWhileItIsStalled) {
  Connect();
  link_->Set(LinkMode::kStall);
  Write(client_.get(), "late");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(server_->available(), 0u);
  link_->Set(LinkMode::kPass);
  EXPECT_EQ(Read(server_.get(), 4), "late");
}

TEST_F(LinkTest, DelaysBytesInOrder) {
  Connect();
  link_->Set(LinkMode::kDelay, absl::Milliseconds(40));
  const auto begin = std::chrono::steady_clock::now();
  Write(client_.get(), "one");
  Write(client_.get(), "two");
  EXPECT_EQ(Read(server_.get(), 6), "onetwo");
  EXPECT_GE(std::chrono::steady_clock::now() - begin,
            std::chrono::milliseconds(40));
}

TEST_F(LinkTest, HalfCloseIsTheEndForTheClientOnly) {
  Connect();
  link_->Set(LinkMode::kHalfClose);
  EXPECT_EQ(End(client_.get()), asio::error::eof);
  Write(server_.get(), "lost");
  Write(client_.get(), "still heard");
  EXPECT_EQ(Read(server_.get(), 11), "still heard");
}

TEST_F(LinkTest, ClosesWhenTheServerIsNotThere) {
  acceptor_.close();
  tcp::socket client(io_);
  client.connect(
      {asio::ip::address_v4::loopback(), static_cast<uint16_t>(link_->port())});
  EXPECT_EQ(End(&client), asio::error::connection_reset);
}

TEST(UnixLink, StandsInForAUnixSocket) {
  using Unix = asio::local::stream_protocol;
  const testing::TempDir folder;
  asio::io_context io;
  Unix::acceptor acceptor(io, Unix::endpoint(folder.File("server")));
  LinkHub hub;
  const auto link = hub.Unix(folder.File("link"), folder.File("server"));
  Unix::socket client(io);
  client.connect(Unix::endpoint(folder.File("link")));
  Unix::socket server = acceptor.accept();
  asio::write(client, asio::buffer("hello", 5));
  std::string text(5, ' ');
  asio::read(server, asio::buffer(text));
  EXPECT_EQ(text, "hello");
}

}  // namespace
}  // namespace broadsheet::faults
