#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/core/line.hpp"
#include "models/policy/rent.hpp"

namespace chokepoint::models {

/// A firm that sells one thing to data-centre builders, by the kW of IT load, from one line: works
/// off a queue, delivers after a drawn time, and asks more while orders wait.
class SiteSupplier : public Firm {
 public:
  /// usd per kW when nobody waits: it never asks less.
  [[nodiscard]] virtual double least_price() const { return setup_.usd_per_kw; }

 protected:
  struct Setup {
    FirmSpec firm;
    std::string commodity;
    std::string lead_name;                          ///< under which the way to the site is recorded
    Distribution lead = Distribution::constant(0);  ///< minutes from the line to the site
    AllocationRule rule = AllocationRule::fifo;
    std::int64_t lots_per_order = 1;
    double sold_out_months = 0;  ///< turns orders away that would wait longer; 0 = never
    double usd_per_kw = 0;       ///< when nobody waits
    QueuePrice price;
    std::string backlog_series;
  };
  SiteSupplier(Market& market, Setup setup);

  /// Tells builders the price and the wait of an order placed now. Called once the line has its
  /// capacity, and at each planning.
  void ask_price();
  /// What it asks from now on when nobody waits.
  void set_usual_price(double usd_per_kw) { setup_.usd_per_kw = usd_per_kw; }
  /// Writes the order book down.
  void record_backlog();
  /// One process that works off orders at a capacity and delivers after a while.
  void state_supply(ProcessModel& model, ProcessModel::CapacityId capacity,
                    std::vector<ProcessModel::Flow> takes = {},
                    std::span<const ProcessModel::CapacityId> also = {}) const {
    state_supply(model, capacity, std::array{setup_.commodity}, std::move(takes), also);
  }
  /// The same, where each unit it sells is one of each of `goods`, and uses as much of all of
  /// `also`.
  void state_supply(ProcessModel& model, ProcessModel::CapacityId capacity,
                    std::span<const std::string> goods, std::vector<ProcessModel::Flow> takes = {},
                    std::span<const ProcessModel::CapacityId> also = {}) const;
  /// GW a month at present.
  [[nodiscard]] double gw_per_month() const;
  [[nodiscard]] CommodityId goods() const { return goods_; }
  [[nodiscard]] Line& line() { return line_; }
  [[nodiscard]] const Line& line() const { return line_; }

 private:
  [[nodiscard]] LineSpec line_spec() const;
  void receive_order(OrderId order) final;
  void order_cancelled(OrderId order, std::int64_t quantity) final;

  Setup setup_;
  CommodityId goods_;
  Line line_;
  Series::Id backlog_series_;
};

}  // namespace chokepoint::models
