#include "gateway/web/comment_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "ctemplate/template.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr int kMaxDepth = 8;

std::string When(const v1::Comment& comment, absl::CivilDay today) {
  const absl::Time at = absl::FromUnixSeconds(comment.created_at().seconds());
  std::string text =
      RelativeDay(absl::ToCivilDay(at, absl::UTCTimeZone()), today);
  if (comment.has_edited_at() && !comment.deleted()) text += ", edited";
  return text;
}

// Deleted and hidden comments keep their place.
void FillText(const v1::Comment& comment, const Discussion& discussion,
              TemplateDictionary& entry) {
  const char* gone = comment.deleted()  ? "Deleted by its author."
                     : comment.hidden() ? "Hidden by an editor."
                                        : "";
  if (*gone != '\0') entry.SetValueAndShowSection("GONE_TEXT", gone, "GONE");
  const bool shown =
      !comment.deleted() && (!comment.hidden() || discussion.editor);
  if (!shown || comment.html().empty()) return;
  // The one place where HTML goes in as it is: the gateway made it from
  // Markdown, and it is safe.
  TemplateDictionary* html = entry.AddIncludeDictionary("HTML");
  html->SetFilename("comment_html.tpl");
  html->SetValue("COMMENT_HTML", comment.html());
}

void FillActions(const PageFrame& frame, const v1::Comment& comment,
                 const Discussion& discussion, int number,
                 TemplateDictionary& entry) {
  if (!frame.identity.is_reader() || comment.deleted()) return;
  const bool own = comment.reader_id() == frame.identity.reader_id;
  if (!comment.hidden()) {
    TemplateDictionary* reply = entry.AddSectionDictionary("REPLY");
    reply->SetValue("REQUEST_ID", absl::StrCat(frame.nonce, ".c", number));
    if (own) {
      TemplateDictionary* edit = entry.AddSectionDictionary("OWN");
      edit->SetValue("COMMENT_TEXT", comment.text());
    } else {
      entry.ShowSection("OTHERS");
    }
  }
  if (!discussion.editor) return;
  TemplateDictionary* moderate = entry.AddSectionDictionary("MODERATE");
  moderate->SetValue("HIDE_VALUE", comment.hidden() ? "no" : "yes");
  moderate->SetValue("HIDE_LABEL", comment.hidden() ? "Show again" : "Hide");
}

void AddComment(const PageFrame& frame, const Discussion& discussion,
                const v1::Comment& comment, int number,
                TemplateDictionary& list) {
  TemplateDictionary* entry = list.AddSectionDictionary("ENTRY");
  entry->SetValue("COMMENT_ID", comment.comment_id());
  entry->SetValue(
      "DEPTH_CLASS",
      absl::StrCat("depth-", std::clamp(comment.depth(), 0, kMaxDepth)));
  entry->SetValue(
      "WHO", comment.reader_id().empty() ? "Somebody" : comment.reader_id());
  if (comment.by_author()) entry->ShowSection("BY_AUTHOR");
  entry->SetValue("WHEN", When(comment, frame.today));
  FillText(comment, discussion, *entry);
  FillActions(frame, comment, discussion, number, *entry);
}

}  // namespace

void AddDiscussion(const PageFrame& frame, const Discussion& discussion,
                   TemplateDictionary& body) {
  if (!discussion.offered) return;
  TemplateDictionary* comments = body.AddIncludeDictionary("COMMENTS");
  comments->SetFilename("comments.tpl");
  comments->SetValue("PAPER_ID", discussion.paper_id);
  int number = 1;
  for (const v1::Comment& comment : discussion.comments) {
    AddComment(frame, discussion, comment, number++, *comments);
  }
  if (discussion.comments.empty()) comments->ShowSection("NONE");
  if (!discussion.more_url.empty()) {
    comments->SetValueAndShowSection("MORE_URL", discussion.more_url, "MORE");
  }
  if (frame.identity.is_reader()) {
    TemplateDictionary* write = comments->AddSectionDictionary("WRITE");
    write->SetValue("REQUEST_ID", absl::StrCat(frame.nonce, ".c0"));
  } else {
    comments->ShowSection("SIGN_IN");
  }
}

}  // namespace broadsheet::gateway
