#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/record/terminal.hpp"

namespace chokepoint {

/// A date of a causal chain and where it stands: "placed" of an order in orders.csv, or nowhere.
struct WhyDate {
  std::string what;  ///< "placed", "promised", "delivered", "from", "to"
  Tick tick = 0;
  std::optional<std::uint64_t> order;  ///< whose row has it; none: not a date of an order
};

struct WhyStep {
  std::string kind;  ///< "queue", "work", "lead", "contract", "decision", "outage", "stock", "pool"
  std::string constraint;
  std::string actor;  ///< firm or gate; may be empty
  double delay_days = 0;
  std::uint64_t activities = 0;
  std::string sentence;
  std::vector<WhyDate> dates;  ///< "from" and "to" of the step first
};

struct WhyRoot {
  std::string cause;  ///< as in summary.json
  double share = 0;   ///< of the main step
  std::string sentence;
};

/// The dates of the capacity that came next, and how late it was, in days.
struct WhyTerms {
  std::string at;  ///< the gate of which there was more then; empty: all under that constraint
  Tick need = 0;
  bool busy_before = false;  ///< it had worked without a break, but others held up what came
  Tick known = 0;
  Tick funded = 0;
  Tick ordered = 0;
  Tick arrived = 0;
  std::optional<std::uint64_t> order;          ///< that brought it; none: no order of the journal
  std::optional<std::uint64_t> ordered_order;  ///< in whose row `ordered` stands as "placed"
  std::optional<std::uint64_t> arrived_order;  ///< in whose row `arrived` stands as "delivered"
  std::string order_sentence;                  ///< who ordered what from whom
  double information_days = 0;
  double money_days = 0;
  double decision_days = 0;
  std::string held_by;  ///< what it waited for when it was paid; empty: a decision
  double overrun_days = 0;
};

struct WhyNear {
  std::string constraint;
  double slack_days = 0;
};

/// The year of which a chain is to tell.
struct WhyYear {
  int year = 0;
  std::string named_after;       ///< its largest constraint
  std::vector<WhyRoot> roots{};  ///< of all that this one held up in it
};

/// Why something came when it came: a causal chain for people.
struct WhyReport {
  std::string scenario;
  std::string subject;  ///< "The lot of 48 MW that came online on 2027-06-11"
  Tick wanted = 0;
  Tick came = 0;
  double delay_days = 0;
  std::vector<WhyStep> steps;  ///< in order of time
  /// The step that is followed to its root: the longest, or of a year's chain the longest of the
  /// constraint that the year is named after. Past the last if none had any delay.
  std::size_t main = 0;
  std::size_t longest = 0;
  std::optional<WhyYear> year;  ///< when a year was asked for
  std::vector<WhyRoot> roots;   ///< of the main step
  std::optional<WhyTerms> terms;
  std::vector<WhyNear> near;  ///< what would have been late next
  std::vector<std::string> notes;
  Date start{};
};

[[nodiscard]] std::string why_text(const WhyReport& report, const TerminalStyle& style);
[[nodiscard]] std::string why_json(const WhyReport& report);

}  // namespace chokepoint
