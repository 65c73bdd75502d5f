#include "gateway/api/hf_writes.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "common/paper_id.h"
#include "gateway/api/hf_body.h"
#include "gateway/api/hf_json.h"
#include "gateway/api/hf_links.h"
#include "gateway/checks.h"
#include "gateway/http/http_errors.h"
#include "gateway/policy.h"
#include "gateway/position.h"

namespace broadsheet::gateway {
namespace {

// A link that a person gave stays over what sources say.
constexpr int kByHand = 100;
constexpr size_t kMaxUrl = 500;
// Of as many writers of one paper at the same time the last one has its turn;
// votes for it count among them.
constexpr int kMaxTries = 20;

HttpResponse Answer(int status, JsonWriter* json) {
  return TextAnswer(status, "application/json; charset=utf-8", json->Take());
}

HttpResponse EmptyObject() {
  JsonWriter json;
  json.BeginObject().EndObject();
  return Answer(200, &json);
}

bool IsNewArxivId(const std::string& id) {
  const auto digits = [&](size_t from, size_t count) {
    return std::all_of(id.begin() + static_cast<int64_t>(from),
                       id.begin() + static_cast<int64_t>(from + count),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
  };
  if (id.size() != 9 && id.size() != 10) return false;
  return id[4] == '.' && digits(0, 4) && digits(5, id.size() - 5);
}

class HuggingFaceWrites {
 public:
  HuggingFaceWrites(Backend* backend, Stores* stores, MissingPapers* missing,
                    const MethodTable* methods)
      : backend_(backend),
        stores_(stores),
        missing_(missing),
        methods_(methods) {}

  HttpResponse Submit(HttpCall& call) const {
    HfBody body;
    if (absl::Status read = body.Parse(call); !read.ok()) {
      return ErrorAnswer(read);
    }
    const auto id = body.Text("paper_id", 1, 200);
    if (!id.ok()) return ErrorAnswer(id.status());
    const auto comment = body.Text("comment", 0, 4 * 65536);
    if (!comment.ok()) return ErrorAnswer(comment.status());
    const auto media = body.Urls("media_urls");
    if (!media.ok()) return ErrorAnswer(media.status());
    const auto fresh = NewMedia(call, *id, *media);
    if (!fresh.ok()) return ErrorAnswer(fresh.status());
    v1::SubmitPaperRequest request;
    request.set_request_id(MakeToken());
    request.set_paper_id(*id);
    v1::SubmitPaperResponse response;
    absl::Status status =
        methods_->Invoke("ReaderService/SubmitPaper", call.context,
                         call.identity, &request, &response);
    if (!status.ok()) return ErrorAnswer(status);
    status = AddMedia(call, response.submission().paper_id(), *fresh);
    if (!status.ok()) return ErrorAnswer(status);
    if (!comment->empty()) {
      const auto said = Say(call, *id, "", *comment);
      if (!said.ok()) return ErrorAnswer(said.status());
    }
    JsonWriter json;
    json.BeginObject();
    json.Key("paperId").String(response.submission().paper_id());
    json.Key("day").String(response.submission().day());
    json.Key("created").Bool(response.created());
    json.EndObject();
    return Answer(200, &json);
  }

  HttpResponse Comment(HttpCall& call) const {
    HfBody body;
    if (absl::Status read = body.Parse(call); !read.ok()) {
      return ErrorAnswer(read);
    }
    const auto text = body.Text("comment", 1, 4 * 65536);
    if (!text.ok()) return ErrorAnswer(text.status());
    const auto comment =
        Say(call, call.Variable("id"), call.Variable("cid"), *text);
    if (!comment.ok()) return ErrorAnswer(comment.status());
    JsonWriter json;
    json.BeginObject();
    json.Key("id").String(comment->comment_id());
    json.Key("author").String(comment->reader_id());
    json.Key("createdAt").String(HfTime(comment->created_at()));
    json.EndObject();
    return Answer(201, &json);
  }

  HttpResponse Index(HttpCall& call) const {
    HfBody body;
    if (absl::Status read = body.Parse(call); !read.ok()) {
      return ErrorAnswer(read);
    }
    const auto id = body.Text("arxivId", 1, 20);
    if (!id.ok()) return ErrorAnswer(id.status());
    if (!IsNewArxivId(*id)) {
      return ErrorAnswer(InvalidField("arxivId", "is not like 2407.21783"));
    }
    if (absl::Status may = MayWrite(call); !may.ok()) return ErrorAnswer(may);
    const auto known = GetPaper(*backend_, call.context, *id);
    if (known.ok() && !known->paper().bare()) return EmptyObject();
    if (!known.ok() && !absl::IsNotFound(known.status())) {
      return ErrorAnswer(known.status());
    }
    const absl::Status fetched = Fetch(call, *id);
    return fetched.ok() ? EmptyObject() : ErrorAnswer(fetched);
  }

  HttpResponse Links(HttpCall& call) const {
    HfBody body;
    if (absl::Status read = body.Parse(call); !read.ok()) {
      return ErrorAnswer(read);
    }
    const auto page = body.Text("projectPage", 0, kMaxUrl);
    if (!page.ok()) return ErrorAnswer(page.status());
    const auto code = body.Text("githubRepo", 0, kMaxUrl);
    if (!code.ok()) return ErrorAnswer(code.status());
    for (const absl::Status& valid :
         {CheckHfUrl("projectPage", *page), CheckHfUrl("githubRepo", *code),
          CheckOrganization(body), MayWrite(call)}) {
      if (!valid.ok()) return ErrorAnswer(valid);
    }
    const auto change = [&](v1::Paper* paper) {
      if (body.Has("projectPage")) {
        SetLink(*page, v1::PaperLink::KIND_PROJECT_PAGE, paper);
      }
      if (body.Has("githubRepo")) {
        SetLink(*code, v1::PaperLink::KIND_CODE, paper);
      }
    };
    absl::Status changed;
    for (int tries = 0; tries < kMaxTries; ++tries) {
      changed = ChangeLinks(call, change);
      if (ReasonOf(changed) != kChanged) break;
    }
    return changed.ok() ? EmptyObject() : ErrorAnswer(changed);
  }

  HttpResponse Claim(HttpCall& call) const {
    HfBody body;
    if (absl::Status read = body.Parse(call); !read.ok()) {
      return ErrorAnswer(read);
    }
    const auto id = body.Text("paperId", 1, 200);
    if (!id.ok()) return ErrorAnswer(id.status());
    const auto author = body.Text("claimAuthorId", 0, 24);
    if (!author.ok()) return ErrorAnswer(author.status());
    const auto target = body.Text("targetUserId", 0, 24);
    if (!target.ok()) return ErrorAnswer(target.status());
    if (!target->empty() && *target != HfUserId(call.identity.reader_id)) {
      return ErrorAnswer(InvalidField(
          "targetUserId", "is somebody else; authors claim for themselves"));
    }
    auto paper = FindPaper(call, *id);
    if (!paper.ok()) return ErrorAnswer(paper.status());
    v1::ClaimAuthorshipRequest request;
    request.set_paper_id(paper->id());
    for (const std::string& name : paper->authors()) {
      if (*author == HfAuthorId(*paper, name)) request.set_author(name);
    }
    if (!author->empty() && request.author().empty()) {
      return ErrorAnswer(
          InvalidField("claimAuthorId", "is no author of the paper"));
    }
    v1::ClaimAuthorshipResponse response;
    const absl::Status status =
        methods_->Invoke("CommentService/ClaimAuthorship", call.context,
                         call.identity, &request, &response);
    if (!status.ok()) return ErrorAnswer(status);
    JsonWriter json;
    json.BeginObject();
    json.Key("paperId").String(response.claim().paper_id());
    json.Key("author").String(response.claim().author());
    json.Key("status").String(response.claim().state() ==
                                      v1::AuthorshipClaim::STATE_ACCEPTED
                                  ? "verified"
                                  : "pending");
    json.EndObject();
    return Answer(200, &json);
  }

 private:
  static constexpr char kChanged[] = "PAPER_CHANGED";

  // What the other writes of readers need.
  static absl::Status MayWrite(const HttpCall& call) {
    return CheckAccess(*FindRule("CommentService/CreateComment"),
                       call.identity);
  }

  // As it stands: what a recommender remembers may lack what came since, which
  // a write would then undo. Unknown texts are unknown papers: the client knows
  // only 404.
  absl::StatusOr<v1::Paper> FindPaper(HttpCall& call,
                                      const std::string& text) const {
    const auto id = NormalizePaperId(text, "");
    if (!id.ok()) {
      return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                       absl::StrCat("there is no paper ", text));
    }
    auto found = GetPaper(*backend_, call.context, *id);
    if (!found.ok()) return found.status();
    if (!found->degraded().empty()) {
      return MakeError(absl::StatusCode::kUnavailable, "DEGRADED",
                       "storage does not answer, so nothing was changed; try "
                       "again later");
    }
    return std::move(*found->mutable_paper());
  }

  // Counts as a write, for those who may submit.
  absl::Status Fetch(HttpCall& call, const std::string& text) const {
    absl::Status may = methods_->AdmitWrite("ReaderService/SubmitPaper",
                                            call.context, call.identity);
    if (!may.ok()) return may;
    const auto id = NormalizePaperId(text, "");
    return missing_->Fetch(call.context, call.identity, id.ok() ? *id : text);
  }

  absl::StatusOr<v1::Comment> Say(HttpCall& call, const std::string& paper,
                                  const std::string& parent,
                                  const std::string& text) const {
    v1::CreateCommentRequest request;
    request.set_request_id(MakeToken());
    request.set_paper_id(paper);
    request.set_parent_id(parent);
    request.set_text(text);
    v1::CreateCommentResponse response;
    absl::Status status =
        methods_->Invoke("CommentService/CreateComment", call.context,
                         call.identity, &request, &response);
    if (!status.ok()) return status;
    return std::move(*response.mutable_comment());
  }

  // Authors whose claim was accepted, the submitter, editors.
  absl::Status MaySetLinks(HttpCall& call, const v1::Paper& paper) const {
    const Identity& who = call.identity;
    if (who.is_editor() ||
        (who.is_reader() && paper.submitted_by() == who.reader_id)) {
      return absl::OkStatus();
    }
    internal::v1::ListClaimsRequest list;
    list.mutable_query()->set_reader_id(who.reader_id);
    list.mutable_query()->set_state(v1::AuthorshipClaim::STATE_ACCEPTED);
    list.mutable_query()->set_page_size(200);
    const auto claims = stores_->ListClaims(call.context, list);
    if (!claims.ok()) return claims.status();
    for (const auto& claim : claims->page().claims()) {
      if (claim.paper_id() == paper.id()) return absl::OkStatus();
    }
    return MakeError(absl::StatusCode::kPermissionDenied, "AUTHORS_ONLY",
                     "only authors, the submitter and editors may do this");
  }

  // ABORTED (reason kChanged) where somebody else changes the paper between
  // reading and writing: then nothing is written.
  absl::Status ChangeLinks(
      HttpCall& call, const std::function<void(v1::Paper*)>& change) const {
    auto paper = FindPaper(call, call.Variable("id"));
    if (!paper.ok()) return paper.status();
    if (absl::Status may = MaySetLinks(call, *paper); !may.ok()) return may;
    change(&*paper);
    internal::v1::UpsertPapersRequest request;
    request.set_if_revision(true);
    v1::Paper& changed = *request.add_papers();
    changed.set_id(paper->id());
    changed.set_revision(paper->revision());
    changed.mutable_links()->Swap(paper->mutable_links());
    return Store(call, std::move(request));
  }

  static absl::Status CheckOrganization(const HfBody& body) {
    if (body.IsNull("organizationId")) return absl::OkStatus();
    return InvalidField("organizationId",
                        "is not kept: papers have no organization here");
  }

  // Those of `urls` that the paper lacks. Asked before the submission, so that
  // it does not stand without what was to come with it: media are from who
  // submits a paper first, or may set its links, while there is room.
  absl::StatusOr<std::vector<std::string>> NewMedia(
      HttpCall& call, const std::string& paper_id,
      const std::vector<std::string>& urls) const {
    if (urls.empty()) return urls;
    if (absl::Status may = MayWrite(call); !may.ok()) return may;
    auto paper = FindPaper(call, paper_id);
    if (absl::IsNotFound(paper.status())) {
      absl::Status fetched = Fetch(call, paper_id);
      if (!fetched.ok()) return fetched;
      paper = FindPaper(call, paper_id);
    }
    if (!paper.ok()) return paper.status();
    if (!paper->submitted_by().empty()) {
      absl::Status may = MaySetLinks(call, *paper);
      if (!may.ok()) return may;
    }
    std::vector<std::string> fresh = NewUrls(*paper, urls);
    absl::Status room = CheckMediaRoom(*paper, fresh.size());
    if (!room.ok()) return room;
    return fresh;
  }

  // Beside what others add meanwhile.
  absl::Status AddMedia(HttpCall& call, const std::string& paper_id,
                        const std::vector<std::string>& urls) const {
    if (urls.empty()) return absl::OkStatus();
    internal::v1::UpsertPapersRequest request;
    request.set_add_links(true);
    v1::Paper& paper = *request.add_papers();
    paper.set_id(paper_id);
    for (const std::string& url : urls) {
      v1::PaperLink& link = *paper.add_links();
      link.set_kind(v1::PaperLink::KIND_MEDIA);
      link.set_url(url);
    }
    return Store(call, std::move(request));
  }

  absl::Status Store(HttpCall& call,
                     internal::v1::UpsertPapersRequest request) const {
    request.set_precedence(kByHand);
    const auto stored = stores_->UpsertPaper(call.context, request);
    if (!stored.ok()) return stored.status();
    for (const v1::PaperResult& result : stored->results()) {
      if (result.outcome() == v1::PaperResult::OUTCOME_REFUSED) {
        if (result.field() == "revision") {
          return MakeError(absl::StatusCode::kAborted, kChanged,
                           "others change this paper all the time; nothing was "
                           "changed, try again");
        }
        return InvalidField(result.field(), result.rule());
      }
    }
    AnswerPosition(call.context, stored->position());
    return absl::OkStatus();
  }

  Backend* const backend_;
  Stores* const stores_;
  MissingPapers* const missing_;
  const MethodTable* const methods_;
};

}  // namespace

void RegisterHuggingFaceWrites(Router* router, Backend* backend, Stores* stores,
                               MissingPapers* missing,
                               const MethodTable* methods) {
  const auto writes = std::make_shared<const HuggingFaceWrites>(
      backend, stores, missing, methods);
  const auto add = [&](const char* pattern,
                       HttpResponse (HuggingFaceWrites::*answer)(HttpCall&)
                           const) {
    router->Add("POST", pattern, [writes, answer](HttpCall& call) {
      return ((*writes).*answer)(call);
    });
  };
  add("/api/papers/submit", &HuggingFaceWrites::Submit);
  add("/api/papers/index", &HuggingFaceWrites::Index);
  add("/api/papers/{id...}/comment", &HuggingFaceWrites::Comment);
  add("/api/papers/{id...}/comment/{cid}/reply", &HuggingFaceWrites::Comment);
  add("/api/papers/{id...}/links", &HuggingFaceWrites::Links);
  add("/api/settings/papers/claim", &HuggingFaceWrites::Claim);
}

}  // namespace broadsheet::gateway
