#include "sim/record/trace_json.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "sim/record/csv.hpp"
#include "sim/record/tables.hpp"

namespace chokepoint {

namespace {

/// About what one takes with its arrow, so that the text, the longest of all, is hardly ever moved.
constexpr std::size_t kBytesOfAnOrder = 350;

/// An order as a slice: where it lies and how long.
struct Slice {
  const OrderRow* order = nullptr;
  Tick from = 0;
  Tick to = 0;
  std::size_t process = 0;
  std::size_t thread = 0;
};

void append_text(std::string& json, std::string_view text) {
  json += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\')
      json += '\\';
    if (static_cast<unsigned char>(c) >= 0x20)
      json += c;
  }
  json += '"';
}

Tick end_of(const OrderRow& order, Tick horizon) {
  if (order.status == OrderStatus::open)
    return std::max(order.placed + 1, horizon);
  return order.delivered == kNever ? order.placed + 1 : std::max(order.placed + 1, order.delivered);
}

Tick horizon_of(const RunResult& result) {
  const Timeline timeline(result.start);
  Tick horizon = 0;
  for (const OrderRow& order : result.orders)
    horizon = std::max({horizon, order.placed, order.delivered == kNever ? 0 : order.delivered});
  if (!result.years.empty()) {
    const std::chrono::year after{result.years.back().year + 1};
    horizon =
        std::max(horizon, timeline.tick(Date{after, std::chrono::January, std::chrono::day{1}}));
  }
  return horizon;
}

/// Puts each slice into the first lane of its seller that is free by then.
class Lanes {
 public:
  void place(Slice& slice) {
    const OrderRow& order = *slice.order;
    const auto process = processes_.emplace(order.commodity, processes_.size() + 1).first;
    slice.process = process->second;
    auto& lanes = lanes_[{order.commodity, order.seller}];
    auto lane = std::find_if(lanes.begin(), lanes.end(),
                             [&](const auto& entry) { return entry.second <= slice.from; });
    if (lane == lanes.end()) {
      lanes.emplace_back(++threads_, 0);
      names_.push_back({slice.process, threads_, order.seller, lanes.size()});
      lane = lanes.end() - 1;
    }
    lane->second = slice.to;
    slice.thread = lane->first;
  }

  /// Metadata: how processes and threads are called.
  void name_all(std::string& json) const {
    for (const auto& [goods, process] : processes_)
      add_name(json, "process_name", process, 0, std::string(goods));
    for (const Name& name : names_)
      add_name(json, "thread_name", name.process, name.thread,
               std::string(name.seller) + " " + std::to_string(name.lane));
  }

 private:
  struct Name {
    std::size_t process;
    std::size_t thread;
    std::string_view seller;
    std::size_t lane;
  };

  static void add_name(std::string& json, const char* what, std::size_t process, std::size_t thread,
                       const std::string& name) {
    json += R"({"ph":"M","name":")" + std::string(what) + R"(","pid":)" + std::to_string(process) +
            R"(,"tid":)" + std::to_string(thread) + R"(,"args":{"name":)";
    append_text(json, name);
    json += "}},\n";
  }

  std::map<std::string_view, std::size_t> processes_;
  std::map<std::pair<std::string_view, std::string_view>, std::vector<std::pair<std::size_t, Tick>>>
      lanes_;  ///< by goods and seller: thread, and until when it is taken
  std::vector<Name> names_;
  std::size_t threads_ = 0;
};

void add_slice(std::string& json, const Slice& slice, const Timeline& timeline) {
  const OrderRow& order = *slice.order;
  json += R"({"ph":"X","cat":")" + std::string(text(order.status)) + R"(","name":)";
  append_text(json, order.buyer);
  json += R"(,"pid":)" + std::to_string(slice.process) + R"(,"tid":)" +
          std::to_string(slice.thread) + R"(,"ts":)" + std::to_string(slice.from) + R"(,"dur":)" +
          std::to_string(slice.to - slice.from) + R"(,"args":{"order":)" +
          std::to_string(order.order) + R"(,"quantity":)";
  append_number(json, order.quantity);
  json += R"(,"unit":)";
  append_text(json, order.unit);
  for (const auto& [key, tick] :
       {std::pair("placed", order.placed), std::pair("wanted", order.wanted),
        std::pair("promised", order.promised), std::pair("delivered", order.delivered)}) {
    if (tick != kNever)
      json += ",\"" + std::string(key) + "\":\"" + iso_time(timeline, tick) + "\"";
  }
  json += "}},\n";
}

/// From the order that something was placed for to what was placed.
void add_arrow(std::string& json, const Slice& parent, const Slice& child) {
  const Tick start = std::clamp(child.from, parent.from, parent.to - 1);
  const auto end = [&](const char* phase, const Slice& slice, Tick at) {
    json += R"({"ph":")" + std::string(phase) +
            R"(","cat":"placed for","name":"placed for","id":)" +
            std::to_string(child.order->order) + R"(,"pid":)" + std::to_string(slice.process) +
            R"(,"tid":)" + std::to_string(slice.thread) + R"(,"ts":)" + std::to_string(at) +
            (*phase == 'f' ? R"(,"bp":"e"})" : "}") + ",\n";
  };
  end("s", parent, start);
  end("f", child, child.from);
}

void add_counters(std::string& json, const RunResult& result) {
  const Timeline timeline(result.start);
  for (const Series& series : result.series) {
    const bool shown = (series.series == "online" || series.series == "demand") &&
                       series.entity.empty() && series.generation.empty();
    for (std::size_t i = 0; shown && i < series.points.size(); ++i) {
      json += R"({"ph":"C","name":")" + series.series + R"(","pid":0,"ts":)" +
              std::to_string(std::max<Tick>(0, timeline.tick(series.points[i].date))) +
              R"(,"args":{)";
      append_text(json, series.unit);
      json += ':';
      append_number(json, series.points[i].value);
      json += "}},\n";
    }
  }
}

}  // namespace

std::string trace_json(const RunResult& result) {
  const Tick horizon = horizon_of(result);
  std::vector<Slice> slices;
  slices.reserve(result.orders.size());
  for (const OrderRow& order : result.orders)
    slices.push_back({&order, order.placed, end_of(order, horizon)});
  // Lanes are filled in the order of time; the journal already is, within a minute by number.
  std::stable_sort(slices.begin(), slices.end(),
                   [](const Slice& a, const Slice& b) { return a.from < b.from; });
  Lanes lanes;
  std::map<std::uint64_t, const Slice*> by_order;
  for (Slice& slice : slices) {
    lanes.place(slice);
    by_order[slice.order->order] = &slice;
  }
  const Timeline timeline(result.start);
  std::string json;
  json.reserve(slices.size() * kBytesOfAnOrder);
  json += "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"scenario\":";
  append_text(json, result.scenario);
  json += ",\"start\":\"" + iso(result.start) +
          "\",\"scale\":\"one minute is one microsecond\"},\n\"traceEvents\":[\n";
  lanes.name_all(json);
  add_counters(json, result);
  for (const Slice& slice : slices) {
    add_slice(json, slice, timeline);
    if (!slice.order->parent)
      continue;
    const auto parent = by_order.find(*slice.order->parent);
    if (parent != by_order.end())
      add_arrow(json, *parent->second, slice);
  }
  if (json.ends_with(",\n"))
    json.erase(json.size() - 2, 1);
  json += "]}\n";
  return json;
}

}  // namespace chokepoint
