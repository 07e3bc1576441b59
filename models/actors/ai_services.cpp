#include "models/actors/ai_services.hpp"

#include "models/core/rates.hpp"
#include "models/policy/ai_demand.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double AiDemandLaw::growth_per_year(Tick t, double unserved) const {
  return served_growth(growth.at(t), unserved_drag, unserved);
}

double AiDemandLaw::factor(Tick from, Tick to, double unserved) const {
  const double grown = served_growth(growth.integral(from, to), unserved_drag, unserved);
  return portable_exp((grown + discovery.integral(from, to)) / kMinutesPerYear);
}

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
