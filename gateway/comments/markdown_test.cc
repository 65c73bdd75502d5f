#include "gateway/comments/markdown.h"

#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Markdown, FormatsWords) {
  EXPECT_EQ(RenderMarkdown("an *old* **idea** `x < y`"),
            "<p>an <em>old</em> <strong>idea</strong> "
            "<code>x &lt; y</code></p>\n");
  EXPECT_THAT(RenderMarkdown("- a\n- b"), HasSubstr("<li>a</li>"));
}

TEST(Markdown, ShowsHtmlAsText) {
  EXPECT_EQ(RenderMarkdown("a <b onclick=x>c</b>"),
            "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n");
  EXPECT_THAT(RenderMarkdown("<script>alert(1)</script>"),
              Not(HasSubstr("<script")));
}

TEST(Markdown, LeavesOfImagesTheWords) {
  EXPECT_EQ(RenderMarkdown("![a *plot*](http://x.org/y.png)"),
            "<p>a <em>plot</em></p>\n");
}

TEST(Markdown, LinksAreMarkedAsOfUsers) {
  EXPECT_EQ(RenderMarkdown("[x](https://a.org/?b=1&c=2 \"t\")"),
            "<p><a href=\"https://a.org/?b=1&amp;c=2\" "
            "rel=\"nofollow ugc noopener\">x</a></p>\n");
}

TEST(Markdown, HostileTextMakesNoScriptsAttributesOrOtherTags) {
  for (const std::string& text :
       std::vector<std::string>{"[x](javascript:alert(1))",
                                "[x](JaVa\tScRiPt:alert(1))",
                                "[x](&#106;avascript:alert(1))",
                                "[x](data:text/html,<script>)",
                                "[x](vbscript:x)",
                                "[x](file:///etc/passwd)",
                                "[x](//evil.org)",
                                "<javascript:alert(1)>",
                                "![x](javascript:alert(1))",
                                "[x](https://a.org/\"onmouseover=\"alert(1))",
                                "[x](https://a.org/'onmouseover='alert(1))",
                                "[x](<https://a.org/\"><img src=x onerror=y>>)",
                                "<https://a.org/\"onclick=\"x>",
                                "<img src=x onerror=alert(1)>",
                                "<!-- --><svg onload=alert(1)>",
                                "```\n<script>\n```\n<iframe>",
                                "[a]: javascript:alert(1)\n\n[a]",
                                "<a href=x>b</a>",
                                "<![CDATA[<script>]]>",
                                "<?php echo ?>",
                                "&lt;script&gt;",
                                "[<script>](https://a.org)",
                                "`<script>`",
                                "\\<script>",
                                "<scr<script>ipt>",
                                "[x](https://a.org 'a\"onload=\"b')",
                                "# <script>\n> <object>\n1. <embed>",
                                std::string("a\0<script>", 10),
                                "\xff<script>\xfe"}) {
    const std::string html = RenderMarkdown(text);
    for (const char* bad : {"<script", "<img", "<svg", "<iframe", "<object",
                            "<embed", "javascript:alert(1)\"", "\"onm",
                            "\"onclick", "\"onload", "<?", "<!"}) {
      EXPECT_THAT(html, Not(HasSubstr(bad))) << text;
    }
    // All that is left of addresses are whole ones in quotes.
    for (size_t at = html.find("href="); at != std::string::npos;
         at = html.find("href=", at + 1)) {
      const std::string rest = html.substr(at);
      if (rest.rfind("href=x", 0) == 0) continue;  // Shown as text.
      EXPECT_EQ(rest.rfind("href=\"https://a.org", 0), 0u) << html;
    }
  }
}

TEST(Markdown, DeeplyNestedTextComesOutPlain) {
  const std::string deep = std::string(5000, '>') + " a";
  EXPECT_THAT(RenderMarkdown(deep), Not(HasSubstr("<blockquote>")));
  std::string stars;
  for (int i = 0; i < 100; ++i) stars += "[";
  EXPECT_THAT(RenderMarkdown(stars), HasSubstr("[[[["));
}

}  // namespace
}  // namespace broadsheet::gateway
