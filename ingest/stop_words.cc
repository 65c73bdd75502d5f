#include "ingest/stop_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace broadsheet::ingest {
namespace {

// Sorted, each with a space behind it.
constexpr std::string_view kText =
    "a about above according accurate accurately achieve achieved achieves "
    "achieving across add additional additionally address addressed "
    "addresses addressing adversely affect affecting affects "
    "aforementioned after again against ahead aim aims al all allow "
    "allowing allows almost along already also although always am among "
    "amongst an analyze analyzed and another any anything appear applied "
    "apply applying approach approaches appropriate are area areas argue "
    "around as aspect aspects assume at automatically available based be "
    "became because become becomes been before begin being believe below "
    "best better between beyond both but by call called can cannot carried "
    "carry case cases cause certain challenge challenges challenging "
    "change changes claim clear clearly collect collected combine combined "
    "combining come comes commonly comparable compare compared comparing "
    "comparison competitive complete completely comprehensive "
    "comprehensively conduct conducted confirm consider considered "
    "considering consist consistently consists contain containing contains "
    "contribute contribution contributions could critical critically "
    "crucial current currently deal demonstrate demonstrated demonstrates "
    "demonstrating describe described describes describing designed "
    "designing despite detail detailed details determine determined "
    "develop developed developing did different difficult directly discuss "
    "discussed discusses diverse do does doing done down due during e each "
    "early easily effect effective effectively effectiveness effects "
    "efficient efficiently eg either eliminate eliminating empirical "
    "empirically employ employed employing enable enabled enables enabling "
    "encounter encounters end enhance enhanced enhances enhancing enough "
    "ensure ensures ensuring entire especially essential establish "
    "established et etc evaluate evaluated evaluating even every examine "
    "example examples excellent exhibit exhibits exist existing exists "
    "expected experiment experimental experiments explore explored "
    "exploring extend extended extensive extensively extra face faces "
    "facilitate facilitates facing fact far few figure final finally find "
    "finding findings finds first five focus focused focuses focusing "
    "following follows for form found four from full fully fundamental "
    "fundamentally further furthermore gain general generally generates "
    "get give given gives giving go good great greater greatly guide "
    "guides had handle has have having he help helps hence here high "
    "higher highest highly hinder hinders his hold how however i ie if "
    "illustrate impact important importantly improve improved improvement "
    "improvements improves improving in include included includes "
    "including incorporate incorporates incorporating increase increased "
    "increases increasing increasingly indeed indicate indicates "
    "individual inherent inherently inspired instance instead integrates "
    "interest interesting interestingly into introduce introduced "
    "introduces introducing investigate investigated investigating involve "
    "involved involves involving is issue issues it its itself jointly "
    "just keep key know known lack large largely larger largest last later "
    "latter lead leading leads least led less let leverage leverages "
    "leveraging like likely limit limited limits little long low lower "
    "made mainly major make makes making many may mean means meanwhile "
    "method methods might mitigate mitigates mitigating more moreover most "
    "motivated much multiple must my namely naturally near nearly "
    "necessary need needed needs never nevertheless new newly next no nor "
    "not notably note novel now number numerous obtain obtained obtaining "
    "obtains occur of off offer offering offers often on once one ones "
    "only onto open or order other others our out outperform outperformed "
    "outperforming outperforms outstanding over overall overcome "
    "overcoming own paper papers part particular particularly per perform "
    "performance performed performing performs poor poorly possible "
    "potential potentially powerful practical practice present presented "
    "presenting presents preserve preserves preserving previous previously "
    "prior problem problems proceed produce produced produces producing "
    "promising propose proposed proposes proposing prove provide provided "
    "provides providing purpose put quite raise range rapid rapidly rather "
    "reach real recent recently reduce reduced reduces reducing regarding "
    "related relatively relevant relies rely remain remains remarkable "
    "remarkably report reported reports require required requires "
    "requiring research respectively result resulting results reveal "
    "reveals robustly s same say seamless seamlessly second section see "
    "seen select serve set sets several severe shall should show showed "
    "showing shown shows significant significantly similar simple simply "
    "since single six small smaller so solution solutions solve solved "
    "solves solving some specific specifically state still straightforward "
    "strong struggle struggles studied studies study studying substantial "
    "substantially successful successfully such suffer suffers sufficient "
    "suggest suggests suitable superior support systematic systematically "
    "t tackle take taken takes taking task tasks technique techniques ten "
    "than that the their them themselves then there thereby therefore "
    "these they thing this those though three through throughout thus time "
    "times to together too toward towards two type types typical typically "
    "under understand unlike until up upon us use used useful uses using "
    "usually utilize utilized utilizes utilizing validate variety various "
    "very via want was way ways we well were what when where whereas "
    "whether which while who whole whose why wide widely widespread will "
    "with within without work works would yet yield yielding yields you "
    "your ";

constexpr size_t kCount =
    static_cast<size_t>(std::count(kText.begin(), kText.end(), ' '));

constexpr std::array<std::string_view, kCount> Split(std::string_view text) {
  std::array<std::string_view, kCount> words;
  for (std::string_view& word : words) {
    word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size() + 1);
  }
  return words;
}

constexpr std::array<std::string_view, kCount> kStopWords = Split(kText);
static_assert(std::is_sorted(kStopWords.begin(), kStopWords.end()));

}  // namespace

bool IsStopWord(std::string_view word) {
  return std::binary_search(kStopWords.begin(), kStopWords.end(), word);
}

}  // namespace broadsheet::ingest
