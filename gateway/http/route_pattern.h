#ifndef BROADSHEET_GATEWAY_HTTP_ROUTE_PATTERN_H_
#define BROADSHEET_GATEWAY_HTTP_ROUTE_PATTERN_H_

#include <map>
#include <string>
#include <vector>

namespace broadsheet::gateway {

// A path with variables; router.h says how it is written. Immutable.
class RoutePattern {
 public:
  explicit RoutePattern(const std::string& pattern);

  // True when it matches the whole path; fills in the variables. A "{rest...}"
  // takes 1 to 20 segments.
  bool Fits(const std::vector<std::string>& path,
            std::map<std::string, std::string>* variables) const;

  // Orders patterns so that the first that fits is the most specific one.
  friend bool operator<(const RoutePattern& a, const RoutePattern& b);

 private:
  enum class Kind { kText, kOne, kRest };
  struct Segment {
    Kind kind;
    std::string text;    // The text, or the variable's name.
    std::string suffix;  // Text after the variable.
  };
  static Segment ParseSegment(const std::string& text);
  bool FitsOne(const Segment& segment, const std::string& text,
               std::map<std::string, std::string>* variables) const;

  std::vector<Segment> segments_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_ROUTE_PATTERN_H_
