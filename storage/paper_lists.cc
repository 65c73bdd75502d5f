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
// How many papers a page looks at for those of an edition, which no index
// finds: by keywords in some 0.4 s, on a busy machine twice that.
constexpr int kMaxSteps = 3000;
constexpr char kNewestFirst[] = " order by announced desc, id limit ";

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

// Makes one page, within one transaction.
class PageQuery {
 public:
  PageQuery(Transaction& tx, const PageTokenCodec& tokens,
            const v1::ListPapersRequest& query,
            const std::vector<std::string>& key)
      : tx_(tx),
        tokens_(tokens),
        query_(query),
        conditions_(Conditions(tx, query, key)) {}

  absl::Status Fill(int size, v1::ListPapersResponse* page) {
    const auto source = Source();
    if (!source.ok()) return source.status();
    const auto rows = tx_.sql.exec(absl::StrCat(
        "select ", kPaperColumns, " from ", *source, kNewestFirst, size + 1));
    for (const auto& row : rows) {
      if (page->papers_size() == size) {
        const v1::Paper& last = page->papers(size - 1);
        page->set_next_page_token(
            TokenAfter(SqlDay(last.announced()), last.id()));
        return absl::OkStatus();
      }
      *page->add_papers() = PaperFromRow(row);
    }
    if (!query_.edition().empty()) GoOnBehindSteps(page);
    return absl::OkStatus();
  }

 private:
  // The table to choose from, with the condition on its rows.
  absl::StatusOr<std::string> Source() {
    if (query_.edition().empty()) {
      return absl::StrCat("papers where ", conditions_);
    }
    const auto edition = EditionCondition(tx_, query_.edition());
    if (!edition.ok()) return edition.status();
    return absl::StrCat("(select * from papers where ", conditions_,
                        kNewestFirst, kMaxSteps, ") newest where ", *edition);
  }

  // The page has all that there is among the papers that were looked at; there
  // may be more behind the last of them.
  void GoOnBehindSteps(v1::ListPapersResponse* page) {
    const auto rows = tx_.sql.exec(
        absl::StrCat("select announced, id from papers where ", conditions_,
                     kNewestFirst, 1, " offset ", kMaxSteps - 1));
    if (rows.empty()) return;
    page->set_next_page_token(
        TokenAfter(rows[0][0].c_str(), rows[0][1].c_str()));
  }

  std::string TokenAfter(const std::string& day, const std::string& id) {
    return SealKeyset(tokens_, Scope(query_), {day, id});
  }

  Transaction& tx_;
  const PageTokenCodec& tokens_;
  const v1::ListPapersRequest& query_;
  const std::string conditions_;
};

}  // namespace

absl::StatusOr<internal::v1::ListPapersResponse> PaperLists::List(
    const CallContext& call, const internal::v1::ListPapersRequest& request) {
  const v1::ListPapersRequest& query = request.query();
  if (absl::Status valid = Check(query); !valid.ok()) return valid;
  const auto size = PageSize(query.page_size(), kStandardPage, kMaxPage);
  if (!size.ok()) return size.status();
  const auto key = OpenKeyset(*tokens_, Scope(query), query.page_token(), 2);
  if (!key.ok()) return key.status();
  auto body =
      [&](Transaction& tx) -> absl::StatusOr<internal::v1::ListPapersResponse> {
    internal::v1::ListPapersResponse response;
    PageQuery page(tx, *tokens_, query, *key);
    const absl::Status filled = page.Fill(*size, response.mutable_page());
    if (!filled.ok()) return filled;
    return response;
  };
  // Where an edition's page ends, a second statement says.
  return query.edition().empty() ? database_->Read(call, body)
                                 : database_->Snapshot(call, body);
}

}  // namespace broadsheet::storage
