// What paces, leads and limits mean for what is possible in a month.

#include <algorithm>
#include <set>

#include "models/core/statement.hpp"
#include "models/generic/keys.hpp"
#include "models/generic/network.hpp"

namespace chokepoint::models {

namespace {

/// Times [from, to) in which a gate stands still, none of them overlapping.
std::vector<std::pair<Tick, Tick>> merged(std::span<const GateOutage> outages) {
  std::vector<std::pair<Tick, Tick>> spans;
  for (const GateOutage& outage : outages)
    spans.emplace_back(outage.from, outage.to);
  std::sort(spans.begin(), spans.end());
  std::vector<std::pair<Tick, Tick>> result;
  for (const auto& span : spans) {
    if (!result.empty() && span.first <= result.back().second)
      result.back().second = std::max(result.back().second, span.second);
    else
      result.push_back(span);
  }
  return result;
}

/// Lots that pass in [from, to) at a rate per day. A run follows a slope by the day, at what it is
/// when the day begins.
double lots_between(const Profile& rate, Tick from, Tick to) {
  if (rate.shape() != Profile::Shape::linear || rate.is_constant())
    return rate.integral(from, to) / static_cast<double>(kDay);
  double lots = 0;
  for (Tick day = from; day < to; day += kDay) {
    const Tick end = std::min(to, day + kDay);
    lots += std::max(rate.at(day), rate.at(end)) * static_cast<double>(end - day) /
            static_cast<double>(kDay);
  }
  return lots;
}

Monthly lots_by_month(const Profile& rate, std::span<const GateOutage> outages, int servers,
                      const MonthGrid& grid) {
  const auto still = merged(outages);
  Monthly lots;
  for (int month = 0; month < grid.months(); ++month) {
    double passed = lots_between(rate, grid.begin(month), grid.end(month));
    for (const auto& [from, to] : still) {
      const Tick begin = std::max(from, grid.begin(month));
      const Tick end = std::min(to, grid.end(month));
      if (begin < end)
        passed -= lots_between(rate, begin, end);
    }
    lots.push_back(std::max(0.0, passed * servers));
  }
  return lots;
}

/// Lots for which there is time by the end of each month when servers never wait, as new ones a
/// month. Lots begin in the order of their draws; of those begun, each server may still have one in
/// work, which may be the longest: so many of the first are left out.
Monthly drawn_lots(const Distribution& service, const Stream& draws, int servers,
                   const MonthGrid& grid) {
  Monthly lots;
  std::multiset<double> in_work;  // the longest so far
  std::uint64_t begun = 0;
  // The least time for one lot more: that of all begun but the longest.
  const auto one_more = [&] {
    in_work.insert(std::max(0.0, service.quantile(draws.uniform(begun++))));
    return in_work.size() > static_cast<std::size_t>(servers)
               ? in_work.extract(in_work.begin()).value()
               : 0.0;
  };
  for (int i = 0; i < servers; ++i)
    one_more();
  double needed = one_more();
  for (int month = 0; month < grid.months(); ++month) {
    const double time = static_cast<double>(servers) * static_cast<double>(grid.end(month));
    double served = 0;
    for (; needed <= time; needed += one_more())
      ++served;
    lots.push_back(served);
  }
  return lots;
}

std::string times_of(const std::string& part) {
  return part + ".times";
}

std::string slots_until(const std::string& part) {
  return "slots until " + part;
}

}  // namespace

void PaceStatement::add_to(ProcessModel& model, const RandomSource& random) const {
  if (!pace.drawn) {
    ProcessModel::Capacity& capacity = model.edit_capacity(model.capacity(part));
    capacity.constraint = constraint;
    capacity.kind = kind;
    capacity.path.fixed = lots_by_month(pace.rate, outages, servers, model.grid());
    return;
  }
  const Stream draws = random.stream(drawn_by, "service");
  model.edit(model.stock(times_of(part)))
      .inflows.push_back(
          {constraint, kind, {.fixed = drawn_lots(pace.service, draws, servers, model.grid())}});
}

void PaceStatement::use(ProcessModel& model, ProcessModel::Process& process, double amount) const {
  if (pace.drawn)
    process.flows.push_back({model.stock(times_of(part)), -1});
  else
    process.uses.push_back({model.capacity(part), amount});
}

Duration shortest_lead(const LeadTime& lead) {
  return lead.random ? shortest_of(lead.minutes) : lead.fixed;
}

void state_limit(ProcessModel& model, const std::string& part, const WipLimit& limit,
                 ProcessModel::Process& process) {
  const ProcessModel::StockId slots = model.stock(slots_until(limit.until));
  model.start_with(slots, static_cast<double>(limit.slots), part + "_slots", EndowmentKind::slots);
  process.flows.push_back({slots, -1});
}

void state_slots(ProcessModel& model, Network& network, const std::string& part,
                 ProcessModel::Process& process, Duration lead) {
  if (network.slots_until(part) != nullptr)
    process.flows.push_back({model.stock(slots_until(part)), 1, lead});
}

}  // namespace chokepoint::models
