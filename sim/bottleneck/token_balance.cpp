#include "sim/bottleneck/token_balance.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/bottleneck/gate_books.hpp"
#include "sim/bottleneck/overtaking.hpp"

namespace chokepoint {

namespace {

/// Sums of a million amounts are off by less of a lot.
constexpr double kRounding = 1e-6;

void enter(TokenBalance::Account& account, double difference, double lot, double allowed,
           const std::string& where) {
  ++account.checked;
  const double lots = lot > 0 ? std::abs(difference) / lot : std::abs(difference);
  account.off = std::max(account.off, lots);
  if (lots <= allowed + kRounding)
    return;
  if (++account.violated == 1)
    account.first = where + " is off by " + shortest(difference) + ", a lot being " + shortest(lot);
}

/// The checks of one run.
class Balance {
 public:
  Balance(const Trace& trace, std::span<const NeverBegun> never_begun)
      : trace_(trace), never_begun_(never_begun), books_(trace), overtaking_(trace, books_) {}

  /// Judges the runs of jobs on that path, last event first, and the orders they waited for.
  void judge(const std::vector<EventId>& path, TokenBalance& balance);
  /// Lots by which a whole path may be off.
  [[nodiscard]] double allowed(const std::vector<EventId>& path, double lot);
  /// What lots on the path were overtaken by on their way, less what they overtook.
  [[nodiscard]] double passed(const std::vector<EventId>& path);
  /// The path passes a gate with several servers.
  [[nodiscard]] bool meets_parallel(const std::vector<EventId>& path);

 private:
  [[nodiscard]] GateId server(EventId id) const {
    const Event& event = trace_.event(id);
    return event.kind == EventKind::service ? event.gate : kNoGate;
  }
  void judge_order(EventId job, EventId by, TokenBalance& balance);

  const Trace& trace_;
  std::span<const NeverBegun> never_begun_;
  GateBooks books_;
  Overtaking overtaking_;
};

void Balance::judge(const std::vector<EventId>& path, TokenBalance& balance) {
  for (std::size_t i = 0; i < path.size();) {
    const GateId gate = server(path[i]);
    std::size_t end = i + 1;
    if (gate == kNoGate || trace_.jobs()[gate].is_parallel()) {
      i = end;
      continue;
    }
    while (end < path.size() && server(path[end]) == gate)
      ++end;
    const EventId first = path[end - 1];
    if (end - i > 1) {
      double work = 0;
      for (std::size_t k = i; k + 1 < end; ++k)
        work += trace_.event(path[k]).sink;
      GateBooks::Book& book = books_.of(gate);
      const double off = work - book.served_between(first, path[i]);
      // What is not off is so whatever a lot is.
      enter(balance.runs, off, off == 0 ? 1 : book.largest(), 1, trace_.gates()[gate]);
    }
    if (end < path.size())
      judge_order(first, path[end], balance);
    i = end;
  }
}

void Balance::judge_order(EventId job, EventId by, TokenBalance& balance) {
  const EventKind kind = trace_.event(by).kind;
  if (kind != EventKind::plan && kind != EventKind::order)
    return;
  const GateId gate = server(job);
  const GateBooks::Book& book = books_.of(gate);
  const std::uint32_t subject = book.subject(job);
  if (subject == 0)
    return;
  double waiting = book.overtaken_by(job);
  for (const NeverBegun& order : never_begun_) {
    if (order.gate == gate && order.subject < subject)
      waiting += order.sink;
  }
  enter(balance.orders, waiting, book.worth(job), 1, trace_.gates()[gate]);
}

double Balance::allowed(const std::vector<EventId>& path, double lot) {
  double lots = 1;
  GateId behind = kNoGate;
  for (const EventId id : path) {
    const GateId gate = server(id);
    if (gate == kNoGate || gate == behind)
      continue;
    const double takes = behind == kNoGate ? lot : books_.of(behind).largest();
    if (books_.of(gate).largest() > takes)
      lots += books_.of(gate).largest() / lot;
    behind = gate;
  }
  return lots;
}

double Balance::passed(const std::vector<EventId>& path) {
  double sum = 0;
  for (const EventId id : path)
    sum += overtaking_.passed(id);
  return sum;
}

/// Of several servers of which one would do, no jobs are at a time; but each stands for what all do
/// meanwhile, and is worth more than the lot it made.
bool Balance::meets_parallel(const std::vector<EventId>& path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const GateId gate = server(path[i]);
    if (gate == kNoGate)
      continue;
    if (trace_.jobs()[gate].is_parallel())
      return true;
    const Event* const made = i > 0 ? &trace_.event(path[i - 1]) : nullptr;
    if (made != nullptr && made->kind == EventKind::lead && made->sink > 0 &&
        made->enabler_count == 1 && trace_.event(path[i]).sink > made->sink * (1 + kRounding))
      return true;
  }
  return false;
}

/// Whether that path comes back to a step that takes time, with no limit between.
bool goes_round(const Trace& trace, const std::vector<EventId>& path) {
  std::set<ConstraintId> passed;
  for (const EventId id : path) {
    const Event& event = trace.event(id);
    if (event.kind == EventKind::cap)
      passed.clear();
    else if (event.kind == EventKind::lead && event.end > event.start &&
             !passed.insert(event.constraint).second)
      return true;
  }
  return false;
}

/// Where there are several sinks a path leads to one of them: it is off by what the others got.
constexpr double kMostOff = 0.9;

std::string account_text(const char* what, const TokenBalance::Account& account) {
  if (account.checked == 0)
    return "";
  std::string text = "; " + with_thousands(static_cast<std::int64_t>(account.checked)) + " " + what;
  // What must add up ends the run where it does not; the rest is told.
  text +=
      account.violated == 0
          ? std::string(", all within what they may be off")
          : ", " + with_thousands(static_cast<std::int64_t>(account.violated)) +
                " off by more than that (told: no defect where sinks, sources or gates are shared)";
  return text + ", at most " + shortest(std::round(account.off * 1e6) / 1e6) + " lots off";
}

}  // namespace

std::string TokenBalance::text() const {
  return with_thousands(static_cast<std::int64_t>(links)) + " links, none broken; " +
         with_thousands(static_cast<std::int64_t>(paths)) + " paths, their work " +
         shortest(std::round(least * 1e3) / 1e3) + " to " + shortest(std::round(most * 1e3) / 1e3) +
         " of what was there" + account_text("whole paths", whole) +
         account_text("runs of jobs", runs) + account_text("orders", orders) +
         (last_off > kMostOff ? "; " + std::string(kSharesInDoubt)
          : goes_round        ? "; " + std::string(kPathsGoRound)
                              : "");
}

TokenBalance token_balance(const Trace& trace, const Ledger& ledger, bool decided,
                           std::span<const NeverBegun> never_begun, std::size_t most) {
  TokenBalance balance;
  Balance checks(trace, never_begun);
  const auto lots = trace.sink_lots();
  const std::size_t step = lots.size() / most + 1;
  const auto is_judged = [&](std::size_t lot) {
    return (lots.size() - 1 - lot) % step == 0 && lots[lot].event != kWorldStart;
  };
  double reached = 0;
  for (std::size_t lot = 0; lot < lots.size(); ++lot) {
    reached += lots[lot].amount;
    if (!is_judged(lot))
      continue;
    const std::vector<EventId> path = ledger.path(lot, lot);
    const double work = ledger.path_work(lot, lot).total;
    const double part = work / reached;
    balance.least = balance.paths == 0 ? part : std::min(balance.least, part);
    balance.most = std::max(balance.most, part);
    ++balance.paths;
    balance.last_off = 0;
    balance.goes_round = balance.goes_round || (!decided && goes_round(trace, path));
    if (!decided && !checks.meets_parallel(path)) {
      const double off = work + checks.passed(path) - reached;
      const double allowed = checks.allowed(path, lots[lot].amount);
      enter(balance.whole, off, lots[lot].amount, allowed, "lot " + std::to_string(lot + 1));
      if (std::abs(off) > allowed * lots[lot].amount)
        balance.last_off = std::abs(off) / reached;
    }
    checks.judge(path, balance);
  }
  return balance;
}

}  // namespace chokepoint
