#ifndef BROADSHEET_DIGEST_PLAIN_TEXT_H_
#define BROADSHEET_DIGEST_PLAIN_TEXT_H_

#include <string>
#include <string_view>

namespace broadsheet::digest {

// Writes the text part of a mail: paragraphs are wrapped at words, at most 72
// letters a line where words allow it.
class PlainText {
 public:
  // Nothing when it is empty.
  void Paragraph(std::string_view text);
  // As it is: addresses must not be broken.
  void Line(std::string_view text);
  void Blank() { text_ += "\n"; }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_PLAIN_TEXT_H_
