#include "storage/paper_lists.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "storage/author_key.h"
#include "storage/edition_papers.h"
#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

constexpr int kStandardPage = 20;
constexpr int kMaxPage = 500;
// How many papers are looked at for those of an edition, which no index finds.
constexpr int kMaxSteps = 20000;

absl::Status Check(const v1::ListPapersRequest& query) {
  for (const Violation& violation :
       {CheckText("category", query.category(), 0, 1000),
        CheckText("author", query.author(), 0, 1000),
        CheckDay("first_day", query.first_day(), /*optional=*/true),
        CheckDay("last_day", query.last_day(), /*optional=*/true)}) {
    if (violation) return ToStatus(violation);
  }
  return absl::OkStatus();
}

// What the page token is bound to.
std::string Scope(const v1::ListPapersRequest& query) {
  const std::string filters[] = {"papers",          query.category(),
                                 query.first_day(), query.last_day(),
                                 query.author(),    query.edition()};
  return absl::StrJoin(filters, "\n");
}

// Values are written into the text, because a statement prepared for all
// combinations of filters would use none of the indexes.
std::string Conditions(Transaction& tx, const v1::ListPapersRequest& query,
                       const std::vector<std::string>& key) {
  auto quote = [&](const std::string& text) { return tx.sql.quote(text); };
  std::vector<std::string> all = {"not withdrawn"};
  if (!query.category().empty()) {
    all.push_back(
        absl::StrCat("categories @> array[", quote(query.category()), "]"));
  }
  if (!query.author().empty()) {
    // The index knows numbers, which two names may share.
    all.push_back(
        absl::StrCat("author_keys @> array[", AuthorKey(query.author()),
                     "] and authors @> array[", quote(query.author()), "]"));
  }
  if (!query.first_day().empty()) {
    all.push_back("announced >= " + quote(query.first_day()));
  }
  if (!query.last_day().empty()) {
    // Undated papers sort before every day, but are in no dated list.
    all.push_back("announced > '-infinity'");
    all.push_back("announced <= " + quote(query.last_day()));
  }
  if (!key.empty()) {
    all.push_back(absl::StrCat("announced <= ", quote(key[0]),
                               " and (announced < ", quote(key[0]), " or id > ",
                               quote(key[1]), ")"));
  }
  return absl::StrJoin(all, " and ");
}

// The table to choose from, with the condition on its rows.
absl::StatusOr<std::string> Source(Transaction& tx,
                                   const v1::ListPapersRequest& query,
                                   const std::string& conditions) {
  if (query.edition().empty()) {
    return absl::StrCat("papers where ", conditions);
  }
  const auto edition = EditionCondition(tx, query.edition());
  if (!edition.ok()) return edition.status();
  return absl::StrCat("(select * from papers where ", conditions,
                      " order by announced desc, id limit ", kMaxSteps,
                      ") newest where ", *edition);
}

}  // namespace

absl::StatusOr<internal::v1::ListPapersResponse> PaperLists::List(
    const CallContext& call, const internal::v1::ListPapersRequest& request) {
  const v1::ListPapersRequest& query = request.query();
  if (absl::Status valid = Check(query); !valid.ok()) return valid;
  const auto size = PageSize(query.page_size(), kStandardPage, kMaxPage);
  if (!size.ok()) return size.status();
  const std::string scope = Scope(query);
  const auto key = OpenKeyset(*tokens_, scope, query.page_token(), 2);
  if (!key.ok()) return key.status();
  return database_->Read(
      call,
      [&](Transaction& tx) -> absl::StatusOr<internal::v1::ListPapersResponse> {
        internal::v1::ListPapersResponse response;
        v1::ListPapersResponse* page = response.mutable_page();
        const auto source = Source(tx, query, Conditions(tx, query, *key));
        if (!source.ok()) return source.status();
        const auto rows = tx.sql.exec(
            absl::StrCat("select ", kPaperColumns, " from ", *source,
                         " order by announced desc, id limit ", *size + 1));
        for (const auto& row : rows) {
          if (page->papers_size() == *size) {
            const v1::Paper& last = page->papers(*size - 1);
            page->set_next_page_token(SealKeyset(
                *tokens_, scope, {SqlDay(last.announced()), last.id()}));
            break;
          }
          *page->add_papers() = PaperFromRow(row);
        }
        return response;
      });
}

}  // namespace broadsheet::storage
