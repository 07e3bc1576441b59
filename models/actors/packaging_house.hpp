#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/actors/maker.hpp"
#include "sim/scenario/profile.hpp"

namespace chokepoint::models {

class FabToolMaker;

/// Joins logic dies and HBM stacks on an interposer (CoWoS and its like).
struct PackagingHouseSpec {
  /// Dies and stacks that lie here on the first day.
  struct Consigned {
    std::string customer;
    double logic_kw = 0;
    double hbm_kw = 0;
  };

  FirmSpec firm;
  std::int64_t idle_months_between = 1;  ///< between two plannings while it has no customers
  double wafers_per_month = 0;           ///< at the start
  Profile other_use{0};                  ///< wafers a month for customers outside this world
  std::string other_use_of;       ///< whose dies a part of them package; empty: nobody's here
  double other_use_share = 0;     ///< that part
  std::string tool_maker;         ///< whose chips its lines' tools need, too; empty: nobody's
  double space = 0;               ///< wafers a month for which there are buildings
  Duration lead_with_building{};  ///< when the building comes first
  LineKeys line;
  ExpansionKeys expansion;
  std::vector<Consigned> consigned;

  static PackagingHouseSpec read(Reader& reader);
};

/// Customers have their logic wafers and HBM delivered here. A wafer of packages begins when its
/// customer's order, both of the customer's parts and the line are there. Sees orders and
/// announcements; believes most of them, and is quick to expand while it has space (F-K1).
class PackagingHouse final : public Firm {
 public:
  using Spec = PackagingHouseSpec;
  PackagingHouse(Market& market, Spec spec);
  void meet() override;
  /// kW of that customer's parts that lie here.
  [[nodiscard]] double consigned_logic(FirmId customer) const;
  [[nodiscard]] double consigned_hbm(FirmId customer) const;
  /// kW of parts of that customer that could go elsewhere: of a house that works what none of its
  /// orders waits for, of one that stands still what came late.
  struct Spare {
    std::int64_t logic = 0;
    std::int64_t hbm = 0;
  };
  [[nodiscard]] Spare spare(FirmId customer) const;
  /// kW of what has come since nothing works here: it was not brought in and can be had.
  [[nodiscard]] Spare late(FirmId customer) const;
  /// That part of it goes to another house, since its owner has `decided` so.
  void pass_on(FirmId customer, double part, PackagingHouse& to, EventId decided);
  /// Wafers a month that its lines, as far as they work, make for customers.
  [[nodiscard]] double lines_for_customers() const { return maker_.line().capacity_per_month(); }
  /// The shortest time from packaging to the customer's dock.
  [[nodiscard]] Duration shortest_cycle() const;
  void state(ProcessModel& model) const override;
  [[nodiscard]] double part_left() const override { return maker_.part_left(); }
  [[nodiscard]] double part_counted() const override { return maker_.part_counted(); }
  [[nodiscard]] double part_at(std::size_t place) const override { return maker_.part_at(place); }

 private:
  /// What one customer has here, counted in kW of IT load of complete sets, so that the parts of
  /// every generation match.
  struct Consignment {
    FirmId customer;
    std::unique_ptr<Store> logic;
    std::unique_ptr<Store> hbm;
    std::vector<Line::Input> inputs;
    std::int64_t late_logic = 0;  ///< of `logic`, come since nothing works here
    std::int64_t late_hbm = 0;
  };

  void plan() override;
  void receive_order(OrderId order) override;
  void order_cancelled(OrderId order, std::int64_t quantity) override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;

  [[nodiscard]] std::int64_t months_to_planning() const override;
  void capacity_given_up() override { maker_.expansion().give_up(); }
  void tell_capacity() override;
  void tell_lines();

  Consignment& of(FirmId customer, std::int64_t logic_kw = 0, std::int64_t hbm_kw = 0);
  std::vector<Line::Input>* inputs_for(const Order& order);
  [[nodiscard]] double other_use(Tick at) const;
  void make_room_for_others();
  void expand();

  Spec spec_;
  CommodityId package_;
  CommodityId hbm_;
  Maker maker_;
  ConstraintId demand_;
  double taken_by_others_ = 0;
  bool others_lack_ = false;       ///< lines, when room was made for them last
  bool others_want_more_ = false;  ///< than what stands or is under way, when it planned last
  const Firm* dies_of_others_ = nullptr;  ///< who makes dies for those others
  FabToolMaker* tool_maker_ = nullptr;
  Series::Id lines_;
  std::vector<std::unique_ptr<Consignment>> consignments_;
};

}  // namespace chokepoint::models
