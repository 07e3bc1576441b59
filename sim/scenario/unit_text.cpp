#include "sim/scenario/unit_text.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/utf8.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/units.hpp"

namespace chokepoint {
namespace {

/// Short forms that scenarios do not use, because readers disagree on some of them.
constexpr std::pair<std::string_view, std::string_view> kAbbreviations[] = {
    {"s", "second"},  {"sec", "second"}, {"min", "minute"}, {"h", "hour"},
    {"hr", "hour"},   {"d", "day"},      {"wk", "week"},    {"mo", "month"},
    {"mth", "month"}, {"y", "year"},     {"yr", "year"},    {"a", "year"}};

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%';
}
bool continues_name(char c) {
  return starts_name(c) || (c >= '0' && c <= '9') || c == '_';
}

class UnitLexer {
 public:
  explicit UnitLexer(std::string_view text) : text_(text) {}

  std::string problem() {
    if (text_.size() > 100)
      return "the unit is too long";
    std::vector<bool> divided(1, false);  // whether this level of brackets has had a '/'
    if (text_.starts_with("1/"))
      at_ = 1;  // "1/year" is the one unit with a number in it
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (starts_name(c)) {
        std::string wrong = name();
        if (!wrong.empty())
          return wrong;
      } else if (c == '(') {
        divided.push_back(false);
        ++at_;
      } else if (c == ')') {
        if (divided.size() == 1)
          return "a ')' has no '('";
        divided.pop_back();
        ++at_;
      } else if (c == '/') {
        divided.back() = true;
        ++at_;
      } else if (c == '^') {
        std::string wrong = exponent();
        if (!wrong.empty())
          return wrong;
      } else if (c == ' ' || c == '*' || c == '.') {
        if (divided.back() && !followed_by_division()) {
          return "it multiplies after dividing; say what is divided with brackets, as in a/(b c)";
        }
        ++at_;
      } else {
        return in_quotes(
                   text_.substr(at_, std::max<std::size_t>(1, utf8_length(text_.substr(at_))))) +
               " cannot stand in a unit (names joined by '/', '*', '^' and brackets)";
      }
    }
    return divided.size() == 1 ? "" : "a '(' has no ')'";
  }

 private:
  std::string name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && continues_name(text_[at_]))
      ++at_;
    const std::string found(text_.substr(begin, at_ - begin));
    const auto& known = unit_names();
    if (std::find(known.begin(), known.end(), found) != known.end())
      return "";
    for (const auto& [abbreviation, unit] : kAbbreviations) {
      if (found == abbreviation)
        return "'" + found + "' is not a unit; did you mean '" + std::string(unit) + "'?";
    }
    const bool is_power = std::find(known.begin(), known.end(), found + "_it") != known.end();
    return "'" + found + "' is not a unit" +
           (is_power ? "; did you mean '" + found + "_it'?" : did_you_mean(found, known));
  }
  std::string exponent() {
    ++at_;
    if (at_ == text_.size() || text_[at_] < '1' || text_[at_] > '9') {
      return "'^' needs an exponent from 1 to 9";
    }
    ++at_;
    if (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) {
      return "'^' needs an exponent from 1 to 9";
    }
    return "";
  }
  [[nodiscard]] bool followed_by_division() const {
    const std::size_t next = text_.find_first_not_of(' ', at_);
    return next == std::string_view::npos || text_[next] == '/' || text_[next] == ')' ||
           (next > 0 && at_ > 0 && text_[at_ - 1] == '/');
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string unit_text_problem(std::string_view unit) {
  return UnitLexer(unit).problem();
}

}  // namespace chokepoint
