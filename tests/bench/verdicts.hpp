#pragma once

#include <string>
#include <vector>

namespace chokepoint::bench {

/// The table at the end: what was found, against its limit.
class Verdicts {
 public:
  void heading(const std::string& text);
  /// What is not a number was not measured: neither passed nor failed, but counted.
  void at_least(const std::string& what, double found, double limit, const std::string& unit = "x");
  void at_most(const std::string& what, double found, double limit, const std::string& unit = "x");
  void holds(const std::string& what, bool holds);
  /// Has no limit.
  void figure(const std::string& what, double found, const std::string& unit = "x");

  void print() const;
  [[nodiscard]] std::size_t failed() const { return failed_; }
  [[nodiscard]] std::size_t not_measured() const { return not_measured_; }

 private:
  void judge(const std::string& what, double found, const char* relation, double limit,
             const std::string& unit, bool holds);

  std::vector<std::string> lines_;
  std::size_t failed_ = 0;
  std::size_t not_measured_ = 0;
};

}  // namespace chokepoint::bench
