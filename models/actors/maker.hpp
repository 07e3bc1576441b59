#pragma once

#include <vector>

#include "models/actors/common_keys.hpp"
#include "models/actors/line_record.hpp"
#include "models/core/expansion.hpp"
#include "models/policy/planning.hpp"

namespace chokepoint::models {

/// One line whose capacity grows with orders and announcements: what module suppliers, fab tool
/// makers and packaging houses have in common. Looks at the period that ended, keeps the trend,
/// and starts expansions.
class Maker {
 public:
  /// An expansion decided before the start.
  struct UnderWay {
    double per_month = 0;
    Tick due = 0;
  };
  struct Setup {
    LineSpec line;
    std::string unit;
    ConstraintId constraint = 0;  ///< the capacity
    double per_month = 0;         ///< at the start
    double others_per_month = 0;  ///< of it, taken by who passes by the order book
    std::vector<UnderWay> under_way{};
    ExpansionKeys expansion;
    ConstraintId believed_less = 0;  ///< reason when the plan was below what customers announce
    ConstraintId grew_slowly = 0;    ///< reason when people or space set the pace
    ConstraintId lead = 0;           ///< recorded for the time until new capacity works
  };
  Maker(Market& market, Firm& firm, Setup setup);

  [[nodiscard]] Line& line() { return line_; }
  [[nodiscard]] const Line& line() const { return line_; }
  [[nodiscard]] Expansion& expansion() { return expansion_; }
  [[nodiscard]] const Expansion& expansion() const { return expansion_; }
  [[nodiscard]] const Setup& setup() const { return setup_; }
  [[nodiscard]] const Trend& trend() const { return trend_; }
  [[nodiscard]] Duration lead() const { return setup_.expansion.lead; }
  /// Part of its capacity that works, that is counted on, and that stands at a place.
  [[nodiscard]] double part_left() const {
    const PlacedCapacity* const placed = expansion_.places();
    return placed == nullptr ? 1 : placed->left(market_.flow.now());
  }
  [[nodiscard]] double part_counted() const {
    const PlacedCapacity* const placed = expansion_.places();
    return placed == nullptr ? 1 : placed->counted();
  }
  [[nodiscard]] double part_at(std::size_t place) const {
    const PlacedCapacity* const placed = expansion_.places();
    return placed != nullptr ? placed->part(place) : place == 0 ? 1 : 0;
  }

  /// Closes the period that ends now.
  LinePeriod close();
  /// Puts what works of its capacity on record, within a period.
  void tell_capacity() { record_.tell_capacity(line_); }
  /// What the planner thinks of `heard`, the customers' announcements for a lead from now.
  /// `others` a month are certain and pass by the order book.
  [[nodiscard]] ExpansionChoice choose(double heard, double others = 0);
  /// The constraint under which a choice is recorded.
  [[nodiscard]] ConstraintId reason(ExpansionLimit limit, ConstraintId demand) const;

 private:
  Setup setup_;
  Line line_;
  Expansion expansion_;
  LineRecord record_;
  Trend trend_;
  Tick last_ = 0;
  Market& market_;
  double idle_months_ = 0;
};

/// A firm that is one maker: answers orders from its line and grows by its rule.
class MakerFirm : public Firm {
 public:
  MakerFirm(Market& market, FirmSpec spec, Maker::Setup setup);
  void state(ProcessModel& model) const override;
  [[nodiscard]] double part_left() const override { return maker_.part_left(); }
  [[nodiscard]] double part_counted() const override { return maker_.part_counted(); }
  [[nodiscard]] double part_at(std::size_t place) const override { return maker_.part_at(place); }

 protected:
  void plan() override { grow(1); }
  /// Plans, with parts for so much of what its line can make.
  void grow(double part_with_parts);
  void receive_order(OrderId order) override;
  void order_cancelled(OrderId order, std::int64_t quantity) override;
  void tell_capacity() override { maker_.tell_capacity(); }
  void capacity_given_up() override { maker_.expansion().give_up(); }

  [[nodiscard]] Maker& maker() { return maker_; }

 private:
  CommodityId commodity_;
  ConstraintId demand_;
  double months_between_;
  Maker maker_;
};

}  // namespace chokepoint::models
