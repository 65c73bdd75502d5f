#include "gateway/comments/markdown.h"

#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxDepth = 32;

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIterator {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string PlainHtml(std::string_view text) {
  return absl::StrCat("<p>", Escape(text), "</p>\n");
}

bool IsSafe(std::string_view url) {
  for (const char* scheme : {"http://", "https://", "mailto:"}) {
    if (absl::StartsWithIgnoreCase(AsAbsl(url), scheme)) return true;
  }
  return false;
}

// What an address may not contain as it is, percent-encoded; then for HTML.
std::string Href(std::string_view url) {
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte >= 0x7f || c == '"' || c == '<' || c == '>' ||
        c == '\\' || c == '^' || c == '`' || c == '{' || c == '|' || c == '}') {
      absl::StrAppendFormat(&out, "%%%02X", byte);
    } else {
      out += c;
    }
  }
  return Escape(out);
}

// cmark works through each container of a line for each line: depth costs its
// square. What begins with that many markers is no comment of a person.
bool TooDeep(std::string_view text) {
  for (absl::string_view line : absl::StrSplit(AsAbsl(text), '\n')) {
    int markers = 0;
    for (const char c : line) {
      if (c == '>' || c == '-' || c == '*' || c == '+' || c == '.' ||
          c == ')') {
        ++markers;
      } else if (c != ' ' && c != '\t' && !absl::ascii_isdigit(c)) {
        break;
      }
      if (markers > 3 * kMaxDepth) return true;
    }
  }
  return false;
}

void MoveChildrenBefore(cmark_node* node) {
  while (cmark_node* child = cmark_node_first_child(node)) {
    cmark_node_insert_before(node, child);
  }
}

void DropKeepingChildren(cmark_node* node) {
  MoveChildrenBefore(node);
  cmark_node_unlink(node);
  cmark_node_free(node);
}

void MakeSafeLink(cmark_node* link) {
  const char* url = cmark_node_get_url(link);
  if (url == nullptr || !IsSafe(url)) return DropKeepingChildren(link);
  cmark_node* custom = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
  cmark_node_set_on_enter(
      custom,
      absl::StrCat("<a href=\"", Href(url), "\" rel=\"nofollow ugc noopener\">")
          .c_str());
  cmark_node_set_on_exit(custom, "</a>");
  cmark_node_insert_before(link, custom);
  while (cmark_node* child = cmark_node_first_child(link)) {
    cmark_node_append_child(custom, child);
  }
  cmark_node_unlink(link);
  cmark_node_free(link);
}

// HTML becomes text.
void Quote(cmark_node* node, cmark_node_type type) {
  cmark_node* shown = cmark_node_new(type);
  const char* literal = cmark_node_get_literal(node);
  cmark_node_set_literal(shown, literal == nullptr ? "" : literal);
  cmark_node_insert_before(node, shown);
  cmark_node_unlink(node);
  cmark_node_free(node);
}

void Sanitize(cmark_node* node) {
  const cmark_node_type type = cmark_node_get_type(node);
  if (type == CMARK_NODE_HTML_BLOCK) return Quote(node, CMARK_NODE_CODE_BLOCK);
  if (type == CMARK_NODE_HTML_INLINE) return Quote(node, CMARK_NODE_TEXT);
  if (type == CMARK_NODE_IMAGE) return DropKeepingChildren(node);
  if (type == CMARK_NODE_LINK) return MakeSafeLink(node);
}

// The nodes that are to be changed, inner ones first; false when nested too
// deep.
bool Collect(cmark_node* document, std::vector<cmark_node*>* nodes) {
  const std::unique_ptr<cmark_iter, FreeIterator> iterator(
      cmark_iter_new(document));
  int depth = 0;
  while (true) {
    const cmark_event_type event = cmark_iter_next(iterator.get());
    if (event == CMARK_EVENT_DONE) return true;
    cmark_node* node = cmark_iter_get_node(iterator.get());
    const cmark_node_type type = cmark_node_get_type(node);
    const bool leaf =
        type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
    if (leaf) nodes->push_back(node);
    if (event == CMARK_EVENT_EXIT) {
      --depth;
      if (type == CMARK_NODE_IMAGE || type == CMARK_NODE_LINK) {
        nodes->push_back(node);
      }
    } else if (cmark_node_first_child(node) != nullptr) {
      ++depth;
    }
    if (depth > kMaxDepth) return false;
  }
}

}  // namespace

std::string RenderMarkdown(std::string_view text) {
  if (TooDeep(text)) return PlainHtml(text);
  // Safe, too, should a node be missed below: raw HTML is left out then.
  constexpr int kOptions = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;
  const std::unique_ptr<cmark_node, FreeNode> document(
      cmark_parse_document(text.data(), text.size(), kOptions));
  std::vector<cmark_node*> nodes;
  if (document == nullptr || !Collect(document.get(), &nodes)) {
    return PlainHtml(text);
  }
  for (cmark_node* node : nodes) Sanitize(node);
  char* html = cmark_render_html(document.get(), kOptions, nullptr);
  std::string out = html == nullptr ? PlainHtml(text) : html;
  std::free(html);
  return out;
}

}  // namespace broadsheet::gateway
