#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/answer.hpp"
#include "sim/record/why_report.hpp"

namespace chokepoint::models {

/// What somebody wants to know. Exactly one of year, delivery and lab is set; lab goes with a date.
struct WhyQuestion {
  std::optional<int> year;
  std::optional<std::uint64_t> delivery;  ///< an order of orders.csv
  std::string lab;
  std::optional<Date> date;
};

/// The question names something that this run does not have.
class UnknownSubjectError : public std::runtime_error {
 public:
  UnknownSubjectError(const std::string& message, std::string asked_in = {},
                      std::vector<std::string> known_in = {})
      : std::runtime_error(message), asked(std::move(asked_in)), known(std::move(known_in)) {}
  std::string asked;               ///< the unknown name; empty when there is none to correct
  std::vector<std::string> known;  ///< names that would do
};

/// The causal chain of one late delivery of a finished world that was recorded. Throws
/// UnknownSubjectError.
[[nodiscard]] WhyReport why(const Told& told, const WhyQuestion& question);

struct WhyOfYear {
  int year;
  WhyReport report;
};
/// The same of every year in which something came; the run is analysed once.
[[nodiscard]] std::vector<WhyOfYear> whys(const Told& told);

}  // namespace chokepoint::models
