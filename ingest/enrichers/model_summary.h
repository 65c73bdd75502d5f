#ifndef BROADSHEET_INGEST_ENRICHERS_MODEL_SUMMARY_H_
#define BROADSHEET_INGEST_ENRICHERS_MODEL_SUMMARY_H_

#include <string>

#include "ingest/paper_enricher.h"

namespace broadsheet::ingest {

// A summary of one sentence by a language model, behind an endpoint like
// OpenAI's (platform.openai.com/docs/api-reference/chat). It takes the place of
// the sentence that was picked from the abstract; answers that are no plain
// line of 1 to 500 bytes are refused, because the abstract could have talked
// the model into anything.
class ModelSummary final : public PaperEnricher {
 public:
  // `endpoint`: the server ("http://127.0.0.1:8000"), its /v1, or the whole
  // address of its chat/completions. `token` may be empty.
  ModelSummary(const std::string& endpoint, std::string model,
               std::string token);

  std::string_view name() const override { return "model-summary"; }
  bool repeats() const override { return false; }
  std::vector<HttpQuestion> Ask(
      std::span<const v1::Paper> papers) const override;
  absl::Status Read(std::string_view answer, std::span<const v1::Paper> papers,
                    std::span<v1::Paper> gains) const override;

 private:
  const std::string url_;
  const std::string model_;
  const std::string token_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHERS_MODEL_SUMMARY_H_
