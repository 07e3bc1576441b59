#include <algorithm>
#include <utility>

#include "models/actors/accelerator_vendor.hpp"
#include "models/actors/common_keys.hpp"

namespace chokepoint::models {

namespace {

AcceleratorVendorSpec::Generation read_generation(Reader& reader) {
  AcceleratorVendorSpec::Generation generation;
  generation.name = reader.name();
  generation.foundry = reader.reference("foundry", "actor", "who makes its main dies");
  generation.wafer = reader.text("wafer", "commodity of the main dies: n5_wafer, n3_wafer, ...");
  generation.minor_foundry =
      reader.reference_or_none("minor_foundry", "actor", "who makes its I/O and switch dies");
  generation.minor_wafer = reader.text_or("minor_wafer", "n5_wafer", "commodity of those");
  const char* const per_gw = "wafer/GW_it";
  generation.wafers_per_gw =
      reader.number("wafers_per_gw", per_gw, "main logic wafers", {.min = 0, .open_min = true});
  generation.minor_wafers_per_gw =
      reader.number_if_any("minor_wafers_per_gw", per_gw, "other logic", {.min = 0}).value_or(0);
  generation.hbm_wafers_per_gw = reader.number("hbm_wafers_per_gw", per_gw, "DRAM wafers in HBM",
                                               {.min = 0, .open_min = true});
  generation.dram_wafers_per_gw = reader.number(
      "dram_wafers_per_gw", per_gw, "DRAM wafers in server memory", {.min = 0, .open_min = true});
  generation.cowos_wafers_per_gw = reader.number("cowos_wafers_per_gw", per_gw, "packaging wafers",
                                                 {.min = 0, .open_min = true});
  generation.h100e_per_gw = reader.number("h100e_per_gw", "h100e/GW_it",
                                          "computing power, in H100-equivalents", {.min = 0});
  generation.kw_per_package =
      reader
          .number_if_any("it_power", "kW_it/package",
                         "IT load of a package with its part of servers and network; without it "
                         "packages are not counted",
                         {.min = 0, .open_min = true})
          .value_or(0);
  generation.tdp_kw_per_package =
      reader
          .number_if_any("chip_tdp", "kW_it/package", "of it, what the chips themselves may draw",
                         {.min = 0})
          .value_or(0);
  generation.usd_per_kw = reader.number("price", "usd/kW_it", "of systems", {.min = 0});
  generation.share =
      reader.exogenous("share", "1", "part of the vendor's roadmap by date", {.min = 0, .max = 1});
  return generation;
}

/// From when to when the roadmap has a generation; ends are where its share leaves and reaches 0.
std::pair<Tick, Tick> on_the_roadmap(const Profile& share) {
  const auto& points = share.points();
  const auto sold = [](const Profile::Point& point) { return point.value > 0; };
  const auto first = std::find_if(points.begin(), points.end(), sold);
  const auto last = std::find_if(points.rbegin(), points.rend(), sold).base();
  const bool ramps = share.shape() == Profile::Shape::linear;
  if (first == points.end())
    return {kNever, kNever};
  const Tick from = first == points.begin() ? 0 : (ramps ? first - 1 : first)->tick;
  return {from, last == points.end() ? kNever : last->tick};
}

/// A generation is older when its share of the roadmap begins earlier, then when it ends earlier.
bool older(const AcceleratorVendorSpec::Generation& a, const AcceleratorVendorSpec::Generation& b) {
  return on_the_roadmap(a.share) < on_the_roadmap(b.share);
}

AcceleratorVendorSpec::Seller read_seller(Reader& reader) {
  AcceleratorVendorSpec::Seller seller;
  seller.firm = reader.reference("firm", "actor", "who sells it");
  seller.weight = reader.number("share", "1", "part of the orders it gets", {.min = 0, .max = 1});
  return seller;
}

void require_a_seller(Reader& reader, std::string_view key,
                      const std::vector<AcceleratorVendorSpec::Seller>& sellers) {
  const bool somebody = std::any_of(sellers.begin(), sellers.end(),
                                    [](const auto& seller) { return seller.weight > 0; });
  reader.require(sellers.empty() || somebody, {key},
                 "expected a share above 0 for at least one of them, found none");
}

AcceleratorVendorSpec::Expected read_at_start(Reader& reader) {
  AcceleratorVendorSpec::Expected expected;
  expected.pace = reader.number("pace", "kW_it/month", "what it sold before", {.min = 0});
  expected.package_months = static_cast<int>(
      reader.count("package_months", "months of it in process, which arrive evenly over them",
                   {.min = 1, .max = 24}));
  expected.packages = expected.pace * expected.package_months;
  expected.stock = expected.pace * reader.number("stock_months", "month",
                                                 "months of it in stock, as packages", {.min = 0});
  return expected;
}

void read_planning(Reader& reader, AcceleratorVendorSpec& spec) {
  const auto ahead = [&](std::string_view key, std::string_view fallback, std::string_view help) {
    return reader.number_or(key, "month", fallback, help, Bounds::between(0, kLongestPlan));
  };
  spec.conviction =
      reader.number("conviction", "1", "weight of what builders announce", {.min = 0, .max = 1});
  spec.plan_ahead_months = ahead("plan_ahead", "9 month", "it plans for a date so far ahead");
  spec.logic_ahead_months = ahead("logic_ahead", "5 month", "position in logic, months of pace");
  spec.hbm_ahead_months = ahead("hbm_ahead", "6 month", "position in HBM, months of pace");
  spec.dram_ahead_months = ahead("dram_ahead", "5 month", "position in server memory");
  spec.package_ahead_months = ahead("package_ahead", "3 month", "position in packages");
  spec.usual_stock_months =
      reader.number_or("usual_stock", "month", "5 month", "stock at which it slows down",
                       Bounds::between(0.1, kLongestPlan));
  spec.margin = reader.number_or(
      "matching_margin", "1", "1.2",
      "logic and memory are each ordered for so many times what comes of the other", {.min = 1});
  spec.fallback = reader.number_or("fallback", "1", "0.15",
                                   "part of the pace an older generation takes over when the new "
                                   "node is short",
                                   {.min = 0, .max = 1});
  spec.replaced_per_year = reader.number_or(
      "replaced", "1/year", "0 1/year",
      "part of all it has sold that fails and gets a new package; packages go there first",
      {.min = 0, .max = 1});
  spec.memory_thrift =
      reader.number_or("memory_thrift", "1", "0",
                       "server memory per GW falls as price to this power", {.min = 0, .max = 1});
  spec.price_shift =
      reader.number_or("price_shift", "1", "0.7",
                       "a dear maker of memory loses orders as price to this power", {.min = 0});
  spec.promise_shift = reader.number_if_any(
      "promise_shift", "1",
      "a maker of memory that promises late loses orders as the wait to this power; without it "
      "none does",
      {.min = 0});
  spec.split_wafers =
      reader.number_or("split_orders", "wafer", "20000 wafer",
                       "smaller orders of memory go to one maker at a time", {.min = 0});
  spec.package_lag_months =
      ahead("package_lag", "4 month", "from logic at the packager to a system");
  spec.faith = read_faith(reader, spec.faith);
  spec.backlog_months = read_backlog_spread(reader);
  spec.normal_backlog_months =
      ahead("normal_backlog", "6 month", "an order book of so much work is no backlog");
  spec.news = read_news(reader);
  spec.outlook_memory = reader.number_if_any(
      "outlook_memory", "1",
      "lessons, one a month, from which it knows what comes of its plans; builders then hear what "
      "it expects to ship to them, and nothing without it",
      {.min = 1});
  spec.pays_for_logic =
      reader
          .number_if_any("pays_for_logic", "1",
                         "what it would pay for the logic of a system, as a part of its price in "
                         "usual times, where the highest bidder is served; without it it bids "
                         "nothing",
                         {.min = 0, .max = 10})
          .value_or(0);
  spec.firm_orders = reader.flag_or("firm", true, "its orders cannot be cancelled");
  spec.surplus = reader.number_or(
      "surplus", "1", "1.5",
      "who is not firm takes orders of logic back beyond so many times its target", {.min = 1});
}

/// Who else makes and packages its dies when its own suppliers stand still.
void read_second_suppliers(Reader& reader, AcceleratorVendorSpec& spec) {
  spec.second_foundries = reader.list_or_empty(
      "second_foundries", "who gets its logic orders when its foundries stand still",
      [](Reader& keys) {
        AcceleratorVendorSpec::SecondFoundry second;
        second.firm = keys.reference("firm", "actor", "who makes the same wafers");
        second.weight =
            keys.number("share", "1", "part of those orders it gets", {.min = 0, .max = 1});
        second.wafers = keys.number_or("wafers", "1", "1",
                                       "wafers for each that the first foundry needs", {.min = 1});
        return second;
      });
  spec.second_packagers =
      reader.references_or_empty("second_packagers", "actor",
                                 "who packages its dies when its packagers stand still, by the "
                                 "lines that each has for others");
  spec.turns_elsewhere_after = reader.timeline().after(
      0, reader.duration_or("turns_elsewhere_after", "60 days",
                            "so long it waits for suppliers that stand still"));
  spec.port_time = reader.timeline().after(
      0, reader.duration_or("port_time", "15 months", "to port designs to another foundry"));
  spec.packaging_port = reader.timeline().after(
      0, reader.duration_or("packaging_port_time", "6 months", "to qualify other packagers"));
}

}  // namespace

AcceleratorVendorSpec AcceleratorVendorSpec::read(Reader& reader) {
  AcceleratorVendorSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.generations = reader.list("generations", "its products", read_generation);
  std::stable_sort(spec.generations.begin(), spec.generations.end(), older);
  spec.memory = reader.list("memory", "who sells it DRAM and HBM", read_seller);
  spec.packaging = reader.list("packaging", "who packages its dies", read_seller);
  require_a_seller(reader, "memory", spec.memory);
  require_a_seller(reader, "packaging", spec.packaging);
  read_second_suppliers(reader, spec);
  spec.at_start = reader.group("at_start", "what is under way at the start", read_at_start);
  read_planning(reader, spec);
  spec.assembly_lead = reader.duration("assembly_lead", "to add assembly capacity");
  spec.assembly_reserve = reader.number_or("assembly_reserve", "1", "0.3",
                                           "assembly capacity above the plan", {.min = 0});
  spec.assembly = reader
                      .number_if_any("assembly", "kW_it/month",
                                     "system assembly at the start; without it what the pace of "
                                     "sales needs, and the reserve, but not nothing",
                                     {.min = 0, .open_min = true})
                      .value_or(std::max(1.0, spec.at_start.pace * (1 + spec.assembly_reserve)));
  spec.assembly_smoothing_months = reader.number_or(
      "assembly_smoothing", "month", "3 month", "a gap in it is closed over so long", {.min = 1});
  spec.storage = reader.optional_group(
      "storage", "flash for its systems' drives; without it it buys none", [](Reader& keys) {
        AcceleratorVendorSpec::Storage storage;
        storage.wafers_per_gw =
            keys.number("nand_wafers_per_gw", "wafer/GW_it",
                        "flash wafers in its systems and beside them, at the start", {.min = 0});
        storage.denser_per_year =
            keys.number("denser", "1/year", "growth of what a wafer holds", {.min = 0});
        storage.makers = keys.list("makers", "who makes them", read_seller);
        require_a_seller(keys, "makers", storage.makers);
        return storage;
      });
  spec.light_parts = reader.list_or_empty(
      "light_parts", "parts of every system with a pace and a lead; without it none is ever late",
      [](Reader& keys) {
        LightPart part;
        part.name = keys.name();
        part.kw_per_month =
            keys.number("capacity", "kW_it/month", "at the start", {.min = 0, .open_min = true});
        part.lead = keys.duration("lead", "to add capacity");
        part.reserve = keys.number("reserve", "1", "held above the vendor's plan", {.min = 0});
        part.growth_per_year = keys.number(
            "growth", "1/year", "most, of what stands and is under way", {.min = 0, .max = 100});
        return part;
      });
  spec.delivery =
      reader.distribution("delivery", "minute", "from assembly to the site", {.min = 0});
  spec.sold_out_months =
      reader
          .number_if_any("sold_out", "month",
                         "turns orders away that would wait longer; none without it", {.min = 0})
          .value_or(0);
  spec.allocation = allocation_rule(reader.one_of_or("allocation", allocation_rule_names(), "fifo",
                                                     "which builder is served first"));
  spec.largest_share =
      reader
          .number_if_any("largest_share", "1",
                         "of its systems that one builder gets while others wait; any without it",
                         {.min = 0, .max = 1, .open_min = true})
          .value_or(0);
  spec.lots_per_order =
      reader.count_or("lots_per_order", 2, "an order is delivered in so many lots", {.min = 1});
  return spec;
}

}  // namespace chokepoint::models
