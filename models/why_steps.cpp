#include "models/why_steps.hpp"

#include <algorithm>

#include "models/core/reasons.hpp"
#include "sim/base/text.hpp"
#include "sim/bottleneck/path.hpp"
#include "sim/record/headline.hpp"

namespace chokepoint::models {

namespace {

std::string kind_of(const ChainStep& step) {
  switch (step.kind) {
    case EventKind::service:
      return step.queued ? "queue" : "work";
    case EventKind::order:
      return "contract";
    case EventKind::plan:
      return "decision";
    case EventKind::outage:
      return "outage";
    case EventKind::stock:
      return "stock";
    case EventKind::cap:
      return "wip_limit";
    case EventKind::pool:
      return "pool";
    case EventKind::capacity:
      return "capacity";
    default:
      return "lead";
  }
}

bool ends_with_orders(std::string_view name) {
  return name.ends_with("_orders");
}

}  // namespace

std::string order_text(const Market& market, const Timeline& timeline, const Order& order) {
  const Commodity& goods = market.commodity(order.terms.commodity);
  return with_thousands(order.terms.quantity) + " " + goods.unit + " of " + goods.name + " that " +
         market.firm(order.buyer).name() + " ordered from " + market.firm(order.seller).name() +
         " on " + timeline.iso(order.placed);
}

StepTeller::StepTeller(const Told& told) : told_(told), notes_(told.trace) {}

std::string StepTeller::title(ConstraintId constraint) const {
  return label_of(constraint_titles(), told_.trace.name(constraint));
}

std::string StepTeller::span(const ChainStep& step) const {
  const Timeline& timeline = told_.scenario.timeline;
  const std::string from = timeline.iso(step.from);
  const std::string to = timeline.iso(step.to);
  return from == to ? from : from + " to " + to;
}

OrderId StepTeller::order_of(const CausalChain& chain, std::size_t index) const {
  if (told_.market == nullptr)
    return kNoOrder;
  const ChainStep& step = chain.steps[index];
  const OrderId own = notes_.subject(step.last);
  if (own != kNoOrder || index + 1 == chain.steps.size())
    return own;
  // A decision placed the order for which the next step was done, if that one names it.
  if (step.kind != EventKind::plan)
    return kNoOrder;
  for (const EventId event : {chain.steps[index + 1].first, chain.steps[index + 1].last}) {
    const OrderId next = notes_.subject(event);
    if (next != kNoOrder && told_.market->journal.at(next).decided == step.last)
      return next;
  }
  return kNoOrder;
}

std::string StepTeller::sentence(const ChainStep& step, OrderId order) const {
  const Trace& trace = told_.trace;
  const std::string when = span(step) + ": ";
  const std::string what = title(step.constraint);
  const std::string at = step.gate != kNoGate ? " at " + trace.gates()[step.gate] : std::string();
  std::string text;
  switch (step.kind) {
    case EventKind::service:
      text = step.queued ? when + what + at + " was busy without a break; " +
                               with_thousands(static_cast<std::int64_t>(step.events)) +
                               (step.events == 1 ? " lot was" : " lots in a row were") +
                               " served, this one last."
                         : when + what + at + " worked on it as soon as it was there.";
      break;
    case EventKind::order:
      // Others had wanted as much before, so that the sink was late by then.
      text = when + "asked for ahead, and due only on the last of these days: until then " +
             (step.delay > 0 ? "this order was not late, though so much had been wanted before."
                             : "nothing was late.");
      break;
    case EventKind::plan:
      text =
          when + (trace.name(step.constraint) == kLeadTime
                      ? "all that was wanted was ordered as soon as it was known."
                  : ends_with_orders(trace.name(step.constraint))
                      ? "ordered now and not sooner: the buyer believed in less, or asked later, "
                        "than its customers wanted (" +
                            what + ")."
                      : "decided now and not sooner: " + what + ".");
      break;
    case EventKind::outage:
      text = when + "stood still (" + what + ").";
      if (step.left_behind >= kDay)
        text += " It left lots up to " + std::to_string(step.left_behind / kDay) +
                " days late; what of that has not been made up counts here.";
      break;
    case EventKind::stock:
      text = when + "taken from what was in stock when the world began.";
      break;
    case EventKind::cap:
      text = when + "waited for a place below a limit on work in progress (" + what + ")" +
             (step.events > 1 ? ", " + with_thousands(static_cast<std::int64_t>(step.events)) +
                                    " times in a row."
                              : ".");
      break;
    case EventKind::pool:
      text = when + "drawn from what several sources had delivered (" + what + ").";
      break;
    default:
      text = when + "on its way or in process (" + what + "), as long as that takes.";
  }
  if (order != kNoOrder && told_.market != nullptr)
    text += " Order " + std::to_string(order) + ": " +
            order_text(*told_.market, told_.scenario.timeline, told_.market->journal.at(order)) +
            ".";
  return text;
}

void StepTeller::add_order_dates(WhyStep& told, const ChainStep& step, OrderId id) const {
  const Order& order = told_.market->journal.at(id);
  WhyDate& from = told.dates[0];
  WhyDate& to = told.dates[1];
  if (order.decided == step.last || order.decided == step.first)
    from.what = "placed";
  if (step.kind != EventKind::service && step.to == order.delivered)
    to.what = "delivered";
  for (WhyDate* date : {&from, &to}) {
    if (date->what == "placed" || date->what == "delivered")
      date->order = id;
  }
  told.dates.push_back({"placed", order.placed, id});
  told.dates.push_back({"wanted", order.terms.wanted, id});
  if (order.promised != kNever)
    told.dates.push_back({"promised", order.promised, id});
  if (order.delivered != kNever)
    told.dates.push_back({"delivered", order.delivered, id});
}

void StepTeller::add_order(WhyTerms& terms, EventId because) const {
  if (told_.market == nullptr)
    return;
  // Rooms and tools that work together were not there before the last of them came.
  OrderId id = notes_.subject(because);
  const TieBreaker ties(0);
  while (id == kNoOrder && because != kWorldStart &&
         told_.trace.event(because).kind == EventKind::capacity) {
    const Enabler* by = ties.pick(told_.trace, because);
    if (by == nullptr)
      break;
    because = by->event;
    id = notes_.subject(because);
  }
  if (id == kNoOrder)
    return;
  const Order& order = told_.market->journal.at(id);
  terms.order = id;
  if (order.placed == terms.ordered)
    terms.ordered_order = id;
  if (order.delivered == terms.arrived)
    terms.arrived_order = id;
  terms.order_sentence = "Order " + std::to_string(id) + " brought it: " +
                         order_text(*told_.market, told_.scenario.timeline, order) + ".";
}

WhyStep StepTeller::tell(const CausalChain& chain, std::size_t index) const {
  const ChainStep& step = chain.steps[index];
  const OrderId order = order_of(chain, index);
  WhyStep told{.kind = kind_of(step),
               .constraint = told_.trace.name(step.constraint),
               .delay_days = static_cast<double>(step.delay) / kDay,
               .activities = step.events,
               .sentence = sentence(step, order)};
  if (step.gate != kNoGate)
    told.actor = told_.trace.gates()[step.gate];
  told.dates.push_back({"from", step.from, std::nullopt});
  told.dates.push_back({"to", step.to, std::nullopt});
  if (order != kNoOrder) {
    if (told.actor.empty())
      told.actor = told_.market
                       ->firm(step.kind == EventKind::plan ? told_.market->journal.at(order).buyer
                                                           : told_.market->journal.at(order).seller)
                       .name();
    add_order_dates(told, step, order);
  }
  // A queue began with somebody else's job.
  const OrderId first = notes_.subject(step.first);
  if (told_.market != nullptr && first != kNoOrder && first != order)
    told.dates.push_back({"placed", told_.market->journal.at(first).placed, first});
  return told;
}

}  // namespace chokepoint::models
