#pragma once

#include <string>
#include <vector>

#include "models/answer.hpp"
#include "models/core/firm.hpp"
#include "sim/bottleneck/explanation.hpp"
#include "sim/record/why_report.hpp"
#include "sim/trace/note_index.hpp"

namespace chokepoint::models {

/// "1,200 kW_it of power that meta ordered from ge on 2025-03-01"
[[nodiscard]] std::string order_text(const Market& market, const Timeline& timeline,
                                     const Order& order);

/// Puts the steps of a causal chain into plain sentences, with the orders behind them.
class StepTeller {
 public:
  explicit StepTeller(const Told& told);

  [[nodiscard]] WhyStep tell(const CausalChain& chain, std::size_t step) const;
  /// The order of the journal that brought the capacity which that event made, and which of its
  /// dates stand there. Left as they are where a firm built it itself.
  void add_order(WhyTerms& terms, EventId because) const;

 private:
  [[nodiscard]] std::string title(ConstraintId constraint) const;
  [[nodiscard]] std::string span(const ChainStep& step) const;
  [[nodiscard]] std::string sentence(const ChainStep& step, OrderId order) const;
  /// The order an activity belongs to; of a decision, the one it placed for the next step.
  [[nodiscard]] OrderId order_of(const CausalChain& chain, std::size_t step) const;
  void add_order_dates(WhyStep& told, const ChainStep& step, OrderId order) const;

  const Told& told_;
  NoteIndex notes_;
};

}  // namespace chokepoint::models
