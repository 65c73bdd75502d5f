#include "storage/submitted_lists.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/days.h"
#include "common/errors.h"
#include "storage/edition_papers.h"
#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

constexpr int kStandardPage = 20;
constexpr int kMaxPage = 500;
// How many submissions are looked at for the neighbouring period of an edition,
// whose rows no index finds: by keywords in some 0.3 s.
constexpr int kMaxSteps = 2000;

// "1 paper", "2 papers".
std::string Count(int64_t count, const char* noun) {
  return absl::StrCat(count, " ", noun, count == 1 ? "" : "s");
}

struct Totals {
  int64_t papers;
  int64_t automatic;
  int64_t simulated;
  int64_t readers;
};

// For people: who made the list.
std::string Origin(const Totals& totals) {
  if (totals.papers == 0) return "nothing was submitted";
  const std::string papers = Count(totals.papers, "paper");
  if (totals.simulated == totals.papers) {
    return papers + " submitted by simulated readers";
  }
  if (totals.automatic == totals.papers) {
    return papers + " chosen by the automatic editor";
  }
  const std::string by = "submitted by " + Count(totals.readers, "reader");
  if (totals.automatic == 0) return papers + " " + by;
  return absl::StrCat(papers, ", ", totals.papers - totals.automatic, " ", by,
                      " and ", totals.automatic, " chosen automatically");
}

// One list, within one transaction.
class ListQuery {
 public:
  // `edition`: a condition on papers; empty: all.
  ListQuery(Transaction& tx, const v1::ListSubmittedRequest& query,
            const std::string& edition, const Period& period)
      : tx_(tx), query_(query), edition_(edition), period_(period) {}

  Totals ReadTotals() {
    const auto row = tx_.sql.exec(absl::StrCat(
        Listed(),
        "select count(*), count(*) filter (where s.automatic), count(*) filter "
        "(where s.automatic and s.submitter like 'sim%'), "
        "count(distinct s.submitter) filter (where not s.automatic) "
        "from listed s join papers on id = s.paper_id "
        "where not withdrawn",
        Edition()))[0];
    return {row[0].as<int64_t>(), row[1].as<int64_t>(), row[2].as<int64_t>(),
            row[3].as<int64_t>()};
  }

  // After `key` (votes, score, id) unless it is empty.
  pqxx::result ReadPage(const std::vector<std::string>& key, int size) {
    return tx_.sql.exec(absl::StrCat(
        Listed(), "select ", kSubmissionColumns, ", ", kPaperColumns,
        " from listed s join papers on id = s.paper_id where not withdrawn",
        Edition(), After(key),
        " order by upvotes desc, s.score desc, id limit ", size));
  }

  // The nearest period of the same kind that has a list; empty when none has.
  std::string Neighbour(bool later) {
    const char* order = later ? "asc" : "desc";
    const std::string beyond =
        later ? absl::StrCat("s.day > ", Quote(FormatDay(period_.last)))
              : absl::StrCat("s.day < ", Quote(FormatDay(period_.first)));
    std::string submissions = "submissions s";
    if (!edition_.empty()) {
      submissions = absl::StrCat("(select s.* from submissions s where ",
                                 beyond, Submitter(), " order by s.day ", order,
                                 " limit ", kMaxSteps, ") s");
    }
    const auto rows = tx_.sql.exec(absl::StrCat(
        "select s.day from ", submissions,
        " join papers on id = s.paper_id where ", beyond, Submitter(),
        Edition(), " and not withdrawn order by s.day ", order, " limit 1"));
    if (rows.empty()) return "";
    const auto day = ParseDay(rows[0][0].c_str());
    return day.ok() ? FormatPeriod(PeriodOf(period_.kind, *day)) : "";
  }

 private:
  std::string Quote(const std::string& text) { return tx_.sql.quote(text); }

  std::string Submitter() {
    if (query_.submitter().empty()) return "";
    return " and s.submitter = " + Quote(query_.submitter());
  }

  std::string Edition() {
    return edition_.empty() ? "" : absl::StrCat(" and ", edition_);
  }

  // Each paper once, with its first day of the period.
  std::string Listed() {
    return absl::StrCat(
        "with listed as (select distinct on (s.paper_id) s.* "
        "from submissions s where s.day between ",
        Quote(FormatDay(period_.first)), " and ",
        Quote(FormatDay(period_.last)), Submitter(),
        " order by s.paper_id, s.day) ");
  }

  std::string After(const std::vector<std::string>& key) {
    if (key.empty()) return "";
    const std::string votes = Quote(key[0]) + "::bigint";
    const std::string score = Quote(key[1]) + "::double precision";
    return absl::StrCat(" and (upvotes < ", votes, " or (upvotes = ", votes,
                        " and (s.score < ", score, " or (s.score = ", score,
                        " and id > ", Quote(key[2]), "))))");
  }

  Transaction& tx_;
  const v1::ListSubmittedRequest& query_;
  const std::string& edition_;
  const Period& period_;
};

// The simulator's readers are called sim-something; its submissions are
// automatic, too.
std::string ReasonText(const v1::Submission& submission) {
  const bool simulated = absl::StartsWith(submission.submitter(), "sim");
  if (submission.automatic() && !simulated) {
    return "chosen by the automatic editor";
  }
  return "submitted by " + submission.submitter();
}

v1::SubmittedPaper SubmittedFromRow(const pqxx::row& row, double* score) {
  const v1::Submission submission = SubmissionFromRow(row);
  *score = submission.score();
  v1::SubmittedPaper submitted;
  v1::ListedPaper* listed = submitted.mutable_listed();
  *listed->mutable_paper() = PaperFromRow(row, kSubmissionColumnCount);
  listed->set_score(static_cast<double>(listed->paper().upvotes()));
  listed->mutable_reason()->set_kind(v1::Reason::KIND_SUBMITTED);
  listed->mutable_reason()->set_text(ReasonText(submission));
  submitted.set_day(submission.day());
  submitted.set_submitter(submission.submitter());
  submitted.set_automatic(submission.automatic());
  return submitted;
}

void FillPage(const pqxx::result& rows, int size, const PageTokenCodec& tokens,
              const std::string& scope, v1::ListSubmittedResponse* page) {
  double score = 0;
  for (const auto& row : rows) {
    if (page->papers_size() == size) {
      const v1::Paper& last = page->papers(size - 1).listed().paper();
      page->set_next_page_token(
          SealKeyset(tokens, scope,
                     {absl::StrCat(last.upvotes()),
                      absl::StrFormat("%.17g", score), last.id()}));
      return;
    }
    *page->add_papers() = SubmittedFromRow(row, &score);
  }
}

// The period asked for; the latest day with a list, or today, for "".
absl::StatusOr<Period> FindPeriod(Transaction& tx,
                                  const v1::ListSubmittedRequest& query,
                                  const std::string& edition,
                                  absl::CivilDay today) {
  if (!query.period().empty()) {
    auto period = ParsePeriod(query.period());
    if (period.ok()) return period;
    return InvalidField("period", std::string(period.status().message()));
  }
  const Period until{Period::Kind::kDay, today + 1, today + 1};
  const std::string latest =
      ListQuery(tx, query, edition, until).Neighbour(/*later=*/false);
  if (latest.empty()) return PeriodOf(Period::Kind::kDay, today);
  return ParsePeriod(latest);
}

}  // namespace

absl::StatusOr<internal::v1::ListSubmittedResponse> SubmittedLists::List(
    const CallContext& call,
    const internal::v1::ListSubmittedRequest& request) {
  const v1::ListSubmittedRequest& query = request.query();
  const auto size = PageSize(query.page_size(), kStandardPage, kMaxPage);
  if (!size.ok()) return size.status();
  if (!query.submitter().empty()) {
    absl::Status valid =
        ToStatus(CheckReaderId("submitter", query.submitter()));
    if (!valid.ok()) return valid;
  }
  const absl::Time now = clock_->Now();
  return database_->Snapshot(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListSubmittedResponse> {
        std::string edition;
        if (!query.edition().empty()) {
          auto condition = EditionCondition(tx, query.edition());
          if (!condition.ok()) return condition.status();
          edition = *std::move(condition);
        }
        const auto period = FindPeriod(tx, query, edition, DayAt(now, zone_));
        if (!period.ok()) return period.status();
        const std::string name = FormatPeriod(*period);
        const std::string scope = absl::StrCat(
            "submitted ", name, " ", query.submitter(), " ", query.edition());
        const auto key = OpenKeyset(*tokens_, scope, query.page_token(), 3);
        if (!key.ok()) return key.status();
        ListQuery list(tx, query, edition, *period);
        internal::v1::ListSubmittedResponse response;
        v1::ListSubmittedResponse* page = response.mutable_page();
        FillPage(list.ReadPage(*key, *size + 1), *size, *tokens_, scope, page);
        page->set_period(name);
        page->set_first_day(FormatDay(period->first));
        page->set_last_day(FormatDay(period->last));
        page->set_previous_period(list.Neighbour(/*later=*/false));
        page->set_next_period(list.Neighbour(/*later=*/true));
        const Totals totals = list.ReadTotals();
        page->set_total(totals.papers);
        v1::ListInfo* info = page->mutable_info();
        info->set_origin(Origin(totals));
        *info->mutable_position() = ReadPosition(tx);
        *info->mutable_as_of() = TimestampOf(
            absl::FromUnixSeconds(absl::ToUnixSeconds(now) / 60 * 60));
        return response;
      });
}

}  // namespace broadsheet::storage
