#ifndef BROADSHEET_GATEWAY_WEB_STORY_H_
#define BROADSHEET_GATEWAY_WEB_STORY_H_

#include <map>
#include <string>
#include <vector>

#include "broadsheet/v1/list.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "gateway/web/page_writer.h"

namespace broadsheet::gateway {

// How the page's reader stands to its papers, by paper id.
using Standings = std::map<std::string, v1::Standing>;

// A piece of a text, marked when it is what was searched for.
struct MarkedPart {
  std::string text;
  bool marked = false;
};

// One paper on a list, ready to be shown.
struct Story {
  v1::Paper paper;
  // Why it is there; empty: not said.
  std::string reason;
  // Who put it there, or when it was saved; empty: not said.
  std::string provenance;
  // Title and the telling part of the abstract with marks; empty: the texts of
  // the paper without any.
  std::vector<MarkedPart> title = {};
  std::vector<MarkedPart> abstract = {};
  // Shown whole, even when its reader hid it or is not interested.
  bool whole = false;
  // The day whose list its reader may take it off; empty: none.
  std::string retractable = "";
  // No reader puts it back there: the button asks first.
  bool for_good = false;
  // Of a library: may be moved, and the folder that it is in.
  bool movable = false;
  std::string folder = "";
};

// The sentence of a reason, with a capital letter.
std::string ReasonText(const v1::Reason& reason);
// A story of a ranked list.
Story ListedStory(const v1::ListedPaper& listed);
// What a reader knows a paper by: its title, or its id when it has none.
std::string TitleOf(const v1::Paper& paper);

// True for the submitters that the simulator makes up ("sim-editor-3").
bool IsSimulated(const std::string& submitter);

enum class StorySize { kLead, kColumn };

// Tells the page's buttons apart; counts up along a page.
struct StoryPlace {
  int number = 0;
  // Shown before the title; 0 for none.
  int rank = 0;
  StorySize size = StorySize::kColumn;
};

// Adds the story to the include `marker` of `parent`. One that its reader hid
// or is not interested in shrinks to its title and the way to undo it.
void AddStory(const PageFrame& frame, const Standings& standings,
              const Story& story, const StoryPlace& place, const char* marker,
              ctemplate::TemplateDictionary& parent);

// Adds the vote, save, hide and not-interested buttons, or the mere count for
// those who cannot do anything, to the include ACTIONS of `parent`. Visitors
// vote and hide nothing.
void AddActions(const PageFrame& frame, const Standings& standings,
                const v1::Paper& paper, int number,
                ctemplate::TemplateDictionary& parent);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_STORY_H_
