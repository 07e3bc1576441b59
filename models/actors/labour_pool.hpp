#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/actors/site_supplier.hpp"
#include "models/core/growth_record.hpp"
#include "models/policy/rent.hpp"

namespace chokepoint::models {

struct LabourPoolSpec {
  /// An office that grants permits for sites, and hires while applications wait.
  struct Permits {
    double per_month = 0;  ///< kW of IT load at the start
    double growth_per_year = 0;
  };
  /// It is asked by builders that are at home in its region.
  struct Office {
    std::string region;
    Permits permits;
  };
  /// Blocks that come ready from a factory.
  struct Modular {
    Profile part{0};   ///< of sites, by date
    double saves = 0;  ///< part of the labour that such a site needs no more
  };

  FirmSpec firm;
  double workers = 0;       ///< who build AI data centres at the start
  double electricians = 0;  ///< the part of them that is told as such; 0: nothing is told
  double worker_years_per_kw = 1;
  double conviction = 0;             ///< weight of what builders announce, against orders
  double training_per_year = 0;      ///< growth of the workforce while it is short
  double leaving_per_year = 0;       ///< decline while it is idle
  double ahead_months = 12;          ///< for which crews are trained
  double queue_months = 6;           ///< a queue is to be worked off over so long
  std::vector<Office> offices{};     ///< whom none is for begins as soon as a crew is free
  std::optional<Modular> modular{};  ///< none: every site is built in its place
  bool orders_count_once = true;     ///< what was just ordered is pace, and no queue yet
  double idle_reserve = 1.4;         ///< people kept, as a multiple of what the work needs
  Profile population{};              ///< people of these trades who could do it
  double sold_out_months = 0;
  Distribution lead = Distribution::constant(0);  ///< minutes from the crew's start to the shell
  double usd_per_kw = 0;
  QueuePrice price;
  std::int64_t lots_per_order = 2;

  static LabourPoolSpec read(Reader& reader);
};

/// The construction and electrical trades of a region: crews take one site after the other; more
/// people are trained as long as work waits, slowly.
class LabourPool final : public SiteSupplier {
 public:
  using Spec = LabourPoolSpec;
  LabourPool(Market& market, Spec spec);

  void state(ProcessModel& model) const override;

  /// The part of its people that is told as electricians.
  [[nodiscard]] double electricians() const { return spec_.electricians; }

 private:
  void plan() override;
  void tell_capacity() override;
  /// Worker-years that a kW takes then.
  [[nodiscard]] double work_per_kw(Tick when) const;
  /// kW of IT load a month that so many workers build then.
  [[nodiscard]] double pace(double workers, Tick when) const;
  /// An office of one region: sites of builders that are at home there wait for what it grants.
  struct Office {
    std::string region;
    double per_month;
    double growth_per_year;
    std::unique_ptr<Store> granted;  ///< kW, not yet begun
    std::vector<Line::Input> inputs;
    Series::Id series;
    std::size_t number = 0;         ///< Market::repeats
    EventId decided = kWorldStart;  ///< its last grant
  };
  [[nodiscard]] double blocks_save(const MonthGrid& grid) const;
  void open_offices();
  [[nodiscard]] Office* office_of(const Order& order);
  void sit(Office& office);
  void grant(Office& office, std::int64_t kw);

  Spec spec_;
  ConstraintId labour_;
  ConstraintId demand_;
  GrowthRecord growth_;
  double workers_;
  std::vector<Office> offices_;
  ConstraintId permits_limit_ = 0;  ///< of what offices grant, where there are any
  std::vector<Line::Input> no_permit_needed_;
  Tick sat_ = 0;
  std::int64_t asked_before_ = 0;
  Series::Id workers_series_;
  Series::Id capacity_series_;
};

}  // namespace chokepoint::models
