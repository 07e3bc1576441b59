#pragma once

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
  struct Setup {
    LineSpec line;
    std::string unit;
    ConstraintId constraint = 0;  ///< the capacity
    double per_month = 0;         ///< at the start
    ExpansionKeys expansion;
    ConstraintId believed_less = 0;  ///< reason when the plan was below what customers announce
    ConstraintId grew_slowly = 0;    ///< reason when people or space set the pace
    ConstraintId lead = 0;           ///< recorded for the time until new capacity works
  };
  Maker(Market& market, Firm& firm, Setup setup);

  [[nodiscard]] Line& line() { return line_; }
  [[nodiscard]] Expansion& expansion() { return expansion_; }
  [[nodiscard]] const Expansion& expansion() const { return expansion_; }
  [[nodiscard]] const Setup& setup() const { return setup_; }
  [[nodiscard]] const Trend& trend() const { return trend_; }
  [[nodiscard]] Duration lead() const { return setup_.expansion.lead; }

  /// Closes the period that ends now.
  LinePeriod close();
  /// What the planner thinks of `heard`, the customers' announcements for a lead from now.
  /// `others` a month are certain and pass by the order book.
  [[nodiscard]] ExpansionChoice choose(double heard, double others = 0) const;
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

 protected:
  void plan() override;
  void receive_order(OrderId order) override;
  void order_cancelled(OrderId order, std::int64_t quantity) override;

  [[nodiscard]] Maker& maker() { return maker_; }

 private:
  CommodityId commodity_;
  ConstraintId demand_;
  double months_between_;
  Maker maker_;
};

}  // namespace chokepoint::models
