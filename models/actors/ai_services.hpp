#pragma once

#include "models/core/firm.hpp"
#include "models/policy/ai_demand.hpp"

namespace chokepoint::models {

struct AiServicesSpec {
  FirmSpec firm;
  AiDemandLaw law;

  static AiServicesSpec read(Reader& reader);
};

/// The customers of AI services as one market: how their willingness to pay grows while it is
/// served. All labs read the same law, so its uncertainty is common to them.
class AiServices final : public Firm {
 public:
  using Spec = AiServicesSpec;
  AiServices(Market& market, Spec spec);

  /// Nothing is bought from it and it buys only from labs, who are customers themselves.
  [[nodiscard]] bool is_customer() const override { return true; }
  [[nodiscard]] const AiDemandLaw& law() const { return spec_.law; }

 private:
  void plan() override;

  Spec spec_;
  Series::Id growth_series_;
};

}  // namespace chokepoint::models
