#include "models/core/replay.hpp"

#include "models/core/matcher.hpp"

namespace chokepoint::models {

namespace {

/// Lets `step` happen at `tick`, unless the world is over by then.
template <auto step>
void await(Market& market, Replay* replay, Tick tick, std::size_t next) {
  if (tick <= market.flow.simulation.horizon())
    market.flow.simulation.at(tick, Priority::planning, action<step>(replay, next));
}

}  // namespace

void Replay::begin() {
  const Tape& tape = *market_.replayed;
  if (tape.orders.size() > 1)
    await<&Replay::order>(market_, this, tape.orders[1].placed, 1);
  if (!tape.taken_back.empty())
    await<&Replay::take_back>(market_, this, tape.taken_back.front().tick, 0);
  if (!tape.lot_sizes.empty())
    await<&Replay::set_lots>(market_, this, tape.lot_sizes.front().tick, 0);
  if (!tape.steps.empty())
    await<&Replay::take_steps>(market_, this, tape.steps.front().tick, 0);
}

void Replay::order(std::uint64_t next) {
  const std::vector<Tape::Placed>& orders = market_.replayed->orders;
  const Tick now = market_.flow.now();
  take_back_due();  // a seller that gets both in one mail opens the older order's letter first
  for (; next < orders.size() && orders[next].placed == now; ++next)
    market_.firm(orders[next].buyer).buy_again(orders[next]);
  if (next < orders.size())
    await<&Replay::order>(market_, this, orders[next].placed, next);
}

void Replay::take_back_due() {
  const std::vector<Tape::TakenBack>& tape = market_.replayed->taken_back;
  const Tick now = market_.flow.now();
  for (; taken_back_ < tape.size() && tape[taken_back_].tick == now; ++taken_back_) {
    const auto& [tick, order, quantity] = tape[taken_back_];
    market_.firm(market_.journal.at(order).buyer).take_back_again(order, quantity);
  }
}

void Replay::take_back(std::uint64_t) {
  take_back_due();
  const std::vector<Tape::TakenBack>& tape = market_.replayed->taken_back;
  if (taken_back_ < tape.size())
    await<&Replay::take_back>(market_, this, tape[taken_back_].tick, 0);
}

void Replay::set_lots(std::uint64_t next) {
  const std::vector<Tape::LotSize>& tape = market_.replayed->lot_sizes;
  const Tick now = market_.flow.now();
  for (; next < tape.size() && tape[next].tick == now; ++next)
    market_.matchers[tape[next].matcher]->set_smallest(tape[next].smallest);
  if (next < tape.size())
    await<&Replay::set_lots>(market_, this, tape[next].tick, next);
}

void Replay::take_steps(std::uint64_t next) {
  const std::vector<Tape::Step>& tape = market_.replayed->steps;
  const Tick now = market_.flow.now();
  for (; next < tape.size() && tape[next].tick == now; ++next)
    market_.repeats[tape[next].by](tape[next]);
  if (next < tape.size())
    await<&Replay::take_steps>(market_, this, tape[next].tick, next);
}

}  // namespace chokepoint::models
