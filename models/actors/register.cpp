#include "models/actors/register.hpp"

#include "models/actors/consumer_market.hpp"
#include "models/actors/fab_tool_maker.hpp"
#include "models/actors/foundry.hpp"
#include "models/actors/memory_vendor.hpp"
#include "models/actors/module_supplier.hpp"
#include "models/actors/packaging_house.hpp"
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
      {"consumer_market", "devices that use chips: phones, PCs, servers", read<ConsumerMarket>},
      {"fab_tool_maker", "makes the tools of a fab other than EUV", read<FabToolMaker>},
      {"foundry", "makes logic wafers on several nodes", read<Foundry>},
      {"memory_vendor", "makes DRAM wafers and stacks HBM", read<MemoryVendor>},
      {"module_supplier", "makes one module of EUV tools", read<ModuleSupplier>},
      {"packaging_house", "joins logic and HBM in advanced packages", read<PackagingHouse>},
      {"tool_maker", "builds EUV tools from modules", read<ToolMaker>},
  };
  return kinds;
}

}  // namespace chokepoint::models
