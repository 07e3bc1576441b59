#include "models/actors/ai_services.hpp"

#include <algorithm>

#include "models/core/rates.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double AiDemandLaw::growth_per_year(Tick t, double unserved) const {
  const double told = served_growth(growth.at(t), unserved_drag, unserved);
  return moderators && t >= moderated_from ? told + moderated(*moderators) : told;
}

double AiDemandLaw::factor(Tick from, Tick to, double unserved) const {
  const double grown = served_growth(growth.integral(from, to), unserved_drag, unserved);
  const auto moderated_time =
      static_cast<double>(std::max<Tick>(0, to - std::max(from, moderated_from)));
  const double by_moderators = moderators ? moderated(*moderators) * moderated_time : 0;
  return portable_exp((grown + discovery.integral(from, to) + by_moderators) / kMinutesPerYear);
}

namespace {

Moderators read_moderators(Reader& reader, Tick& from) {
  from = reader.timeline().tick(
      reader.date_or("from", reader.timeline().start(), "first day on which they count"));
  Moderators by;
  by.cheaper = reader.number("cheaper", "1/year",
                             "fall of the compute that answers of the same quality take: better "
                             "programs, smaller models that learn from large ones",
                             {.min = 0});
  by.elasticity =
      reader.number("elasticity", "1", "of what is bought to the price of answers", {.min = 0});
  by.nines = reader.number("nines", "1/year",
                           "nines of reliability that are added, each for ten times the compute",
                           {.min = 0});
  by.need_them = reader.number("need_nines", "1",
                               "part of what is bought for which they are wanted", Bounds::share());
  return by;
}

}  // namespace

AiServicesSpec AiServicesSpec::read(Reader& reader) {
  AiServicesSpec spec;
  spec.firm = FirmSpec::read(reader);
  AiDemandLaw& law = spec.law;
  law.growth = reader.exogenous("growth", "1/year",
                                "willingness to pay: growth of what is wanted when all is served",
                                Bounds::between(0, 10));
  law.discovery = reader.exogenous_or("discovery", "1/year", "0 1/year",
                                      "growth on top while everybody finds out what is possible",
                                      Bounds::between(0, 10));
  law.unserved_drag = reader.number(
      "unserved_drag", "1", "part of the growth lost when nothing is served", {.min = 0, .max = 1});
  law.moderators = reader.optional_group(
      "moderators",
      "what growth does not tell: cheaper answers and their reliability; without it growth tells "
      "all",
      [&law](Reader& keys) { return read_moderators(keys, law.moderated_from); });
  return spec;
}

AiServices::AiServices(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      growth_series_(market.series.declare("willingness_growth", name(), "1/year", region())) {}

void AiServices::plan() {
  market_.series.put(growth_series_, now(), spec_.law.growth_per_year(now(), 0));
}

/// It makes nothing: its law is in what labs want.
void AiServices::state(ProcessModel&) const {}

}  // namespace chokepoint::models
