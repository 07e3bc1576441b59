#pragma once

#include <optional>

#include "models/core/firm.hpp"
#include "models/policy/ai_demand.hpp"

namespace chokepoint::models {

/// How the willingness to pay for AI services grows while it is served (GW of IT load that labs
/// would use at the planning price). Exogenous: what the simulated world does enters only through
/// the unserved share.
struct AiDemandLaw {
  Profile growth{};                        ///< per year when all is served
  Profile discovery{};                     ///< per year on top, served or not
  double unserved_drag = 0;                ///< part of the growth lost when nothing is served
  std::optional<Moderators> moderators{};  ///< none: growth is what is told of all of them
  Tick moderated_from = 0;

  /// Growth per year at `t` when a share `unserved` in [0, 1] of the wish is not met.
  [[nodiscard]] double growth_per_year(Tick t, double unserved) const;
  /// The factor by which the wish grows from `from` to `to`, the discovery included.
  [[nodiscard]] double factor(Tick from, Tick to, double unserved) const;
};

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
  void state(ProcessModel& model) const override;

  /// Nothing is bought from it and it buys only from labs, who are customers themselves.
  [[nodiscard]] bool is_customer() const override { return true; }
  [[nodiscard]] const AiDemandLaw& law() const { return spec_.law; }

 private:
  void plan() override;

  Spec spec_;
  Series::Id growth_series_;
};

}  // namespace chokepoint::models
