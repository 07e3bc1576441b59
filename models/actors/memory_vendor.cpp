#include "models/actors/memory_vendor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "models/policy/capacity_plan.hpp"

namespace chokepoint::models {

namespace {
/// Customers hear of a new price when it has moved by more than this.
constexpr double kPriceStep = 0.02;
}  // namespace

MemoryVendor::MemoryVendor(Market& market, Spec spec)
    : ChipMaker(market, spec.firm, spec.purchasing),
      spec_(std::move(spec)),
      wafer_(market.commodity(spec_.product + "_wafer", "wafer")),
      hbm_(market.commodity("hbm_wafer", "wafer")),
      fast_(0),
      hbm_trend_(0, 6, 1.0),
      start_limit_(spec_.starts_per_month),
      price_(spec_.first_price),
      price_series_(market.series.declare(spec_.product + "_price", name(), "1", region())),
      tools_series_(market.series.declare("euv_tools_installed", name(), "tool", region())),
      hbm_capacity_series_(market.series.declare("hbm_capacity", name(), "wafer/month", region())),
      hbm_output_series_(market.series.declare("hbm_output", name(), "wafer/month", region())),
      demand_(market.flow.trace.constraint(kLeadTime)),
      believed_less_(market.flow.trace.constraint(spec_.product + "_orders")),
      start_rate_(market.flow.trace.constraint(spec_.product + "_start_rate")),
      stacking_orders_(market.flow.trace.constraint("hbm_orders")),
      stacking_growth_(market.flow.trace.constraint("hbm_stacking_growth")),
      process_(market.flow.trace.constraint(spec_.product + "_process")) {}

void MemoryVendor::build(const ToolSheet* sheet) {
  Trace& trace = market_.flow.trace;
  for (const std::string& customer : spec_.steady_customers) {
    steady_.push_back(market_.firm(customer).id());
  }
  line_ = std::make_unique<Line>(
      market_, *this,
      spec_.line.line(name(), wafer_, trace.constraint(spec_.product + "_cycle_time")));
  fab_ = std::make_unique<Fab>(market_, *this, line_->gate(), name(), spec_.fab,
                               trace.constraint(spec_.product + "_cleanroom"), sheet);
  if (spec_.line.rule == AllocationRule::stable_first)
    separate(steady_book_, *line_, *fab_);
  steady_book_.shares = spec_.divides_lines;
  record_ = std::make_unique<LineRecord>(market_, *this,
                                         spec_.product == "dram" ? "" : spec_.product, "wafer");
  if (spec_.hbm) {
    Gate& gate = line_->add_finishing(hbm_, name() + ".stacking");
    const std::size_t resource =
        gate.add_resource(trace.constraint("hbm_stacking"), per_minute(spec_.hbm->per_month));
    stacking_ = std::make_unique<Expansion>(market_, gate, resource,
                                            trace.constraint("hbm_stacking_lead_time"));
    line_->set_cycle(hbm_, spec_.hbm->cycle_minutes);
  }
  line_->on_shipped([this](OrderId order, std::int64_t quantity, EventId) {
    const OrderTerms& terms = market_.journal.at(order).terms;
    if (terms.commodity == hbm_)
      hbm_made_ += quantity;
    const FirmId buyer = market_.journal.at(order).buyer;
    if (std::find(steady_.begin(), steady_.end(), buyer) == steady_.end())
      fast_made_ += quantity;
  });
  std::vector<CommodityId> products{wafer_};
  if (spec_.product == "dram")
    products.push_back(hbm_);
  keep(*fab_, products, spec_.fab.euv_on_order);
}

void MemoryVendor::plan() {
  months_since_ = static_cast<double>(now() - last_) / kMinutesPerMonth;
  close_books();
  start_rooms();
  if (stacking_)
    expand_stacking();
  if (plannings_ * spec_.firm.months_between % 3 == 0) {
    if (spec_.creep_per_year > 0 && plannings_ > 0) {
      fab_->improve(fab_->standing() * spec_.creep_per_year / 4, decide(process_));
      booked();
    }
    if (spec_.hbm)
      fab_->mix(spec_.hbm->euv_layers,
                std::min(1.0, hbm_trend_.level() / line_->capacity_per_month()));
    fab_->follow_roadmap();
    tell_tool_makers();
    order_tools(static_cast<double>(std::max<std::int64_t>(3, spec_.firm.months_between)));
  }
  last_ = now();
  ++plannings_;
}

void MemoryVendor::close_books() {
  const LinePeriod period = record_->close(*line_);
  if (months_since_ > 0) {
    // A line in front of which orders wait is full, whatever has come out of it lately.
    utilisation_ = line_->backlog() > 0 ? 1 : period.utilisation;
    fast_.observe(static_cast<double>(fast_made_ - fast_seen_) / months_since_);
    const double hbm = static_cast<double>(hbm_made_ - hbm_seen_) / months_since_;
    hbm_trend_.observe(hbm);
    fast_seen_ = fast_made_;
    hbm_seen_ = hbm_made_;
    idle_months_ = count_idle(spec_.rooms.faith, idle_months_, utilisation_, months_since_);
    divide(steady_book_, *line_, *fab_, months_since_);
    move_price(period);
    if (stacking_) {
      hbm_idle_months_ = count_idle(spec_.hbm->expansion.rule.faith, hbm_idle_months_,
                                    hbm / stacking_->standing(), months_since_);
      market_.series.put(hbm_output_series_, last_, hbm);
    }
  }
  tell_stacking();
  market_.series.put(tools_series_, now(), fab_->euv_tools());
  fab_->tell_waiting();
  market_.series.put(price_series_, now(), price_);
  tell_price();
}

void MemoryVendor::tell_capacity() {
  record_->tell_capacity(*line_);
  tell_stacking();
}

void MemoryVendor::tell_stacking() {
  if (stacking_)
    market_.series.put(hbm_capacity_series_, now(), stacking_->standing() * part_working());
}

void MemoryVendor::move_price(const LinePeriod& period) {
  const double supply = line_->capacity_per_month();
  if (demand_per_month_ <= 0)
    demand_per_month_ = period.ordered_per_month;
  demand_per_month_ += (period.ordered_per_month - demand_per_month_) *
                       std::min(1.0, months_since_ / spec_.price.demand_memory_months);
  const double book =
      static_cast<double>(line_->backlog()) - spec_.price.ordinary_book_months * supply;
  price_ =
      next_price(spec_.price, price_,
                 demand_per_month_ + std::max(0.0, book) / spec_.price.book_spread_months, supply);
  published_.front() = {price_, supply};
  const double follow = std::min(1.0, spec_.follow * months_since_);
  price_ = std::clamp(drawn_to_market(price_, published_price(published_), follow),
                      std::min(price_, spec_.price.cash_cost), spec_.price.ceiling);
  const FabTrigger trigger =
      spec_.subsidy ? subsidised(spec_.trigger, spec_.price.cash_cost, spec_.subsidy->part(now()))
                    : spec_.trigger;
  months_high_ = count_high(trigger, months_high_, price_, utilisation_, months_since_);
}

void MemoryVendor::tell_price() {
  if (std::abs(price_ - told_price_) <= kPriceStep * told_price_)
    return;
  for (const FirmId buyer : buyers_)
    quote(market_.firm(buyer), wafer_, price_);
  for (Firm* firm : market_.firms()) {
    if (firm != this && firm->offers(wafer_))
      quote(*firm, wafer_, price_, line_->capacity_per_month());
  }
  told_price_ = price_;
}

void MemoryVendor::quoted(const PriceQuote& price) {
  const auto known = std::find(rivals_.begin(), rivals_.end(), price.from);
  if (known == rivals_.end()) {
    rivals_.push_back(price.from);
    published_.push_back({price.usd, price.per_month});
    return;
  }
  published_[static_cast<std::size_t>(known - rivals_.begin()) + 1] = {price.usd, price.per_month};
}

RoomChoice MemoryVendor::rooms_wanted() const {
  // As a foundry does: the gap is closed over some months, so look so much further.
  const double horizon = months(spec_.fab.room_lead) + spec_.rooms.smoothing_months;
  const Duration ahead{.months = static_cast<std::int32_t>(horizon)};
  RoomView view;
  for (const FirmId customer : steady_)
    view.stable += heard_from(customer, wafer_, ahead);
  const double all = heard(wafer_, ahead) + heard(hbm_, ahead);
  view.fast = std::max(0.0, all - view.stable);
  view.trend = fast_.project(horizon);
  view.standing = fab_->standing();
  view.under_way = fab_->under_way();
  view.idle_months = idle_months_;
  return choose_rooms(
      spec_.subsidy ? subsidised(spec_.rooms, spec_.subsidy->part(now())) : spec_.rooms, view);
}

void MemoryVendor::start_rooms() {
  RoomChoice choice = rooms_wanted();
  if (pulled(spec_.trigger, months_high_)) {
    const double wanted = choice.per_month;
    share_start_rate({&choice, 1}, start_limit_);
    start_limit_ = next_start_limit(start_limit_, wanted, spec_.starts_growth,
                                    static_cast<double>(spec_.firm.months_between),
                                    std::numeric_limits<double>::infinity());
  } else {
    // Without high prices and full lines nobody listens to announcements.
    choice.per_month = 0;
    choice.limit = RoomLimit::conviction;
  }
  // Even public money builds no rooms beside empty ones.
  const double steady = idle_months_ < spec_.rooms.faith.patience_months ? spec_.steady_starts : 0;
  const double starts = std::max(choice.per_month, steady);
  set_starts(*fab_, starts);
  const double amount = starts * static_cast<double>(spec_.firm.months_between);
  const ConstraintId reason = choice.limit == RoomLimit::conviction   ? believed_less_
                              : choice.limit == RoomLimit::start_rate ? start_rate_
                                                                      : demand_;
  fab_->rooms_planned(choice.announced, reason);
  if (amount >= 1) {
    fab_->start_room(amount, decide(reason));
    booked();
  }
}

void MemoryVendor::expand_stacking() {
  const ExpansionKeys& keys = spec_.hbm->expansion;
  const double under_way_wafers = static_cast<double>(hbm_ordered_ - hbm_made_);
  const ExpansionChoice choice = choose_expansion(
      keys.rule, {.heard = heard(hbm_, keys.lead),
                  .trend = hbm_trend_.project(keys.rule.lead_months),
                  .backlog = std::max(0.0, under_way_wafers - stacking_->standing()),
                  .standing = stacking_->standing(),
                  .under_way = stacking_->under_way(),
                  .idle_months = hbm_idle_months_});
  const double start = choice.per_month * static_cast<double>(spec_.firm.months_between) *
                       hbm_appeal(spec_.hbm->premium, price_);
  const ConstraintId reason = choice.limit == ExpansionLimit::orders   ? stacking_orders_
                              : choice.limit == ExpansionLimit::growth ? stacking_growth_
                                                                       : demand_;
  stacking_->planned(choice.announced, reason);
  if (start < 1)
    return;
  stacking_->start(start, keys.lead, decide(reason));
  booked();
}

void MemoryVendor::receive_order(OrderId order) {
  const Order& line = market_.journal.at(order);
  if (std::find(buyers_.begin(), buyers_.end(), line.buyer) == buyers_.end()) {
    buyers_.push_back(line.buyer);
    quote(market_.firm(line.buyer), wafer_, price_);
  }
  const bool stacked = line.terms.commodity == hbm_;
  if (stacked && !stacking_) {
    reject(order);
    return;
  }
  if (answer(order, line_->book(order)) && stacked)
    hbm_ordered_ += line.terms.quantity;
}

void MemoryVendor::order_cancelled(OrderId order, std::int64_t quantity) {
  if (market_.journal.at(order).terms.commodity == hbm_)
    hbm_ordered_ -= quantity;
  line_->cancelled(order, quantity);
}

void MemoryVendor::state(ProcessModel& model) const {
  Fab::Statement statement = fab_statement(
      model, {.name = "room starts of " + name(),
              .constraint = market_.flow.trace.name(start_rate_),
              .first = std::max(spec_.starts_per_month, spec_.steady_starts),
              .growth_per_year = spec_.starts_growth,
              .most = std::numeric_limits<double>::infinity(),
              .read = [this] { return std::max(start_limit_, spec_.steady_starts); }});
  statement.name = name();
  statement.improves_per_quarter = spec_.creep_per_year / 4;
  fab_->state(model, statement, months_of_work(model.grid()));
  const std::string wafer = spec_.product + "_wafer";
  model.add({.name = wafer + " of " + name(),
             .flows = {{wafers_of(model, name(), wafer), 1, shortest_of(spec_.line.cycle_minutes)}},
             .uses = fab_->uses(model, name())});
  if (!stacking_)
    return;
  const ExpansionKeys& keys = spec_.hbm->expansion;
  const double every = static_cast<double>(spec_.firm.months_between);
  const auto stacking = state_capacity(
      model, name() + ".stacking", stacking_->constraint(), spec_.hbm->per_month * kWafers,
      {.per_planning = grown_over(keys.rule.max_growth_per_year, every), .lead = keys.lead},
      [this] { return stacking_->standing() * kWafers; });
  // Its wafers count as ordinary ones at the EUV tools: the share of them that a run counts there
  // is smoothed over half a year, and may be nothing.
  std::vector<ProcessModel::Use> uses = fab_->uses(model, name());
  uses.push_back({stacking, 1});
  model.add(
      {.name = "hbm_wafer of " + name(),
       .flows = {{wafers_of(model, name(), "hbm_wafer"), 1, shortest_of(spec_.hbm->cycle_minutes)}},
       .uses = std::move(uses)});
}

}  // namespace chokepoint::models
