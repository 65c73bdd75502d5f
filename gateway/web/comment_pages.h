#ifndef BROADSHEET_GATEWAY_WEB_COMMENT_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_COMMENT_PAGES_H_

#include <memory>
#include <string>
#include <vector>

#include "broadsheet/v1/comment_service.pb.h"
#include "gateway/http/router.h"
#include "gateway/web/comment_view.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// The comments of a paper, from ?comments=TOKEN on, for its page. Empty when
// storage does not answer: the paper matters more.
Discussion TakeDiscussion(const PageKit& kit, HttpCall& call,
                          const std::string& paper_id);

// The readers who are known as authors of the paper, or under the name
// (ListKnownAuthors). Empty when storage does not answer.
std::vector<v1::KnownAuthor> KnownAuthors(const PageKit& kit, HttpCall& call,
                                          v1::ListKnownAuthorsRequest request);

// Adds what the forms of a discussion post to: /comments/create, edit, delete,
// report and moderate; /claim, by which authors say that a paper is theirs; and
// /moderation, where editors see reports and claims. Nothing without
// CommentService in the method table.
void AddCommentPages(Router& router, std::shared_ptr<const PageKit> kit);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_COMMENT_PAGES_H_
