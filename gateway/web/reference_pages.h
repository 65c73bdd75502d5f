#ifndef BROADSHEET_GATEWAY_WEB_REFERENCE_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_REFERENCE_PAGES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Papers as references: /papers/{id}.bib and .ris, /library.bib, .ris and
// .json, and the form that takes such files into a library. Thread-safe. `kit`
// must outlive it.
class ReferencePages {
 public:
  explicit ReferencePages(const PageKit* kit) : kit_(kit) {}

  enum class Format { kBibtex, kRis, kJson };

  HttpResponse OfPaper(HttpCall& call, Format format) const;
  // At most 10,000 papers.
  HttpResponse OfLibrary(HttpCall& call, Format format) const;
  HttpResponse ImportForm(HttpCall& call) const;
  // Saves what is known, and tells what is not. The same text imported twice
  // changes nothing the second time.
  HttpResponse Import(HttpCall& call) const;

 private:
  absl::StatusOr<std::vector<v1::SavedPaper>> TakeLibrary(
      const HttpCall& call) const;
  absl::Status Save(HttpCall& call, const std::vector<std::string>& ids) const;

  const PageKit* const kit_;
};

void AddReferencePages(Router& router, std::shared_ptr<const PageKit> kit);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_REFERENCE_PAGES_H_
