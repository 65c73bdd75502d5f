#ifndef BROADSHEET_GATEWAY_WEB_PAGE_FIXTURE_H_
#define BROADSHEET_GATEWAY_WEB_PAGE_FIXTURE_H_

#include <string>

#include "broadsheet/v1/paper.pb.h"
#include "gateway/web/page_writer.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {

// The real templates, for tests of page renderers.
class PageFixture : public ::testing::Test {
 protected:
  // A title that tries to break out of text and of attributes.
  static constexpr char kHostile[] =
      "<script>alert(1)</script>\"' onload='x' javascript:alert(1)";

  static PageFrame Frame() {
    PageFrame frame;
    frame.title = "Test";
    frame.nonce = "0123";
    frame.csrf = "csrf-token";
    frame.today = absl::CivilDay(2026, 11, 23);
    return frame;
  }

  static PageFrame ReaderFrame() {
    PageFrame frame = Frame();
    frame.identity = {Identity::Kind::kReader, "ada"};
    return frame;
  }

  static v1::Paper Paper(const std::string& id, const std::string& title) {
    v1::Paper paper;
    paper.set_id(id);
    paper.set_title(title);
    paper.set_abstract("What it is about.");
    paper.add_authors("Ada Lovelace");
    paper.add_categories("cs.CL");
    paper.set_upvotes(1234);
    return paper;
  }

  const PageWriter& writer() const { return writer_; }

 private:
  const Templates templates_ = Templates::Load(EmbeddedTemplates()).value();
  const Assets assets_{EmbeddedAssets()};
  const PageWriter writer_{&templates_, &assets_};
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAGE_FIXTURE_H_
