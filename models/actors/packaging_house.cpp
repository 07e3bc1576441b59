#include "models/actors/packaging_house.hpp"

#include <algorithm>

#include "models/actors/fab_tool_maker.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

PackagingHouseSpec::Consigned read_consigned(Reader& reader) {
  PackagingHouseSpec::Consigned parts;
  parts.customer = reader.reference("customer", "actor", "whose parts they are");
  parts.logic_kw =
      reader.number("logic", "kW_it", "logic dies, as the IT load of complete sets", {.min = 0});
  parts.hbm_kw =
      reader.number("hbm", "kW_it", "HBM stacks, as the IT load of complete sets", {.min = 0});
  return parts;
}

Maker::Setup setup(Market& market, const PackagingHouseSpec& spec) {
  Trace& trace = market.flow.trace;
  return {.line = spec.line.line(spec.firm.name, market.commodity("cowos_wafer", "wafer"),
                                 trace.constraint("packaging_cycle_time")),
          .unit = "wafer",
          .constraint = trace.constraint("cowos"),
          .per_month = spec.wafers_per_month,
          .others_per_month = spec.other_use.at(0),
          .expansion = spec.expansion,
          .believed_less = trace.constraint("cowos_orders"),
          .grew_slowly = trace.constraint("cowos_growth"),
          .lead = trace.constraint("cowos_lead_time")};
}

}  // namespace

PackagingHouseSpec PackagingHouseSpec::read(Reader& reader) {
  PackagingHouseSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.idle_months_between = reader.count_or(
      "idle_plans_every", spec.firm.months_between,
      "months between two plannings while nobody orders here, or says that he will, "
      "and others take no more than what stands",
      {.min = 1, .max = 12});
  spec.wafers_per_month = reader.number("capacity", "wafer/month", "packaging at the start",
                                        {.min = 0, .open_min = true});
  spec.other_use =
      reader.exogenous_or("other_use", "wafer/month", "0 wafer/month",
                          "taken by customers outside this world (network chips)", {.min = 0});
  const auto dies =
      reader.optional_group("other_use_needs", "whose dies those others package", [](Reader& keys) {
        return std::pair(keys.reference("firm", "actor", "who makes them"),
                         keys.number("share", "1", "part of that use that stands still with him",
                                     {.min = 0, .max = 1}));
      });
  if (dies) {
    spec.other_use_of = dies->first;
    spec.other_use_share = dies->second;
  }
  spec.tool_maker =
      reader.reference_or_none("tool_maker", "actor",
                               "no more lines are ordered than these makers have chips for, whose "
                               "tools need the same; without it, all");
  spec.space =
      reader.number("space", "wafer/month", "what existing buildings can hold", {.min = 0});
  spec.lead_with_building =
      reader.duration("lead_with_building", "lead of an expansion that needs a building first");
  spec.line = read_line(reader);
  spec.expansion = read_expansion(reader);
  spec.consigned =
      reader.list_or_empty("consigned", "customers' parts on hand at the start", read_consigned);
  return spec;
}

PackagingHouse::PackagingHouse(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      package_(market.commodity("cowos_wafer", "wafer")),
      hbm_(market.commodity("hbm_wafer", "wafer")),
      maker_(market, *this, setup(market, spec_)),
      demand_(market.flow.trace.constraint(kLeadTime)),
      lines_(market.series.declare("cowos_kwpm", name(), "kwpm", region())) {
  market.series.set_every(lines_, spec_.firm.months_between);
  maker_.line().set_customer_inputs([this](const Order& order) { return inputs_for(order); });
}

void PackagingHouse::meet() {
  for (const Spec::Consigned& parts : spec_.consigned) {
    of(market_.firm(parts.customer).id(), nearest_whole(parts.logic_kw),
       nearest_whole(parts.hbm_kw));
  }
  if (!spec_.other_use_of.empty())
    dies_of_others_ = &market_.firm(spec_.other_use_of);
  if (!spec_.tool_maker.empty()) {
    tool_maker_ = dynamic_cast<FabToolMaker*>(&market_.firm(spec_.tool_maker));
    ensure(tool_maker_ != nullptr, "tools of packaging lines are made by makers of fab tools");
  }
  make_room_for_others();
}

PackagingHouse::Consignment& PackagingHouse::of(FirmId customer, std::int64_t logic_kw,
                                                std::int64_t hbm_kw) {
  for (const auto& known : consignments_) {
    if (known->customer == customer)
      return *known;
  }
  const std::string whose = name() + "." + market_.firm(customer).name();
  auto fresh = std::make_unique<Consignment>();
  fresh->customer = customer;
  fresh->logic = std::make_unique<Store>(market_.flow, whose + ".logic", logic_kw);
  fresh->hbm = std::make_unique<Store>(market_.flow, whose + ".hbm", hbm_kw);
  fresh->logic->listen(maker_.line());
  fresh->hbm->listen(maker_.line());
  fresh->inputs = {{fresh->logic.get(), 0}, {fresh->hbm.get(), 0}};
  consignments_.push_back(std::move(fresh));
  return *consignments_.back();
}

double PackagingHouse::consigned_logic(FirmId customer) const {
  double kw = 0;
  for (const auto& parts : consignments_)
    kw += parts->customer == customer ? static_cast<double>(parts->logic->level()) : 0;
  return kw;
}

double PackagingHouse::consigned_hbm(FirmId customer) const {
  double kw = 0;
  for (const auto& parts : consignments_)
    kw += parts->customer == customer ? static_cast<double>(parts->hbm->level()) : 0;
  return kw;
}

PackagingHouse::Spare PackagingHouse::late(FirmId customer) const {
  for (const auto& parts : consignments_) {
    if (parts->customer == customer)
      return {parts->late_logic, parts->late_hbm};
  }
  return {};
}

PackagingHouse::Spare PackagingHouse::spare(FirmId customer) const {
  const auto parts = std::find_if(consignments_.begin(), consignments_.end(),
                                  [&](const auto& known) { return known->customer == customer; });
  if (parts == consignments_.end())
    return {};
  const Consignment& here = **parts;
  if (part_left() <= 0)
    return {std::min(here.late_logic, here.logic->level()),
            std::min(here.late_hbm, here.hbm->level())};
  double waiting = 0;
  maker_.line().for_each_waiting([&](OrderId id, GateId) {
    const Order& order = market_.journal.at(id);
    if (order.buyer == customer)
      waiting += static_cast<double>(order.to_start()) * order.terms.sink_per_unit * kKwPerGw;
  });
  const std::int64_t kept = nearest_whole(waiting);
  return {std::max<std::int64_t>(0, here.logic->level() - kept),
          std::max<std::int64_t>(0, here.hbm->level() - kept)};
}

void PackagingHouse::pass_on(FirmId customer, double part, PackagingHouse& to, EventId decided) {
  const Spare all = spare(customer);
  Consignment& here = of(customer);
  Consignment& there = to.of(customer);
  const auto hand_over = [&](std::int64_t most, std::int64_t& late, Store& from, Store& into) {
    const std::int64_t kw = nearest_whole(static_cast<double>(most) * part);
    if (kw <= 0)
      return;
    late = std::max<std::int64_t>(0, late - kw);
    Conditions conditions;
    conditions.add(from.take(kw), EnablerClass::material);
    conditions.add(decided, EnablerClass::order);
    Flow& flow = market_.flow;
    into.put(kw, flow.trace.add(EventKind::lead, maker_.setup().line.lead_constraint, flow.now(),
                                flow.now(), 0, 0, conditions));
  };
  hand_over(all.logic, here.late_logic, *here.logic, *there.logic);
  hand_over(all.hbm, here.late_hbm, *here.hbm, *there.hbm);
}

std::vector<Line::Input>* PackagingHouse::inputs_for(const Order& order) {
  Consignment& parts = of(order.buyer);
  for (Line::Input& input : parts.inputs)
    input.per_unit = order.terms.sink_per_unit * kKwPerGw;
  return &parts.inputs;
}

void PackagingHouse::goods_in(OrderId order, std::int64_t quantity, EventId arrival) {
  const Order& line = market_.journal.at(order);
  Consignment& parts = of(line.buyer);
  const std::int64_t kw =
      nearest_whole(static_cast<double>(quantity) * line.terms.sink_per_unit * kKwPerGw);
  const bool is_hbm = line.terms.commodity == hbm_;
  std::int64_t& late = is_hbm ? parts.late_hbm : parts.late_logic;
  late = part_left() > 0 ? 0 : late + kw;
  (is_hbm ? parts.hbm : parts.logic)->put(kw, arrival);
}

double PackagingHouse::other_use(Tick at) const {
  // Nobody packages dies that nobody makes.
  const double missing =
      dies_of_others_ == nullptr ? 0 : spec_.other_use_share * (1 - dies_of_others_->part_left());
  return spec_.other_use.at(at) * (1 - missing) *
         market_.flow.relief.factor(kOutsideDemand, market_.flow.now());
}

void PackagingHouse::make_room_for_others() {
  const double others = other_use(market_.flow.now());
  // Lines that come while others lack some are theirs.
  if (others == taken_by_others_ && !others_lack_)
    return;
  others_lack_ = others > maker_.expansion().standing();
  Gate& gate = maker_.line().gate();
  const double left = std::max(0.0, maker_.expansion().standing() - others);
  gate.set_rate(0, per_minute(left));
  gate.poke();
  taken_by_others_ = others;
  booked();
}

void PackagingHouse::plan() {
  make_room_for_others();
  maker_.close();
  tell_lines();
  expand();
}

void PackagingHouse::tell_lines() {
  // With what others take: that is how packaging is counted in public.
  market_.series.put(lines_, now(), maker_.expansion().standing() * part_working() / 1000);
}

void PackagingHouse::tell_capacity() {
  maker_.tell_capacity();
  tell_lines();
}

std::int64_t PackagingHouse::months_to_planning() const {
  const bool is_idle = maker_.line().backlog() == 0 && heard(package_, maker_.lead()) <= 0;
  return is_idle && !others_want_more_ ? spec_.idle_months_between : spec_.firm.months_between;
}

void PackagingHouse::expand() {
  const double others = other_use(timeline().after(now(), maker_.lead()));
  const ExpansionChoice choice = maker_.choose(heard(package_, maker_.lead()), others);
  const double equipped = tool_maker_ == nullptr ? 1 : tool_maker_->part_with_chips();
  const double start = choice.per_month * static_cast<double>(spec_.firm.months_between) * equipped;
  const ConstraintId limit = equipped < 1 ? market_.flow.trace.constraint("fab_tool_assembly")
                                          : maker_.reason(choice.limit, demand_);
  Expansion& expansion = maker_.expansion();
  others_want_more_ = others > expansion.standing() + expansion.under_way();
  expansion.planned(choice.announced, limit);
  if (start < 1)
    return;
  const bool fits = expansion.standing() + expansion.under_way() + start <= spec_.space;
  if (!fits)
    spec_.space += start;  // a building goes up with the line
  expansion.start(start, fits ? maker_.lead() : spec_.lead_with_building, decide(limit));
  booked();
}

void PackagingHouse::receive_order(OrderId order) {
  answer(order, maker_.line().book(order));
}

void PackagingHouse::order_cancelled(OrderId order, std::int64_t quantity) {
  maker_.line().cancelled(order, quantity);
}

Duration PackagingHouse::shortest_cycle() const {
  return shortest_of(spec_.line.cycle_minutes);
}

}  // namespace chokepoint::models
