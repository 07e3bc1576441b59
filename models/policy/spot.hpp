#pragma once

namespace chokepoint::models {

/// What an operator asks for compute that stands ready and nobody has signed for: as the part of
/// what it runs that is spare falls from `usual_spare` to nothing, from `least` to `most` times the
/// rent of a contract that is signed ahead (F-A4).
struct LastMinuteRule {
  double least = 1;
  double most = 1;
  double usual_spare = 0.1;
};
[[nodiscard]] double last_minute_rent(const LastMinuteRule& rule, double rent, double spare_kw,
                                      double online_kw);

/// kW of what a tenant's contracts give up this month that go to who waits: all of it, up to what
/// they want, where they pay more than the tenant would pay to go on, else nothing (F-A7).
[[nodiscard]] double rolled_off(double ending_kw, double renewal_usd, double wanted_kw,
                                double bid_usd);

}  // namespace chokepoint::models
