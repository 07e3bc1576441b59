#include "tests/bench/verdicts.hpp"

#include <cmath>
#include <cstdio>

namespace chokepoint::bench {
namespace {

constexpr int kWidth = 58;

/// Three significant digits or whole numbers.
std::string number(double value) {
  if (std::isnan(value))
    return "-";
  const int decimals = std::abs(value) >= 100 ? 0 : std::abs(value) >= 10 ? 1 : 2;
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string row(const char* verdict, const std::string& what, const std::string& found,
                const std::string& unit, const std::string& limit) {
  char text[256];
  std::snprintf(text, sizeof text, "%-4s  %-*s %10s %-4s %s", verdict, kWidth, what.c_str(),
                found.c_str(), unit.c_str(), limit.c_str());
  return text;
}

}  // namespace

void Verdicts::heading(const std::string& text) {
  lines_.emplace_back();
  lines_.push_back("      " + text);
}

void Verdicts::judge(const std::string& what, double found, const char* relation, double limit,
                     const std::string& unit, bool holds) {
  const std::string limit_text = std::string(relation) + " " + number(limit);
  if (std::isnan(found)) {
    ++not_measured_;
    lines_.push_back(row("", what, "not", "measured", limit_text));
    return;
  }
  if (!holds)
    ++failed_;
  lines_.push_back(row(holds ? "PASS" : "FAIL", what, number(found), unit, limit_text));
}

void Verdicts::at_least(const std::string& what, double found, double limit,
                        const std::string& unit) {
  judge(what, found, ">=", limit, unit, found >= limit);
}

void Verdicts::at_most(const std::string& what, double found, double limit,
                       const std::string& unit) {
  judge(what, found, "<=", limit, unit, found <= limit);
}

void Verdicts::holds(const std::string& what, bool holds) {
  if (!holds)
    ++failed_;
  lines_.push_back(row(holds ? "PASS" : "FAIL", what, "", "", ""));
}

void Verdicts::figure(const std::string& what, double found, const std::string& unit) {
  lines_.push_back(row("", what, number(found), unit, ""));
}

void Verdicts::print() const {
  for (const std::string& line : lines_)
    std::printf("%s\n", line.c_str());
}

}  // namespace chokepoint::bench
