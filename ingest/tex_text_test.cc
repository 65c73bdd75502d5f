#include "ingest/tex_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/text.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

struct Case {
  const char* tex;
  const char* unicode;
};

void ExpectAll(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(TexToUnicode(c.tex), c.unicode);
}

TEST(TexToUnicode, PutsAccentsOnLetters) {
  ExpectAll({{R"(C. Bal\'azs)", "C. Bal\u00e1zs"},
             {R"(R. Tom\`as)", "R. Tom\u00e0s"},
             {R"(Franz G\"ahler)", "Franz G\u00e4hler"},
             {R"(\^o \~n \=a \.z)", "\u00f4 \u00f1 \u0101 \u017c"},
             {R"(\v{S}r\'amek, Bro\v{n}a)", "\u0160r\u00e1mek, Bro\u0148a"},
             {R"(\u{g} \H{o} \c{c} \k{a} \r{u} \d{h} \b{d})",
              "\u011f \u0151 \u00e7 \u0105 \u016f \u1e25 \u1e0f"},
             {R"(\c c, \v  z)", "\u00e7, \u017e"},
             {R"(\t{oo})", "o\u0361o"},
             {"\\'\u00e6", "\u01fd"}});
}

TEST(TexToUnicode, TakesAccentsInBracesOfAnyKind) {
  ExpectAll({{R"({\'e} \'{e} {\'{e}} {{\'e}} \'{{e}})",
              "\u00e9 \u00e9 \u00e9 \u00e9 \u00e9"},
             {R"(Mart{\'\i}nez, Mart\'{\i}n, Mart\'\i nez)",
              "Mart\u00ednez, Mart\u00edn, Mart\u00ednez"},
             {R"(\"{ou}r)", "\u00f6ur"},
             {R"(\~{} and \^{})", "~ and ^"}});
}

TEST(TexToUnicode, PutsTwoAccentsOnVietnameseLetters) {
  ExpectAll({{R"(Nguy\~{\^e}n)", "Nguy\u1ec5n"},
             {R"(L\^{e} \d{\^a}p)", "L\u00ea \u1eadp"},
             {R"(\'{\^{e}})", "\u1ebf"}});
}

TEST(TexToUnicode, KnowsLettersOfOtherAlphabets) {
  ExpectAll({{R"(Mikkel {\O}bro)", "Mikkel \u00d8bro"},
             {R"(Stra\ss e, Stra{\ss}e, \AA ngstr\"om)",
              "Stra\u00dfe, Stra\u00dfe, \u00c5ngstr\u00f6m"},
             {R"(\L{}ukasz, \l, \o, \ae, \oe, \aa, \i, \j)",
              "\u0141ukasz, \u0142, \u00f8, \u00e6, \u0153, \u00e5, \u0131, "
              "\u0237"}});
}

TEST(TexToUnicode, SetsPunctuation) {
  ExpectAll({{"pages 3--7 --- or more - or ----",
              "pages 3\u20137 \u2014 or more - or ----"},
             {"``Kurchatov Institute''", "\u201cKurchatov Institute\u201d"},
             {"f''(x) isn't `so'", "f''(x) isn't `so'"},
             {R"(AT\&T 5\% a\_b \$3 \#1 \{x\} J.\,Ray)",
              "AT&T 5% a_b $3 #1 {x} J. Ray"},
             {R"(co\-operate\/ one\\two)", "cooperate one two"},
             {"Fig.~3 of ~10 (~20) MeV", "Fig. 3 of ~10 (~20) MeV"}});
}

TEST(TexToUnicode, DropsWhatOnlyChangesTheLook) {
  ExpectAll({{R"(\textit{in vivo} \emph{a} \textbf {b} {\it c} {\bf\em d})",
              "in vivo a b c d"},
             {R"(A Note About the {Ki(z)} Functions)",
              "A Note About the Ki(z) Functions"},
             {R"(\textit{G\"obner {bases}})", "G\u00f6bner bases"}});
}

TEST(TexToUnicode, LeavesMathAlone) {
  for (const char* text :
       {R"(From $\Lambda_{\alpha}$ to \(\'e~x\) and \[a--b\])",
        R"($$\bar{\mathbf{G}}\$''$$)", R"(1T-TiSe$_{2}$)",
        R"(10^{-3}, x_{\rm eff})", R"(\begin{equation}a--b~{c}\end{equation})",
        "a single $ and~"}) {
    EXPECT_EQ(TexToUnicode(text), text);
  }
}

TEST(TexToUnicode, LeavesUnknownMacrosWithTheirArguments) {
  for (const char* text :
       {R"(over \Q(x) and \cite{a--b}{~c} 5\msun)", R"({\cal N}=4)", R"(\c)",
        R"(\'5 \" \)", R"(\url)", R"(\href{x})", "}{", "{a", "a}"}) {
    EXPECT_EQ(TexToUnicode(text), text);
  }
}

TEST(TexToUnicode, WritesAddressesOut) {
  ExpectAll({{R"(at \url{http://a.org/~b\_c\%20} now)",
              "at http://a.org/~b_c%20 now"},
             {R"(\href{https://a.org/x--y}{the \emph{code}}.)",
              "the code (https://a.org/x--y)."},
             {R"(\href{https://a.org}{https://a.org})", "https://a.org"},
             {R"(http://a.org/~b--c/\~{}d\_e and~f)",
              "http://a.org/~b--c/~d_e and f"}});
}

TEST(TexToUnicode, LeavesPlainTextAndWhatIsNoUtf8) {
  EXPECT_EQ(TexToUnicode("Plain na\u00efve text"), "Plain na\u00efve text");
  EXPECT_EQ(TexToUnicode("e\u0301"), "\u00e9");
  EXPECT_EQ(TexToUnicode("\\'e\xff"), "\\'e\xff");
  EXPECT_EQ(TexToUnicode(""), "");
}

// Each would take longer than the limit of a test if a part were read again for
// every opening.
TEST(TexToUnicode, EndsOnLongHostileText) {
  for (std::string part : {"{",
                           "}",
                           "{}",
                           "$",
                           "$$ ",
                           "\\(",
                           "\\[",
                           "\\begin{",
                           "\\begin{a}",
                           "\\begin\\end{",
                           "\\'{",
                           "\\c ",
                           "\\'",
                           "\\href{a}{",
                           "\\href{",
                           "\\url{",
                           "{ ",
                           "\\",
                           "\\\\",
                           "``",
                           "http://\\~{}",
                           "\\foo{",
                           "-",
                           "^{"}) {
    std::string text;
    while (text.size() < 100'000) text += part;
    EXPECT_TRUE(IsUtf8(TexToUnicode(text))) << part;
    // And with everything closed in the end.
    EXPECT_TRUE(IsUtf8(TexToUnicode(text + std::string(60'000, '}'))));
  }
}

}  // namespace
}  // namespace broadsheet::ingest
