#pragma once

#include <string>
#include <vector>

#include "models/detector_worlds.hpp"
#include "models/detectors.hpp"
#include "sim/bottleneck/cut_months.hpp"
#include "sim/bottleneck/disagreement.hpp"

namespace chokepoint::models {

/// Holds what each method says against the re-runs, pair by pair: both are asked about the same
/// constraints, the same months and the same amount.
class DetectorPairs {
 public:
  /// Adds to the report; all must outlive it. The responses know what is online; `shared` are
  /// the constraints under which several buyers were served.
  DetectorPairs(const Timeline& timeline, const DetectorNames& names, const Responses& responses,
                const NamesByMonth& shared, DetectorReport& report);

  /// Of all that is online: `parts` are the ledger's, by name.
  void compare_online(const ShareMatrix& parts, const CutMonths& cut);
  /// Of what is added in a month, with the quarter on either side: `deciding` is the ledger's.
  void compare_additions(const ShareMatrix& deciding, const CutMonths& cut);

 private:
  struct Sides {
    const char* first;
    const char* second;
    const ShareMatrix& p;
    const ShareMatrix& q;
  };
  void add(const Sides& sides, const char* about, const DisagreementFacts& facts);
  void tell_months(const std::vector<const char*>& methods,
                   const std::vector<const ShareMatrix*>& matrices);

  const Timeline& timeline_;
  const DetectorNames& names_;
  const Responses& responses_;
  const NamesByMonth& shared_;
  DetectorReport& report_;
  std::vector<double> added_;  ///< in each month
  std::vector<double> sums_;   ///< by month: all elasticities of what is online
  NamesByMonth uneven_;        ///< of what is online
  ShareMatrix calm_ledger_;    ///< what both say of what is online
  ShareMatrix calm_truth_;
};

}  // namespace chokepoint::models
