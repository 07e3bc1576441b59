#include "models/actors/register.hpp"

#include "models/actors/accelerator_vendor.hpp"
#include "models/actors/ai_services.hpp"
#include "models/actors/consumer_market.hpp"
#include "models/actors/data_centre_builder.hpp"
#include "models/actors/fab_tool_maker.hpp"
#include "models/actors/foundry.hpp"
#include "models/actors/gear_vendor.hpp"
#include "models/actors/lab.hpp"
#include "models/actors/labour_pool.hpp"
#include "models/actors/memory_vendor.hpp"
#include "models/actors/module_supplier.hpp"
#include "models/actors/outside_fabs.hpp"
#include "models/actors/packaging_house.hpp"
#include "models/actors/power_supplier.hpp"
#include "models/actors/tool_maker.hpp"

namespace chokepoint::models {

namespace {

template <class Actor>
FirmMaker read(Reader& reader) {
  return [spec = Actor::Spec::read(reader)](Market& market) {
    return std::make_unique<Actor>(market, spec);
  };
}

}  // namespace

const std::vector<ActorKind>& actor_kinds() {
  static const std::vector<ActorKind> kinds{
      {"accelerator_vendor", "designs accelerators and sells systems", read<AcceleratorVendor>},
      {"ai_services", "customers of AI services and what they would pay for", read<AiServices>},
      {"consumer_market", "devices that use chips: phones, PCs, servers", read<ConsumerMarket>},
      {"data_centre_builder", "builds sites, buys systems, rents out compute",
       read<DataCentreBuilder>},
      {"fab_tool_maker", "makes the tools of a fab other than EUV", read<FabToolMaker>},
      {"foundry", "makes logic wafers on several nodes", read<Foundry>},
      {"gear_vendor", "makes transformers, switchgear, cooling", read<GearVendor>},
      {"hall_owner", "sells halls built for others, to be refitted", read<HallOwner>},
      {"lab", "wants compute for its services and research", read<Lab>},
      {"labour_pool", "construction and electrical trades of a region", read<LabourPool>},
      {"memory_vendor", "makes DRAM wafers and stacks HBM", read<MemoryVendor>},
      {"module_supplier", "makes one module of EUV tools", read<ModuleSupplier>},
      {"outside_fabs", "fabs outside the story that buy EUV tools", read<OutsideFabs>},
      {"packaging_house", "joins logic and HBM in advanced packages", read<PackagingHouse>},
      {"power_supplier", "sells one way to power a data centre", read<PowerSupplier>},
      {"tool_maker", "builds EUV tools from modules", read<ToolMaker>},
  };
  return kinds;
}

}  // namespace chokepoint::models
