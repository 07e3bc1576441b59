#include "models/actors/fab_tool_maker.hpp"

#include "models/core/rates.hpp"

namespace chokepoint::models {

FabToolMakerSpec FabToolMakerSpec::read(Reader& reader) {
  FabToolMakerSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.sets_per_month =
      reader.number("capacity", "set/month", "output at the start", {.min = 0, .open_min = true});
  spec.line = read_line(reader);
  spec.expansion = read_expansion(reader);
  spec.chips = ChipNeedSpec::read(reader);
  return spec;
}

namespace {

Maker::Setup setup(Market& market, const FabToolMakerSpec& spec) {
  Trace& trace = market.flow.trace;
  return {.line = spec.line.line(spec.firm.name, market.commodity("fab_tool_set", "set"),
                                 trace.constraint("fab_tool_cycle_time")),
          .unit = "set",
          .constraint = trace.constraint("fab_tool_assembly"),
          .per_month = spec.sets_per_month,
          .expansion = spec.expansion,
          .believed_less = trace.constraint("fab_tool_orders"),
          .grew_slowly = trace.constraint("fab_tool_specialists"),
          .lead = trace.constraint("fab_tool_training")};
}

}  // namespace

FabToolMaker::FabToolMaker(Market& market, const Spec& spec)
    : MakerFirm(market, spec.firm, setup(market, spec)),
      orders_(market.flow.trace.constraint("fab_tool_orders")),
      chips_(market, maker().line(), spec.firm.name, spec.chips, spec.sets_per_month) {}

void FabToolMaker::meet() {
  chips_.meet([this](Firm& seller, CommodityId chip) { later_supplied_by(seller, chip); });
}

void FabToolMaker::plan() {
  chips_.look();
  grow(part_with_chips());
  chips_.plan(
      maker().line().capacity_per_month(), market_.disruptions.stockpile(name(), now()).months,
      static_cast<double>(maker().line().backlog()), [this](Firm& seller, const OrderTerms& terms) {
        return buy(seller, terms, decide(orders_));
      });
}

void FabToolMaker::goods_in(OrderId order, std::int64_t quantity, EventId arrival) {
  chips_.goods_in(order, quantity, arrival);
}

}  // namespace chokepoint::models
