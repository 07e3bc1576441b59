#include "tools/report/chain.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tools/report/json_file.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

/// More rows than this nobody reads, of one lot and of all.
constexpr std::size_t kMostOrders = 22;
constexpr std::size_t kMostOrdersOfAll = 154;

/// "2027-03-01" or "2027-03-01T06:30Z"
Tick tick_of(const Timeline& timeline, const std::string& text) {
  Tick tick = timeline.tick(parse_date(text.substr(0, 10)));
  if (text.size() == 17)
    tick += std::stoi(text.substr(11, 2)) * kHour + std::stoi(text.substr(14, 2));
  return tick;
}

ChainStep step_of(const Json& json, const Timeline& timeline) {
  ChainStep step{.constraint = json.at("constraint").get<std::string>(),
                 .sentence = json.at("sentence").get<std::string>(),
                 .delay_days = json.at("delay_days").get<double>()};
  bool first = true;
  bool ends = false;  // it says when itself
  for (const Json& date : json.at("dates")) {
    const Tick tick = tick_of(timeline, date.at("date").get<std::string>());
    const bool is_own = date.at("order").is_null();
    if (first)
      step.from = step.to = tick;
    first = false;
    if (is_own ? date.at("what") == "to" : !ends && date.at("what") == "delivered")
      step.to = std::max(step.to, tick);
    ends = ends || (is_own && date.at("what") == "to");
    if (!is_own)
      step.order = date.at("order").get<std::uint64_t>();
  }
  return step;
}

/// Orders by their number.
using Journal = std::map<std::uint64_t, const OrderRow*>;

/// What was placed for the orders of the chain and had come by then, the latest first.
std::vector<const OrderRow*> beside(const RunResult& result, const std::set<std::uint64_t>& chain,
                                    Tick came) {
  std::vector<const OrderRow*> others;
  for (const OrderRow& row : result.orders) {
    if (row.parent && chain.count(*row.parent) > 0 && chain.count(row.order) == 0 &&
        row.status == OrderStatus::delivered && row.delivered <= came)
      others.push_back(&row);
  }
  std::stable_sort(others.begin(), others.end(), [](const OrderRow* a, const OrderRow* b) {
    return a->delivered > b->delivered;
  });
  return others;
}

void add_orders(Chain& chain, const RunResult& result, const Journal& journal, std::size_t most) {
  std::set<std::uint64_t> numbers;
  for (const ChainStep& step : chain.steps) {
    const auto found = journal.find(step.order);
    if (found != journal.end() && numbers.insert(step.order).second)
      chain.orders.push_back({*found->second, true});
  }
  for (const OrderRow* row : beside(result, numbers, tick_of(Timeline(result.start), chain.came))) {
    if (chain.orders.size() < most)
      chain.orders.push_back({*row, false});
  }
}

Chain chain_of(const Json& json, const RunResult& result, const Journal& journal,
               std::size_t most_orders) {
  const Timeline timeline(result.start);
  const Json& why = json.at("why");
  Chain chain{.year = json.at("year").get<int>(),
              .subject = why.at("subject").get<std::string>(),
              .wanted = why.at("wanted").get<std::string>(),
              .came = why.at("came").get<std::string>(),
              .delay_days = why.at("delay_days").get<double>()};
  for (const Json& step : why.at("steps"))
    chain.steps.push_back(step_of(step, timeline));
  if (why.at("main_step").is_number()) {
    const auto main = why.at("main_step").get<std::size_t>();
    if (main < chain.steps.size())
      chain.steps[main].main = true;
  }
  for (const Json& root : why.at("roots"))
    chain.roots.emplace_back(root.at("cause").get<std::string>(), root.at("share").get<double>());
  add_orders(chain, result, journal, most_orders);
  return chain;
}

}  // namespace

std::vector<Chain> chains_of(const RunFiles& files) {
  std::vector<Chain> chains;
  if (files.why.is_null())
    return chains;
  Journal journal;
  for (const OrderRow& row : files.result.orders)
    journal[row.order] = &row;
  try {
    const Json& years = files.why.at("years");
    const std::size_t most =
        std::min(kMostOrders, kMostOrdersOfAll / std::max<std::size_t>(1, years.size()));
    for (const Json& year : years)
      chains.push_back(chain_of(year, files.result, journal, most));
  } catch (const std::exception&) {
    refuse_json(files.directory / "why.json");
  }
  return chains;
}

}  // namespace chokepoint::tools
