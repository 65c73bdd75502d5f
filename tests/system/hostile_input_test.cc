// Hundreds of hostile HTTP requests to the real gateway, made from classes of
// faults by a seeded generator: each is refused with a message, none is a
// server's error, none hangs.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

// What the server answers to these bytes until it closes or is silent after a
// whole head; empty when it hangs.
std::string Exchange(int port, const std::string& bytes) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) ==
      0) {
    size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t n =
          send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) break;  // It may refuse before it has read all.
      sent += static_cast<size_t>(n);
    }
    shutdown(fd, SHUT_WR);
    const absl::Time until = absl::Now() + kPatience;
    char buffer[16384];
    while (absl::Now() < until) {
      pollfd waiting{fd, POLLIN, 0};
      if (poll(&waiting, 1, 500) <= 0) continue;
      const ssize_t n = recv(fd, buffer, sizeof(buffer), 0);
      if (n <= 0) break;
      answer.append(buffer, static_cast<size_t>(n));
    }
  }
  close(fd);
  return answer;
}

// Makes requests with one fault each.
class Faults {
 public:
  Faults(unsigned seed, std::string token)
      : random_(seed), token_(std::move(token)) {}

  std::vector<std::string> All() {
    std::vector<std::string> all;
    for (int round = 0; round < 12; ++round) {
      for (std::string& request : Heads()) all.push_back(std::move(request));
      for (std::string& request : Targets()) all.push_back(std::move(request));
      for (std::string& request : Bodies()) all.push_back(std::move(request));
    }
    return all;
  }

 private:
  size_t Number(size_t low, size_t high) {
    return std::uniform_int_distribution<size_t>(low, high)(random_);
  }
  std::string Bytes(size_t size) {
    std::string bytes;
    for (size_t i = 0; i < size; ++i) {
      bytes += static_cast<char>(Number(128, 255));
    }
    return bytes;
  }
  template <class T>
  const T& OneOf(const std::vector<T>& list) {
    return list[Number(0, list.size() - 1)];
  }

  static std::string Request(const std::string& line,
                             const std::string& headers,
                             const std::string& body = "") {
    return absl::StrCat(line, "\r\nHost: localhost\r\nConnection: close\r\n",
                        headers, "\r\n", body);
  }
  std::string Json(const std::string& target, const std::string& body) {
    return Request(absl::StrCat("POST ", target, " HTTP/1.1"),
                   absl::StrCat("Authorization: Bearer ", token_,
                                "\r\nContent-Type: application/json\r\n"
                                "Content-Length: ",
                                body.size(), "\r\n"),
                   body);
  }

  // What is wrong with the head of the message.
  std::vector<std::string> Heads() {
    const std::string junk = std::to_string(Number(1, 999999));
    return {
        Request("GET / HTTP/9.9", ""),
        Request(absl::StrCat("GET /", Bytes(Number(1, 9)), " HTTP/1.1"), ""),
        Request("GET / HTTP/1.1", absl::StrCat("X Y: ", junk, "\r\n")),
        Request("GET / HTTP/1.1", absl::StrCat(": ", junk, "\r\n")),
        Request("GET / HTTP/1.1",
                absl::StrCat("X: ", std::string(Number(17000, 40000), 'a'),
                             "\r\n")),
        Request(absl::StrCat("GET /", std::string(Number(17000, 40000), 'a'),
                             " HTTP/1.1"),
                ""),
        Request("POST /api/v1/events HTTP/1.1",
                "Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"),
        Request("POST /api/v1/events HTTP/1.1",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "0\r\n\r\n"),
        Request("POST /api/v1/events HTTP/1.1",
                absl::StrCat("Content-Length: -", junk, "\r\n"), "a"),
        Request("POST /api/v1/events HTTP/1.1",
                absl::StrCat("Content-Length: 99999999", junk, "\r\n"), "a"),
        Request("POST /api/v1/events HTTP/1.1",
                "Transfer-Encoding: chunked\r\n",
                absl::StrCat("zz", junk, "\r\n")),
        absl::StrCat("GET / HTTP/1.1\r\nHost: evil", junk,
                     ".example\r\nConnection: close\r\n\r\n"),
        absl::StrCat(Bytes(Number(1, 60)), "\r\n\r\n"),
        Request(absl::StrCat("BREW", junk, " / HTTP/1.1"), ""),
    };
  }

  // What is wrong with the address.
  std::vector<std::string> Targets() {
    const std::string junk = std::to_string(Number(101, 999999));
    const auto get = [](const std::string& target) {
      return Request(absl::StrCat("GET ", target, " HTTP/1.1"), "");
    };
    return {
        get("/papers/%zz"),
        get("/papers/%"),
        get(absl::StrCat("/papers/", "%00", junk)),
        get(absl::StrCat("/../../etc/passwd", junk)),
        get(absl::StrCat("/static/..%2f..%2fetc%2f", junk)),
        get(absl::StrCat("/nowhere/", junk)),
        get("/api/v1/papers?page_size=-1"),
        get(absl::StrCat("/api/v1/papers?page_size=", junk, junk, junk)),
        get(absl::StrCat("/api/v1/papers?page_size=a", junk)),
        get(absl::StrCat("/api/v1/papers?unknown", junk, "=1")),
        get(absl::StrCat("/api/v1/papers?page_token=", junk)),
        get(absl::StrCat("/api/v1/comments?paper_id=2601.00001&page_token=",
                         junk)),
        get(absl::StrCat("/api/v1/search?query=",
                         std::string(Number(1100, 5000), 'a'))),
        get("/api/v1/search?query=%ff%fe"),
        get("/api/v1/lists?period=2025-13-40"),
        get(absl::StrCat("/api/daily_papers?date=", junk)),
        get(absl::StrCat("/api/daily_papers?p=-", junk)),
        get(absl::StrCat("/api/daily_papers?limit=", junk)),
        get("/api/daily_papers?sort=x&week=2025-W99"),
        get(absl::StrCat("/api/papers/search?q=",
                         std::string(Number(251, 900), 'q'))),
        get(absl::StrCat("/api/models?filter=", junk)),
        Request(absl::StrCat("DELETE /papers/", junk, " HTTP/1.1"), ""),
        Request("GET /api/v1/feed HTTP/1.1",
                absl::StrCat("Authorization: Bearer bs_", junk, "\r\n")),
    };
  }

  // What is wrong with the JSON.
  std::vector<std::string> Bodies() {
    const std::string junk = std::to_string(Number(1, 999999));
    const std::string target = OneOf<std::string>(
        {"/api/v1/events", "/api/v1/comments", "/api/v1/submissions",
         "/api/v1/accounts", "/api/v1/session", "/api/v1/tokens",
         "/api/v1/claims", "/api/papers/submit", "/api/papers/index"});
    return {
        Json(target, "{"),
        Json(target, absl::StrCat("{\"a", junk, "\":")),
        Json(target, "{'readerId':'a'}"),
        Json(target, absl::StrCat("[", junk, "]")),
        Json(target, absl::StrCat("\"", junk, "\"")),
        Json(target, "{\"readerId\":\"\\ud800\"}"),
        Json(target, absl::StrCat("{\"text\":\"", Bytes(5), "\"}")),
        Json(target, std::string(Number(2000, 5000), '[')),
        Json(target, absl::StrCat("{} ", junk)),
        Json(target, "{\"a\":NaN}"),
        Json("/api/v1/events", "{\"events\":{}}"),
        Json("/api/v1/events", "{\"events\":[]}"),
        Json("/api/v1/events",
             absl::StrCat("{\"events\":[{\"kind\":\"", junk, "\"}]}")),
        Json("/api/v1/events",
             absl::StrCat("{\"events\":[{\"value\":1e999}],\"x\":", junk, "}")),
        Json("/api/v1/comments",
             absl::StrCat("{\"readerId\":\"a\",\"requestId\":\"1\",\"paperId\":"
                          "\"2699.",
                          Number(10000, 99999), "\",\"text\":\"a\"}")),
        Json("/api/v1/comments",
             absl::StrCat("{\"readerId\":\"a b", junk, "\"}")),
        Json("/api/v1/comments",
             absl::StrCat("{\"readerId\":\"a\",\"requestId\":\"1\",\"paperId\":"
                          "\"2601.00001\",\"text\":\"",
                          std::string(Number(270000, 300000), 'a'), "\"}")),
        Json("/api/v1/comments",
             "{\"readerId\":\"a\",\"requestId\":\"1\",\"paperId\":"
             "\"2601.00001\",\"text\":\"a\\u0000b\"}"),
        Json("/api/v1/accounts",
             absl::StrCat("{\"readerId\":\"x\",\"email\":\"a\\r\\nBcc: ", junk,
                          "@b.c\",\"password\":\"12345678\"}")),
        Json("/api/v1/tokens",
             absl::StrCat("{\"readerId\":\"a\",\"label\":\"",
                          std::string(Number(101, 300), 'l'), "\"}")),
        Json("/api/v1/accounts:confirmEmail",
             absl::StrCat("{\"token\":\"", junk, "\"}")),
        Json("/mcp", absl::StrCat("{\"jsonrpc\":", junk)),
        Request("POST /api/v1/events HTTP/1.1",
                absl::StrCat("Authorization: Bearer ", token_,
                             "\r\nContent-Type: text/plain\r\n"
                             "Content-Length: 2\r\n"),
                "{}"),
        Request("POST /api/v1/events HTTP/1.1",
                absl::StrCat("Origin: https://evil", junk,
                             ".example\r\nContent-Length: 2\r\n"),
                "{}"),
    };
  }

  std::mt19937 random_;
  const std::string token_;
};

TEST(HostileInput, IsRefusedWithAMessageAndNeverAServersError) {
  Newspaper newspaper;
  newspaper.Cli({"ingest", newspaper.File("papers.jsonl", MadePapers(1))});
  int port = 0;
  const std::string address = newspaper.http_address();
  ASSERT_TRUE(absl::SimpleAtoi(address.substr(address.find(':') + 1), &port));
  const std::vector<std::string> requests =
      Faults(20261129, newspaper.operator_token()).All();
  EXPECT_GE(requests.size(), 500u);
  for (const std::string& request : requests) {
    const std::string answer = Exchange(port, request);
    const std::string shown = request.substr(0, 300);
    ASSERT_EQ(answer.rfind("HTTP/1.1 4", 0), 0u)
        << shown << "\n=> " << answer.substr(0, 500);
    const size_t body = answer.find("\r\n\r\n");
    ASSERT_NE(body, std::string::npos) << shown;
    EXPECT_GT(answer.size(), body + 4) << shown;
  }
  EXPECT_EQ(newspaper.Http({.target = "/healthz"}).status, 200);
}

}  // namespace
}  // namespace broadsheet::testing
