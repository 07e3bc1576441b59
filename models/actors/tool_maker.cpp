#include "models/actors/tool_maker.hpp"

#include <algorithm>
#include <cmath>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/relieved.hpp"
#include "models/core/statement.hpp"
#include "models/policy/lithography.hpp"
#include "models/policy/planning.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double ToolSheet::passes_per_month(Tick at) const {
  return passes_per_tool_month(wafers_per_hour.at(at), uptime);
}

ToolMakerSpec ToolMakerSpec::read(Reader& reader) {
  ToolMakerSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.sheet.wafers_per_hour = reader.exogenous(
      "throughput", "pass/hour", "technology roadmap: whole-wafer passes of a tool while it runs",
      {.min = 0, .open_min = true});
  spec.sheet.uptime = reader.number("uptime", "1", "part of the time a tool runs",
                                    {.min = 0, .max = 1, .open_min = true});
  if (reader.has("price"))
    spec.sheet.price = reader.exogenous_or(
        "price", "usd/tool", "0 usd/tool",
        "technology roadmap: of the tools shipped; only what fabs spend is counted with it",
        {.min = 0});
  spec.tools_per_month = reader.number("capacity", "tool/month", "assembly at the start",
                                       {.min = 0, .open_min = true});
  spec.crew.kept_per_month =
      reader.number("kept_crew", "tool/month", "assembly that is kept in a slump", {.min = 0});
  spec.crew.backlog_months = months(reader.duration(
      "backlog_target", "crews aim at working off the backlog in this time", "1 month"));
  spec.crew.lag_months =
      months(reader.duration("crew_lag", "time to follow a change of orders", "1 month"));
  spec.crew.max_growth_per_year =
      reader.number("max_growth", "1/year",
                    "most that crews may grow in a year, however often it plans", {.min = 0});
  spec.conviction =
      reader.number("conviction", "1", "weight of what fabs announce", {.min = 0, .max = 1});
  spec.module_cover_months = months(
      reader.duration("module_cover", "modules on hand and on order, in months of assembly"));
  const double covered = spec.module_cover_months * spec.tools_per_month;
  const auto read_module = [covered](Reader& keys) {
    ToolMakerSpec::Module module;
    module.commodity = keys.name();
    module.supplier = keys.reference("supplier", "actor", "who makes it");
    module.stock =
        nearest_whole(keys.number("stock", "module", "on hand at the start", {.min = 0}));
    module.on_order = nearest_whole(
        keys.number_if_any("on_order", "module",
                           "on order at the start; arrives over the months of the cover; without "
                           "it what is not on hand of the cover",
                           {.min = 0})
            .value_or(std::max(0.0, covered - static_cast<double>(module.stock))));
    return module;
  };
  spec.modules = reader.list("modules", "what a tool is made of, one of each", read_module);
  const auto read_rights = [](Reader& keys) {
    ToolMakerSpec::Rights rights;
    rights.tools = keys.number("tools", "tool", "how many are paid for", {.min = 0});
    rights.from = keys.timeline().tick(keys.date("from", "day on which they are paid"));
    rights.until = keys.timeline().tick(keys.date("until", "day on which they end"));
    keys.require(rights.until > rights.from, {"until"}, "expected a date after 'from'");
    return rights;
  };
  spec.rights = reader
                    .optional_group("prepaid_rights",
                                    "rights to tools that are paid for before there is an order: "
                                    "crews and modules are planned as if they were ordered",
                                    read_rights)
                    .value_or(ToolMakerSpec::Rights{});
  spec.chips = ChipNeedSpec::read(reader);
  spec.line = read_line(reader);
  return spec;
}

ToolMaker::ToolMaker(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      tool_(market.commodity("euv_tool", "tool")),
      line_(market, *this,
            spec_.line.line(spec_.firm.name, tool_,
                            market.flow.trace.constraint("euv_tool_installation"))),
      crews_(market, line_.gate(),
             line_.gate().add_resource(market.flow.trace.constraint("euv_tool_assembly"),
                                       per_minute(spec_.tools_per_month)),
             market.flow.trace.constraint("euv_tool_assembly")),
      record_(market, *this, "", "tool", false),
      chips_(market, line_, spec_.firm.name, spec_.chips, spec_.tools_per_month),
      shipped_(market.series.declare("euv_tools_shipped", name(), "tool", region())),
      demand_(market.flow.trace.constraint(kLeadTime)),
      tool_orders_(market.flow.trace.constraint("euv_tool_orders")),
      crew_growth_(market.flow.trace.constraint("euv_tool_crews")) {
  if (spec_.sheet.price)
    market.list_prices.emplace(id(), *spec_.sheet.price);
  line_.on_shipped([this](OrderId, std::int64_t tools, EventId) {
    market_.series.add(shipped_, now(), static_cast<double>(tools));
  });
}

void ToolMaker::meet() {
  for (const Spec::Module& module : spec_.modules) {
    Module mine{
        market_.commodity(module.commodity, "module"), &market_.firm(module.supplier),
        std::make_unique<Store>(market_.flow, name() + "." + module.commodity, module.stock),
        std::make_unique<Inheritance>(market_)};
    const int cover = std::max(1, static_cast<int>(spec_.module_cover_months));
    mine.ordered_before->expect(module.on_order, 0, cover - 1,
                                market_.flow.trace.constraint(module.commodity + "_cycle_time"),
                                [stock = mine.stock.get()](std::int64_t modules, EventId event) {
                                  stock->put(modules, event);
                                });
    line_.add_input({mine.stock.get(), 1});
    if (module.stock > 0)
      later_supplied_by(*mine.supplier, mine.commodity);
    else
      supplied_by(*mine.supplier, mine.commodity);
    modules_.push_back(std::move(mine));
  }
  chips_.meet([this](Firm& seller, CommodityId chip) { later_supplied_by(seller, chip); });
}

void ToolMaker::plan() {
  record_.close(line_);
  chips_.look();
  move_crews();
  // Modules take longer than tools: build what the crews will be able to when the modules arrive.
  const CrewChoice next =
      choose_crew(spec_.crew, crews_.standing(), tools_ahead(), spec_.module_cover_months);
  order_modules(std::max(crews_.standing(), next.per_month));
  chips_.plan(std::max(crews_.standing(), next.per_month),
              market_.disruptions.stockpile(name(), now()).months,
              static_cast<double>(line_.backlog()), [this](Firm& seller, const OrderTerms& terms) {
                return buy(seller, terms, decide(tool_orders_));
              });
  if (plannings_++ * spec_.firm.months_between % 3 == 0)
    tell_suppliers();
}

double ToolMaker::tools_ahead() const {
  return static_cast<double>(line_.backlog()) + spec_.rights.at(now());
}

void ToolMaker::move_crews() {
  const CrewChoice choice = choose_crew(spec_.crew, crews_.standing(), tools_ahead(),
                                        static_cast<double>(spec_.firm.months_between));
  const double change = crew_change(choice.per_month - crews_.standing(), chips_.part_with_chips());
  const ConstraintId reason = choice.limit == ExpansionLimit::growth ? crew_growth_ : tool_orders_;
  crews_.planned(choice.announced, reason);
  if (std::abs(change) < 0.001 * crews_.standing())
    return;
  const EventId decided = decide(reason);
  crews_.add(change > 0 ? change * relieved(market_, decided) : change, decided);
  booked();
}

void ToolMaker::order_modules(double per_month) {
  for (const Module& module : modules_) {
    const std::int64_t covered = module.covered(on_order(module.commodity));
    const std::int64_t quantity = restock(per_month * spec_.module_cover_months, covered, 0);
    if (quantity == 0)
      continue;
    const Tick wanted =
        timeline().after(now(), {.months = static_cast<std::int32_t>(spec_.module_cover_months)});
    buy(*module.supplier,
        {.commodity = module.commodity,
         .quantity = quantity,
         .wanted = wanted,
         .parent = waiting_order(tool_, static_cast<double>(covered))},
        decide(tool_orders_));
  }
}

void ToolMaker::tell_suppliers() {
  std::array<double, 4> rates{};
  for (std::size_t year = 0; year < rates.size(); ++year) {
    const Duration ahead{.months = kForecastMonths[year]};
    const double own =
        choose_crew(spec_.crew, crews_.standing(), tools_ahead(), months(ahead)).per_month;
    rates[year] =
        std::max(crews_.standing(), plan_rate(spec_.conviction, heard(tool_, ahead), own));
  }
  for (const Module& module : modules_)
    tell(*module.supplier, module.commodity, rates);
}

void ToolMaker::receive_order(OrderId order) {
  answer(order, line_.book(order));
}

void ToolMaker::order_cancelled(OrderId order, std::int64_t quantity) {
  line_.cancelled(order, quantity);
}

void ToolMaker::goods_in(OrderId order, std::int64_t quantity, EventId arrival) {
  if (chips_.goods_in(order, quantity, arrival))
    return;
  const CommodityId commodity = market_.journal.at(order).terms.commodity;
  for (const Module& module : modules_) {
    if (module.commodity == commodity)
      module.stock->put(quantity, arrival);
  }
}

Duration ToolMaker::shortest_delivery() const {
  return shortest_of(spec_.line.cycle_minutes);
}

void ToolMaker::state(ProcessModel& model) const {
  const double every = static_cast<double>(spec_.firm.months_between);
  const auto capacity =
      state_capacity(model, name(), line_.gate().constraint(0),
                     std::max(spec_.tools_per_month, spec_.crew.kept_per_month),
                     {.per_planning = grown_over(spec_.crew.max_growth_per_year, every)},
                     [this] { return crews_.standing(); });
  ProcessModel::Process process{
      .name = "euv_tool of " + name(), .flows = {}, .uses = {{capacity, 1}}};
  for (const Spec::Module& module : spec_.modules) {
    const auto stock = goods_of(model, module.supplier, module.commodity);
    if (module.stock + module.on_order > 0)
      model.start_with(stock, static_cast<double>(module.stock + module.on_order),
                       std::string(kInitialStock));
    process.flows.push_back({stock, -1});
  }
  process.flows.push_back({goods_of(model, name(), "euv_tool"), 1, shortest_delivery()});
  model.add(std::move(process));
}

}  // namespace chokepoint::models
