#ifndef BROADSHEET_TESTS_FAULTS_PAPER_WRITER_H_
#define BROADSHEET_TESTS_FAULTS_PAPER_WRITER_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/faults/clients.h"
#include "tests/faults/draws.h"
#include "tests/faults/journal.h"
#include "tests/faults/read_checker.h"
#include "tests/faults/writer.h"

namespace broadsheet::faults {

// Takes papers in through the gateway, changes and withdraws some. What a
// stream did not acknowledge goes into the next one. A paper that was ever in
// doubt stays as it is from then on: its first sending may still lie in some
// frozen process, and must not undo what came later.
class PaperWriter final : public Writer {
 public:
  // `number` makes its papers its own. The others must outlive this.
  PaperWriter(int number, uint64_t seed, const Clients* clients,
              Journal* journal);

 private:
  using Papers = std::vector<v1::Paper>;

  void Round() override;
  Papers Compose();
  v1::Paper NewPaper();
  // Nothing when there is none to be changed.
  std::string PickMine(const std::set<std::string>& taken);
  // Answers what was not acknowledged.
  Papers Send(const Papers& papers);
  void WriteAll(const Papers& papers,
                grpc::ClientReaderWriter<v1::IngestPapersRequest,
                                         v1::IngestPapersResponse>* stream);
  void Take(const Papers& papers, const v1::IngestPapersResponse& response,
            std::set<size_t>* acknowledged);
  void CheckOne(const Papers& papers);

  const int number_;
  const Clients* clients_;
  Journal* journal_;
  Draws draws_;
  ReadChecker reads_;
  int made_ = 0;
  // Those that may still be changed, as they should be.
  std::map<std::string, v1::Paper> mine_;
  v1::Position position_;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_PAPER_WRITER_H_
