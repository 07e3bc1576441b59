#include <algorithm>
#include <utility>

#include "sim/flow/gate.hpp"

// What happens at a gate that stands still.

namespace chokepoint {

Gate::Outage* Gate::present(ConstraintId outage) {
  const auto it = std::find_if(outages_.begin(), outages_.end(), [outage](const Outage& o) {
    return o.constraint == outage && o.holds > 0;
  });
  return it == outages_.end() ? nullptr : &*it;
}

void Gate::stop(ConstraintId outage) {
  if (Outage* const known = present(outage)) {
    ++known->holds;
    return;
  }
  outages_.push_back({outage, flow_.now(), 0, 1});
  if (stopped_)
    return;
  for (Server& server : servers_) {
    advance(server);
    if (server.busy && server.piece > 0)
      record_piece(server, flow_.now());
    if (server.completion != 0)
      flow_.simulation.cancel(std::exchange(server.completion, 0));
  }
  stopped_ = true;
  stopped_at_ = flow_.now();
  record_left(0, outage);
}

void Gate::resume(ConstraintId outage) {
  Outage* const known = present(outage);
  if (known == nullptr)
    return;
  if (--known->holds == 0)
    known->to = flow_.now();
  if (std::any_of(outages_.begin(), outages_.end(), [](const Outage& o) { return o.holds > 0; }))
    return;
  record_outages();
  record_left(1, outage);
  stopped_ = false;
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    Server& server = servers_[i];
    if (!server.busy)
      continue;
    server.clock = static_cast<double>(flow_.now());
    server.piece_start = flow_.now();
    server.job.conditions.add(outage_, EnablerClass::outage);
    server.outage_seen = outage_;
    schedule(i);
  }
  poke();
}

/// What the gate did until it stopped: there the record goes on behind an outage.
Conditions Gate::before_outage() const {
  Conditions before;
  for (const Server& server : servers_) {
    if (server.busy && server.piece_start <= stopped_at_ &&
        !server.job.conditions.items().empty()) {
      for (const auto& item : server.job.conditions.items())
        before.add(item.event, item.how);
    } else if (server.ever && !server.busy) {
      before.add(server.previous, EnablerClass::gate);
    }
  }
  if (before.items().empty())
    before.add(kWorldStart, EnablerClass::gate);
  return before;
}

/// One outage behind the other, without gap or overlap: the one that lasted longest from its
/// beginning, what was before it by the one that lasted longest of those that began earlier.
std::vector<Gate::Outage> Gate::chain_of_outages() const {
  std::vector<Outage> chain;
  Tick end = flow_.now();
  do {
    const auto lasted = [end](const Outage& o) {
      return o.from >= end ? Tick{-1} : o.holds > 0 ? kNever : o.to;
    };
    chain.push_back(
        *std::max_element(outages_.begin(), outages_.end(),
                          [&](const Outage& a, const Outage& b) { return lasted(a) < lasted(b); }));
    chain.back().to = end;
    end = chain.back().from;
  } while (end > stopped_at_);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

void Gate::record_outages() {
  Conditions before = before_outage();
  for (const Outage& outage : chain_of_outages()) {
    outage_ = flow_.trace.outage(outage.constraint, outage.from, outage.to, before);
    before.clear();
    before.add(outage_, EnablerClass::outage);
  }
  outages_.clear();
}

}  // namespace chokepoint
