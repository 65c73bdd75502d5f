#include "tests/fuzz/json_bytes.h"

#include "broadsheet/v1/paper.pb.h"
#include "gateway/api/json_printer.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/fuzz/check.h"

namespace broadsheet::fuzz {

void PrintJson(std::string_view input) {
  // Of texts that are not UTF-8 protobuf complains aloud.
  const google::protobuf::LogSilencer quiet;
  const gateway::JsonPrinter printer(v1::Paper::descriptor());
  const auto text = printer.PrintBytes(input);
  v1::Paper paper;
  if (!paper.ParseFromArray(input.data(), static_cast<int>(input.size()))) {
    return;
  }
  Check(text.ok(), "every message can be written");
  Check(*text == *printer.Print(paper), "bytes and message say the same");
}

}  // namespace broadsheet::fuzz
