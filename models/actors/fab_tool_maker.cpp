#include "models/actors/fab_tool_maker.hpp"

namespace chokepoint::models {

FabToolMakerSpec FabToolMakerSpec::read(Reader& reader) {
  FabToolMakerSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.sets_per_month =
      reader.number("capacity", "set/month", "output at the start", {.min = 0, .open_min = true});
  spec.line = read_line(reader);
  spec.expansion = read_expansion(reader);
  return spec;
}

namespace {

Maker::Setup setup(Market& market, const FabToolMakerSpec& spec) {
  Trace& trace = market.flow.trace;
  return {.line = spec.line.line(spec.firm.name, market.commodity("fab_tool_set", "set"),
                                 trace.constraint("fab_tool_cycle_time")),
          .unit = "set",
          .constraint = trace.constraint("fab_tools"),
          .per_month = spec.sets_per_month,
          .expansion = spec.expansion,
          .believed_less = trace.constraint("fab_tool_orders"),
          .grew_slowly = trace.constraint("fab_tool_specialists"),
          .lead = trace.constraint("fab_tool_training")};
}

}  // namespace

FabToolMaker::FabToolMaker(Market& market, const Spec& spec)
    : MakerFirm(market, spec.firm, setup(market, spec)) {}

}  // namespace chokepoint::models
