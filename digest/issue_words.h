#ifndef BROADSHEET_DIGEST_ISSUE_WORDS_H_
#define BROADSHEET_DIGEST_ISSUE_WORDS_H_

#include <string>

#include "broadsheet/internal/v1/mail.pb.h"
#include "broadsheet/v1/digest.pb.h"
#include "broadsheet/v1/list.pb.h"

namespace broadsheet::digest {

// What a mail prints of a paper: its summary, or the beginning of its abstract.
internal::v1::IssuePaper PrintedPaper(const v1::ListedPaper& listed);

// "Attention Is All You Need, and 9 more papers": at most some 78 letters.
std::string SubjectOf(const internal::v1::IssueContent& content);

// What the choice was made by: "new papers about cs.CL, by your taste".
std::string AboutOf(const v1::DigestSettings& settings);

// The text, or its beginning up to the end of a word, with an ellipsis, in at
// most `limit` bytes. Never cuts a letter.
std::string Shortened(const std::string& text, size_t limit);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_ISSUE_WORDS_H_
