#include "models/actors/module_supplier.hpp"

namespace chokepoint::models {

ModuleSupplierSpec ModuleSupplierSpec::read(Reader& reader) {
  ModuleSupplierSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.commodity = reader.text("makes", "the module: euv_optics, euv_source, ...");
  spec.modules_per_month = reader.number("capacity", "module/month", "output at the start",
                                         {.min = 0, .open_min = true});
  spec.under_way =
      reader.list_or_empty("under_way", "expansions decided before the start", [](Reader& keys) {
        Maker::UnderWay more;
        more.due = read_opening(keys, "when it works", "expansions", "capacity");
        more.per_month =
            keys.number("capacity", "module/month", "that it adds", {.min = 0, .open_min = true});
        return more;
      });
  spec.line = read_line(reader);
  spec.expansion = read_expansion(reader);
  return spec;
}

namespace {

Maker::Setup setup(Market& market, const ModuleSupplierSpec& spec) {
  Trace& trace = market.flow.trace;
  return {.line = spec.line.line(spec.firm.name, market.commodity(spec.commodity, "module"),
                                 trace.constraint(spec.commodity + "_cycle_time")),
          .unit = "module",
          .constraint = trace.constraint(spec.commodity),
          .per_month = spec.modules_per_month,
          .under_way = spec.under_way,
          .expansion = spec.expansion,
          .believed_less = trace.constraint(spec.commodity + "_orders"),
          .grew_slowly = trace.constraint(spec.commodity + "_specialists"),
          .lead = trace.constraint(spec.commodity + "_training")};
}

}  // namespace

ModuleSupplier::ModuleSupplier(Market& market, const Spec& spec)
    : MakerFirm(market, spec.firm, setup(market, spec)) {}

}  // namespace chokepoint::models
