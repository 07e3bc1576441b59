#pragma once

#include <string>
#include <vector>

#include "models/actors/maker.hpp"

namespace chokepoint::models {

/// Makes one of the modules of an EUV tool: light source, reticle stage, wafer stage or optics.
struct ModuleSupplierSpec {
  FirmSpec firm;
  std::string commodity;         ///< "euv_optics"; also the constraint's name
  double modules_per_month = 0;  ///< at the start
  std::vector<Maker::UnderWay> under_way;
  LineKeys line;
  ExpansionKeys expansion;

  static ModuleSupplierSpec read(Reader& reader);
};

/// Sees the tool maker's orders and forecast; trains specialists for what it believes of them, a
/// few more every year (F-L8). It cannot be hurried with money.
class ModuleSupplier final : public MakerFirm {
 public:
  using Spec = ModuleSupplierSpec;
  ModuleSupplier(Market& market, const Spec& spec);
};

}  // namespace chokepoint::models
