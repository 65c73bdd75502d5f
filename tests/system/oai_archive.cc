#include "tests/system/oai_archive.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"

namespace broadsheet::testing {
namespace {

// What goes wrong, by the number of the request.
constexpr size_t kBusyEach = 7;
constexpr size_t kCutEach = 5;
constexpr size_t kExpiredEach = 11;
constexpr int kRecordsOfDay = 10;
constexpr char kToday[] = "2026-11-23";

std::string DayOf(int record) {
  const absl::CivilDay first(2026, 1, 1);
  return absl::FormatCivilTime(first + record / kRecordsOfDay);
}

void Send(int connection, const std::string& text) {
  (void)send(connection, text.data(), text.size(), MSG_NOSIGNAL);
}

std::string Head(int status, const std::string& headers, size_t bytes) {
  return absl::StrCat("HTTP/1.1 ", status, " Status\r\nContent-Length: ", bytes,
                      "\r\nConnection: close\r\n", headers, "\r\n");
}

std::string Document(const std::string& content) {
  return absl::StrCat(
      R"(<?xml version="1.0" encoding="UTF-8"?>)",
      R"(<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">)",
      "<responseDate>", kToday, "T00:00:00Z</responseDate>",
      "<request verb=\"ListRecords\">http://x/oai</request>", content,
      "</OAI-PMH>");
}

std::string Record(int number) {
  const std::string id = absl::StrFormat("2601.%05d", number + 1);
  return absl::StrCat(
      "<record><header><identifier>oai:arXiv.org:", id,
      "</identifier><datestamp>", DayOf(number),
      "</datestamp><setSpec>cs</setSpec></header><metadata>",
      R"(<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>)", id,
      "</id><submitter>Ada Example</submitter><version version=\"v1\">",
      "<date>Thu, 1 Jan 2026 10:00:00 GMT</date><size>10kb</size></version>",
      "<title>Study ", number, "</title><authors>Ada Example</authors>",
      "<categories>cs.CL</categories><abstract>We study case ", number,
      ".</abstract></arXivRaw></metadata></record>");
}

// The names and values of "a=b&c=d"; values of this test need no decoding.
std::map<std::string, std::string> Parameters(const std::string& query) {
  std::map<std::string, std::string> parameters;
  for (absl::string_view pair : absl::StrSplit(query, '&')) {
    parameters.insert(absl::StrSplit(pair, absl::MaxSplits('=', 1)));
  }
  return parameters;
}

}  // namespace

OaiArchive::OaiArchive(int records, int page_size)
    : page_size_(page_size), records_(records) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, any, size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("the archive cannot listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

OaiArchive::~OaiArchive() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

std::string OaiArchive::url() const {
  return absl::StrCat("http://127.0.0.1:", port_, "/oai");
}

std::vector<std::string> OaiArchive::queries() const {
  std::lock_guard<std::mutex> lock(mu_);
  return queries_;
}

void OaiArchive::Serve() {
  while (!stopping_) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    // A harvester that is killed in the middle leaves nobody waiting.
    const timeval patience = {.tv_sec = 5, .tv_usec = 0};
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience,
               sizeof(patience));
    Answer(connection);
    close(connection);
  }
}

void OaiArchive::Answer(int connection) {
  std::string request;
  char buffer[4096];
  while (request.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = recv(connection, buffer, sizeof(buffer), 0);
    if (got <= 0) return;
    request.append(buffer, static_cast<size_t>(got));
  }
  const size_t start = request.find('?') + 1;
  const std::string query =
      request.substr(start, request.find(' ', start) - start);
  size_t number = 0;
  {
    std::lock_guard<std::mutex> lock(mu_);
    queries_.push_back(query);
    number = queries_.size();
  }
  if (number % kBusyEach == 0) {
    ++faults_;
    return Send(connection, Head(503, "Retry-After: 1\r\n", 0));
  }
  if (number % kExpiredEach == 0 &&
      Parameters(query).count("resumptionToken")) {
    ++faults_;
    const std::string page =
        Document("<error code=\"badResumptionToken\">expired</error>");
    return Send(connection, Head(200, "", page.size()) + page);
  }
  const std::string page = PageOf(query);
  if (number % kCutEach == 0) {
    ++faults_;
    return Send(connection,
                Head(200, "", page.size()) + page.substr(0, page.size() / 2));
  }
  Send(connection, Head(200, "", page.size()) + page);
}

std::string OaiArchive::PageOf(const std::string& query) const {
  auto parameters = Parameters(query);
  int first = 0;
  if (!absl::SimpleAtoi(parameters["resumptionToken"], &first)) {
    while (first < records_ && DayOf(first) < parameters["from"]) ++first;
  }
  if (first >= records_) {
    return Document("<error code=\"noRecordsMatch\">none</error>");
  }
  return Document(List(first, std::min(first + page_size_, records_)));
}

std::string OaiArchive::List(int first, int end) const {
  std::string list = "<ListRecords>";
  for (int i = first; i < end; ++i) list += Record(i);
  absl::StrAppend(&list, "<resumptionToken>",
                  end < records_ ? absl::StrCat(end) : "",
                  "</resumptionToken></ListRecords>");
  return list;
}

}  // namespace broadsheet::testing
