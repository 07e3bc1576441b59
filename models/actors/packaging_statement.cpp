// What a packaging house could do at most, for the bound.

#include "models/actors/packaging_house.hpp"
#include "models/core/rates.hpp"
#include "models/core/statement.hpp"

namespace chokepoint::models {

void PackagingHouse::state(ProcessModel& model) const {
  const auto every = static_cast<int>(spec_.firm.months_between);
  const auto capacity =
      state_capacity(model, name(), maker_.setup().constraint, spec_.wafers_per_month * kWafers,
                     {.per_planning = grown_over(spec_.expansion.rule.max_growth_per_year, every),
                      .lead = spec_.expansion.lead,
                      .fast_up_to = spec_.space * kWafers,
                      .slow_lead = spec_.lead_with_building},
                     [this] { return maker_.expansion().standing() * kWafers; });
  RatePath& path = model.edit_capacity(capacity).path;
  for (int month = 0; month < model.grid().months(); ++month) {
    const double others = least_in(spec_.other_use, model.grid(), month, every);
    path.fixed.push_back(-others * kWafers * path.worth[static_cast<std::size_t>(month)]);
  }
  for (const Spec::Consigned& parts : spec_.consigned) {
    model.start_with(goods_of(model, parts.customer, kDies), parts.logic_kw * kGwPerKw,
                     std::string(kInitialStock));
    model.start_with(goods_of(model, parts.customer, kStacks), parts.hbm_kw * kGwPerKw,
                     std::string(kInitialStock));
  }
}

}  // namespace chokepoint::models
