#pragma once

#include <string>
#include <vector>

#include "models/actors/fab.hpp"

namespace chokepoint::models {

/// From whom a chip maker buys tools.
struct ToolPurchasing {
  std::string euv_tools;         ///< the maker of EUV tools; empty: the firm uses none
  std::string fab_tools;         ///< the maker of all other tools
  std::string second_fab_tools;  ///< who makes them while a rule forbids the first to sell
  Duration sets_ahead{};         ///< tool sets are ordered so long before a room is finished
  Duration euv_ahead{18, 0};
  bool by_promises = true;          ///< tools are planned as far ahead as their maker promises
  bool where_short = false;         ///< a tool goes to the node that lacks most when it comes
  double old_orders_months = 6;     ///< tools on order at the start are placed over so long
  double first_steady_share = 0.9;  ///< of the lines, until steady orders have been seen
  double steady_memory = 4;         ///< plannings over which they are smoothed

  static ToolPurchasing read(Reader& reader);
};

/// A firm with fabs: orders tool sets and EUV tools for each, and hands them over when they come.
class ChipMaker : public Firm {
 public:
  ChipMaker(Market& market, const FirmSpec& spec, ToolPurchasing purchasing);
  void meet() final;
  [[nodiscard]] double part_left() const override;
  [[nodiscard]] double part_left_of(CommodityId product) const override;
  [[nodiscard]] double part_counted() const override;
  [[nodiscard]] double part_at(std::size_t place) const override;
  [[nodiscard]] double part_struck(const Disruption& event) const override;

 protected:
  /// Builds lines and fabs, once partners are known.
  virtual void build(const ToolSheet* sheet) = 0;
  /// Makes a fab known. `inherited_tools` were ordered before the start.
  void keep(Fab& fab, std::vector<CommodityId> products, double inherited_tools);

  /// The pace at which the planner starts rooms, for tool planning.
  void set_starts(const Fab& fab, double wafers_per_month);
  /// Orders what the fabs need now; `months` since the last time.
  void order_tools(double months);
  /// What its fabs take tools from, and rights to start rooms: `first` a month at the start, grown
  /// at each planning by a factor, up to `most`. `read` tells how many a month may be started.
  struct RoomRights {
    std::string name;
    std::string constraint;
    double first;
    double growth_per_year;
    double most;
    ProcessModel::Reading read;
  };
  [[nodiscard]] Fab::Statement fab_statement(ProcessModel& model, const RoomRights& rights) const;

  /// Tells the makers of EUV tools and tool sets what the fabs will need.
  void tell_tool_makers();

  /// Gives steady customers a gate of their own; from then on divide() keeps their part up to date.
  /// `per_month` is what they used to order.
  struct SteadyBook {
    bool kept = false;
    bool shares = false;  ///< others have contracts as well, and lines are divided when short
    double per_month = 0;
    double others_per_month = 0;
    std::int64_t seen = 0;
    std::int64_t others_seen = 0;
  };
  void separate(SteadyBook& book, Line& line, Fab& fab);
  void divide(SteadyBook& book, const Line& line, Fab& fab, double months);

  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;
  void order_rejected(OrderId order) override;
  void goods_lost(OrderId order, std::int64_t quantity) override;
  void apply_left() override;
  bool nodes_struck() override;
  [[nodiscard]] bool refuses_product(CommodityId commodity) const override;
  void capacity_given_up() override;
  /// Rooms can be started at that multiple of the former pace: what was known is lost, or back.
  virtual void change_start_limit(double factor) = 0;

 private:
  /// The mean over the fabs' rooms of what `part` says of each.
  template <class Part>
  [[nodiscard]] double over_rooms(Part part) const;
  struct Owned {
    Fab* fab;
    std::vector<CommodityId> products;
    double carry = 0;                ///< fractions of a tool not yet ordered
    double inherited_per_month = 0;  ///< old orders still to be placed
    double inherited_left = 0;
    double starts = 0;
  };
  struct Purchase {
    OrderId order;
    Fab* fab;
    bool euv;
    std::uint32_t increment;
  };
  /// Of that order; the end when it is none of tools.
  [[nodiscard]] std::vector<Purchase>::iterator purchase(OrderId order);
  void order_euv_tools(Owned& owned, double months);
  void order_tool_sets(Owned& owned);
  /// Hears from the maker's last promise how long a tool takes.
  void hear_promises();
  /// Who may sell it tool sets today.
  [[nodiscard]] Firm& tool_set_maker() const;
  void place(Owned& owned, bool euv, std::int64_t quantity, Duration ahead);
  /// The fab that an EUV tool is put up in which was ordered for `ordered`.
  [[nodiscard]] Fab& home_of_tool(Fab& ordered) const;

  ToolPurchasing purchasing_;
  std::int64_t months_between_;
  Firm* euv_maker_ = nullptr;
  Firm* fab_tool_maker_ = nullptr;
  Firm* second_fab_tool_maker_ = nullptr;
  CommodityId euv_tool_;
  CommodityId fab_tool_set_;
  ConstraintId tool_orders_;
  ConstraintId set_orders_;
  std::vector<Owned> fabs_;
  std::vector<Purchase> purchases_;
  double know_how_ = 1;  ///< part of what was known that is not lost
};

}  // namespace chokepoint::models
