// The order book of a line: what it takes, whom it serves next and with how much.

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "models/core/line.hpp"
#include "models/core/rates.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kLongestPromise = 60;  ///< months; nobody names a later date

double units_per_month(const Gate& gate) {
  const double speed = gate.speed();
  return std::isfinite(speed) ? per_month(speed) : 0;
}

/// An order stands in a book once, mostly near its front.
void leave(std::vector<Candidate>& book, OrderId id) {
  const auto place = std::find_if(book.begin(), book.end(),
                                  [id](const Candidate& entry) { return entry.order == id; });
  if (place != book.end())
    book.erase(place);
}

}  // namespace

double Line::capacity_per_month() const {
  return units_per_month(gate_) + (steady_ ? units_per_month(*steady_) : 0);
}

double Line::capacity_for(const Order& order) const {
  if (rule_of_events())
    return capacity_per_month();
  // Steady business is given what it needs, so its part of today is no measure.
  return is_steady(order) ? capacity_per_month() : units_per_month(gate_);
}

std::optional<AllocationRule> Line::rule_of_events() const {
  if (market_.disruptions.empty())
    return std::nullopt;
  return market_.disruptions.rule(owner_.name(), market_.flow.now());
}

const std::vector<Candidate>& Line::all_orders() {
  all_.clear();
  const auto older = [](const Candidate& a, const Candidate& b) { return a.order < b.order; };
  std::merge(books_[0].begin(), books_[0].end(), books_[1].begin(), books_[1].end(),
             std::back_inserter(all_), older);
  for (Candidate& entry : all_) {
    entry.price = offered_for(market_.journal.at(entry.order));
    entry.has_its_part = false;  // the rule of an event stands in the place of its own
  }
  return all_;
}

double Line::offered_for(const Order& order) const {
  return std::max(order.terms.price_usd, owner_.bid_of(order.buyer, order.terms.commodity));
}

std::int64_t Line::bid_for_as_much(const Order& order) const {
  const double own = offered_for(order);
  std::int64_t ahead = 0;
  for (const std::vector<Candidate>& book : books_) {
    for (const Candidate& entry : book) {
      const Order& other = market_.journal.at(entry.order);
      if (offered_for(other) >= own)
        ahead += other.to_start();
    }
  }
  return ahead;
}

std::int64_t Line::ahead_of(const Order& order) const {
  // Who bids less stands behind it, however early it ordered.
  if (const auto rule = rule_of_events()) {
    // What is in work was begun for other times, often where nothing works any more: nobody is
    // turned away for it.
    return rule == AllocationRule::highest_bidder ? bid_for_as_much(order) : backlog_ + in_work_;
  }
  if (spec_.rule == AllocationRule::highest_bidder)
    return bid_for_as_much(order) + in_work_;
  const std::int64_t steady = steady_backlog_ + steady_in_work_;
  return is_steady(order) ? steady : backlog_ + in_work_ - steady;
}

void Line::account(FirmId firm, std::int64_t ordered, std::int64_t begun) {
  if (spec_.rule != AllocationRule::pro_rata && spec_.largest_share <= 0)
    return;
  auto customer = std::find_if(customers_.begin(), customers_.end(),
                               [firm](const Customer& c) { return c.firm == firm; });
  if (customer == customers_.end())
    customer = customers_.insert(customer, Customer{firm});
  customer->ordered += ordered;
  customer->begun += begun;
  begun_ += begun;
  if (spec_.largest_share > 0)
    count_parts();
  if (spec_.rule != AllocationRule::pro_rata || customer->ordered == 0)
    return;
  for (std::vector<Candidate>& book : books_) {
    for (Candidate& entry : book) {
      if (entry.buyer == firm) {
        entry.served_share =
            static_cast<double>(customer->begun) / static_cast<double>(customer->ordered);
      }
    }
  }
}

/// What one customer gets is less of all for every other.
void Line::count_parts() {
  for (std::vector<Candidate>& book : books_) {
    for (Candidate& entry : book) {
      const auto customer =
          std::find_if(customers_.begin(), customers_.end(),
                       [&](const Customer& known) { return known.firm == entry.buyer; });
      entry.has_its_part = customer != customers_.end() &&
                           has_its_part(customer->begun, begun_, spec_.largest_share);
    }
  }
}

Tick Line::book(OrderId id, double pace) {
  const Order& order = market_.journal.at(id);
  const std::int64_t quantity = order.to_start();
  asked_ += quantity;
  if (is_steady(order))
    steady_asked_ += quantity;
  const double capacity = capacity_for(order);
  const double wait_months =
      capacity > 0 ? static_cast<double>(ahead_of(order)) / capacity : spec_.sold_out_months + 1;
  const bool sold_out = spec_.sold_out_months > 0 && wait_months > spec_.sold_out_months &&
                        !paces_.keeps(order.buyer, quantity, spec_.sold_out_months);
  if (market_.turns_away(id, sold_out))
    return kNever;
  book_of(order).push_back({order.placed, id, order.terms.firm, order.terms.stable,
                            order.terms.price_usd, 0, order.buyer});
  account(order.buyer, quantity, 0);
  paces_.booked(order.buyer, quantity);
  backlog_ += quantity;
  ordered_ += quantity;
  if (is_steady(order)) {
    steady_backlog_ += quantity;
  }
  const double expected = pace > 0 ? std::min(pace, capacity) : capacity;
  const double work_months =
      expected > 0 ? std::min(kLongestPromise, static_cast<double>(ahead_of(order)) / expected)
                   : kLongestPromise;
  const Tick begun =
      market_.flow.now() + static_cast<Tick>(std::ceil(work_months * kMinutesPerMonth));
  const Cycle* const drawn = cycle_of(order.terms.commodity);
  const Tick cycle = drawn != nullptr ? static_cast<Tick>(drawn->median)
                                      : market_.timeline.after(begun, spec_.cycle) - begun;
  poke();
  return begun + cycle;
}

void Line::cancelled(OrderId id, std::int64_t quantity) {
  backlog_ -= quantity;
  ensure(backlog_ >= 0, "no more is taken back than was ordered");
  ordered_ -= quantity;
  taken_back_ += quantity;
  const Order& order = market_.journal.at(id);
  account(order.buyer, -quantity, 0);
  paces_.booked(order.buyer, -quantity);
  if (is_steady(order)) {
    steady_backlog_ -= quantity;
    steady_asked_ -= quantity;
  }
  if (order.to_start() == 0)
    leave(book_of(order), id);
}

std::vector<Line::Input>* Line::inputs_of(const Order& order) {
  return customer_inputs_ ? customer_inputs_(order) : &inputs_;
}

std::int64_t Line::units_on_hand(const std::vector<Input>& inputs) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (const Input& input : inputs) {
    if (input.per_unit <= 0)
      continue;
    // As many as can be taken when what they need is rounded to whole units of the input.
    const double available =
        input.store->level() > 0 ? static_cast<double>(input.store->level()) + 0.5 : input.left;
    least = std::min(least, static_cast<std::int64_t>(available / input.per_unit - 1e-9));
  }
  return least;
}

std::int64_t Line::lot_size(const Order& order) const {
  const std::int64_t part =
      (order.terms.quantity + spec_.lots_per_order - 1) / spec_.lots_per_order;
  const double months =
      order.terms.sink_per_unit > 0 ? spec_.longest_lot_months : spec_.longest_other_lot_months;
  if (months <= 0)
    return std::max(spec_.smallest_lot, part);
  const auto longest = static_cast<std::int64_t>(capacity_for(order) * months);
  return std::max({spec_.smallest_lot, std::min(part, longest), std::int64_t{1}});
}

std::int64_t Line::startable(const Order& order) {
  const std::int64_t lot = lot_size(order);
  const std::vector<Input>* inputs = inputs_of(order);
  if (inputs == nullptr)
    return 0;
  const std::int64_t most = std::min({lot, order.to_start(), units_on_hand(*inputs)});
  const std::int64_t least = std::min(spec_.smallest_lot, order.to_start());
  return most >= least ? most : 0;
}

OrderId Line::pick(const std::vector<Candidate>& book, AllocationRule rule) {
  if (book.empty())
    return kNoOrder;
  // Unless customers consign theirs, all orders draw on the same inputs.
  const std::int64_t common = customer_inputs_ ? 0 : units_on_hand(inputs_);
  if (common >= std::max<std::int64_t>(1, spec_.smallest_lot))
    return book[choose(rule, book)].order;
  if (!customer_inputs_ && common < 1)
    return kNoOrder;
  candidates_.clear();
  for (const Candidate& candidate : book) {
    const Order& order = market_.journal.at(candidate.order);
    const std::vector<Input>* const inputs = inputs_of(order);
    const std::int64_t on_hand = !customer_inputs_   ? common
                                 : inputs != nullptr ? units_on_hand(*inputs)
                                                     : 0;
    // As much as `startable` asks for, without its division.
    if (on_hand < std::max<std::int64_t>(1, std::min(spec_.smallest_lot, order.to_start())))
      continue;
    if (rule == AllocationRule::fifo && !candidate.has_its_part)
      return candidate.order;
    candidates_.push_back(candidate);
  }
  return candidates_.empty() ? kNoOrder : candidates_[choose(rule, candidates_)].order;
}

bool Line::next(Gate& gate, Job& job) {
  std::vector<Candidate>& book = books_[&gate == steady_.get() ? 1 : 0];
  // Buyers take orders back while nobody is here to read of it.
  if (!market_.disruptions.empty()) {
    for (std::vector<Candidate>& one : books_) {
      std::erase_if(one, [this](const Candidate& entry) {
        return market_.journal.at(entry.order).to_start() == 0;
      });
    }
  }
  // The gate of steady business serves nothing else, and the gate beside it none of it, unless an
  // event has put another rule in the place of that one.
  const auto other_rule = rule_of_events();
  const bool alike = steady_ != nullptr && spec_.rule == AllocationRule::stable_first;
  const AllocationRule rule = alike ? AllocationRule::fifo : spec_.rule;
  if (other_rule && rule_began_ == kWorldStart) {
    Trace& trace = market_.flow.trace;
    const Tick now = market_.flow.now();
    rule_began_ = trace.exogenous(EventKind::plan, trace.constraint("allocation"), now, now);
  }
  if (!other_rule && rule == AllocationRule::highest_bidder) {
    for (Candidate& entry : book)
      entry.price = offered_for(market_.journal.at(entry.order));
  }
  const OrderId chosen = other_rule ? pick(all_orders(), *other_rule) : pick(book, rule);
  if (chosen == kNoOrder)
    return false;
  begin(chosen, startable(market_.journal.at(chosen)), job);
  return true;
}

/// Lots too small for half a unit share one: of a store without any nothing is made.
EventId Line::take(Input& input, double amount) {
  const auto whole = static_cast<std::int64_t>(nearest_whole(amount));
  const std::int64_t level = input.store->level();
  if (whole > 0 && level > 0)
    return input.store->take(std::min(whole, level));
  if (input.left < amount && level > 0) {
    input.from = input.store->take(1);
    input.left += 1;
  }
  input.left -= amount;
  return input.from;
}

void Line::begin(OrderId id, std::int64_t quantity, Job& job) {
  const Order& order = market_.journal.at(id);
  job.conditions.add(order.decided, order.terms.because);
  if (rule_began_ != kWorldStart)
    job.conditions.add(rule_began_, EnablerClass::policy);
  for (Input& input : *inputs_of(order))
    job.conditions.add(take(input, static_cast<double>(quantity) * input.per_unit), input.how);
  if (order.terms.sink_per_unit > 0)
    sink_per_unit_ = order.terms.sink_per_unit;
  std::uint32_t lot = 0;
  if (vacant_.empty()) {
    lot = static_cast<std::uint32_t>(lots_.size());
    lots_.push_back({});
  } else {
    lot = vacant_.back();
    vacant_.pop_back();
  }
  lots_[lot] = {id, quantity, order.started};
  job.owner = this;
  job.tag = lot;
  job.units = static_cast<double>(quantity);
  job.sink = worth(order, quantity);
  backlog_ -= quantity;
  in_work_ += quantity;
  if (is_steady(order)) {
    steady_backlog_ -= quantity;
    steady_in_work_ += quantity;
  }
  market_.journal.begin(id, quantity);
  if (order.to_start() == 0)
    leave(book_of(order), id);
  account(order.buyer, 0, quantity);
  paces_.begun(order.buyer, quantity);
}

}  // namespace chokepoint::models
