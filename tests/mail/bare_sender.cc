// Signs mails and sends them, and does nothing else: what digest is compared
// with. bare_sender SMTP_URL KEY_FILE FOLDER CONNECTIONS, where FOLDER holds
// the mails that the server of these tests kept.

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "digest/dkim.h"
#include "digest/smtp.h"

namespace {

using broadsheet::digest::DkimSigner;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Without the three lines that the server put in front, and the signature.
std::string Unsigned(const std::string& kept) {
  return kept.substr(kept.find("\nFrom:") + 1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  auto signer = DkimSigner::Make({"example.org", "news", ReadFile(argv[2])});
  if (!signer.ok()) return 1;
  std::vector<std::string> mails;
  for (const auto& entry : std::filesystem::directory_iterator(argv[3])) {
    if (entry.path().extension() == ".eml") {
      mails.push_back(Unsigned(ReadFile(entry.path())));
    }
  }
  std::atomic<size_t> next = 0;
  std::atomic<int> sent = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < std::atoi(argv[4]); ++i) {
    threads.emplace_back([&] {
      broadsheet::digest::SmtpOptions options;
      options.url = argv[1];
      options.require_tls = false;
      const auto transport = broadsheet::digest::MakeSmtpTransport(options);
      for (size_t mail = next++; mail < mails.size(); mail = next++) {
        const auto message = (*signer)->Sign(mails[mail]);
        if (!message.ok()) continue;
        const auto result = transport->Send("news@example.org",
                                            "bare@example.org", "", *message);
        sent +=
            result.outcome == broadsheet::digest::SendResult::Outcome::kSent;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::printf("%d\n", sent.load());
  return sent == static_cast<int>(mails.size()) ? 0 : 1;
}
