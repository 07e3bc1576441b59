#include "models/actors/ai_services.hpp"

#include <algorithm>

namespace chokepoint::models {

AiServicesSpec AiServicesSpec::read(Reader& reader) {
  AiServicesSpec spec;
  spec.firm = FirmSpec::read(reader);
  AiDemandLaw& law = spec.law;
  law.early_growth = reader.number("early_growth", "1/year", "growth of demand before the shock");
  law.growth = reader.number("growth", "1/year", "growth at the reference date when all is served");
  law.fading_years = reader.number("fading", "year", "the growth falls by e in this time",
                                   {.min = 0, .open_min = true});
  law.unserved_drag = reader.number(
      "unserved_drag", "1", "part of the growth lost when nothing is served", {.min = 0, .max = 1});
  law.reference =
      reader.timeline().tick(reader.date("reference", "date at which the growth holds"));
  law.shock = reader.timeline().tick(
      reader.date("shock", "when everybody discovers what the services can do"));
  const Duration length = reader.duration("shock_length", "the shock spreads over this time");
  law.shock_length = std::max<Tick>(1, reader.timeline().after(law.shock, length) - law.shock);
  law.shock_factor = reader.number("shock_factor", "1", "demand ends up so many times higher",
                                   {.min = 0, .open_min = true});
  return spec;
}

AiServices::AiServices(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      growth_series_(market.series.declare("willingness_growth", name(), "1/year", region())) {}

void AiServices::plan() {
  market_.series.put(growth_series_, now(), spec_.law.growth_per_year(now(), 0));
}

}  // namespace chokepoint::models
