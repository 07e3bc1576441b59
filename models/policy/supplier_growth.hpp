#pragma once

#include <cstdint>

namespace chokepoint::models {

/// The pace of a supplier a planning period later: it grows by `growth_per_year`, but only while
/// orders come in at more than `busy_share` of it, and never beyond `most`. It does not shrink.
[[nodiscard]] double grown_rate(double rate, double orders_rate, double busy_share,
                                double growth_per_year, double years, double most);

/// How a supplier's growth comes about: first from what it can free without building (other buyers'
/// slots, shifts), `most` in all of which `used` is gone already, the rest from new plants.
struct GrowthSteps {
  double quick = 0;
  double built = 0;
};
[[nodiscard]] GrowthSteps growth_steps(double growth, double used, double most);

/// The part of a site's labour that is left when so many sites are made of blocks that come ready
/// from a factory, each of which saves a part of it.
[[nodiscard]] double labour_left(double of_blocks, double saves);

/// What a permit office may grant more until it sits again in so many months, when so much is left
/// of what it could grant before: its pace, of which nothing is saved up.
[[nodiscard]] double allowance(double left, double per_month, std::int64_t months);

/// The pace of a permit office when it sits again: it hires while `work` a month is asked for that
/// exceeds its pace, and for no more than that. It does not shrink.
[[nodiscard]] double next_permits(double per_month, double work, double growth_per_year,
                                  double years);

/// Workers a labour pool employs a period later: moves toward what the order book needs, by at most
/// `training_per_year` more (and `leaving_per_year` fewer), within the trained population.
[[nodiscard]] double next_workforce(double workers, double needed, double training_per_year,
                                    double leaving_per_year, double years, double population);

}  // namespace chokepoint::models
