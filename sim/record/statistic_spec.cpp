// The keys of a statistic.

#include "sim/record/statistic.hpp"

namespace chokepoint {

namespace {

using Kind = Statistic::Kind;

struct Named {
  const char* name;
  Kind kind;
};
constexpr Named kKinds[] = {
    {"at", Kind::at},
    {"sum", Kind::sum},
    {"mean", Kind::mean},
    {"max", Kind::max},
    {"min", Kind::min},
    {"share", Kind::share},
    {"ratio", Kind::ratio},
    {"growth", Kind::growth},
    {"quotient", Kind::quotient},
    {"first_above", Kind::first_above},
    {"leads", Kind::leads},
    {"binding_share", Kind::binding_share},
    {"root_share", Kind::root_share},
    {"root_leads", Kind::root_leads},
    {"wait", Kind::wait},
    {"refused", Kind::refused},
};

const std::vector<std::string>& kind_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Named& known : kKinds)
      list.emplace_back(known.name);
    return list;
  }();
  return names;
}

/// "a, b" as a list.
std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> names;
  std::string name;
  for (const char c : text + ",") {
    if (c == ' ')
      continue;
    if (c != ',') {
      name += c;
    } else if (!name.empty()) {
      names.push_back(std::move(name));
      name.clear();
    }
  }
  return names;
}

bool is_about_orders(Kind kind) {
  return kind == Kind::wait || kind == Kind::refused;
}
bool is_about_shares(Kind kind) {
  return kind == Kind::leads || kind == Kind::binding_share || kind == Kind::root_share ||
         kind == Kind::root_leads;
}

void read_choice(Reader& reader, Statistic& statistic) {
  statistic.of.series = reader.text_or("of", "", "the series that is read");
  statistic.of.entity =
      reader.text_or("entity", "", "whose; without it the total, else all together");
  statistic.of.generation =
      reader.text_or("generation", "", "of what generation or commodity; all without it");
  statistic.of.mean = reader.one_of_or("together", {"sum", "mean"}, "sum",
                                       "how the rows of several are put together") == "mean";
  statistic.by.series = reader.text_or("by", "", "the series it is divided by");
  statistic.by.entity = reader.text_or("by_entity", "", "whose");
  statistic.by.generation = reader.text_or("by_generation", "", "of what");
  statistic.by.mean = statistic.of.mean;
}

}  // namespace

Statistic Statistic::read(Reader& reader) {
  Statistic statistic;
  const std::string name = reader.one_of("statistic", kind_names(), "what is read off the run");
  for (const Named& known : kKinds) {
    if (name == known.name)
      statistic.kind = known.kind;
  }
  read_choice(reader, statistic);
  statistic.from = reader.date_if_any("from", "first day, or the day itself");
  statistic.to = reader.date_if_any("to", "the day after the last one");
  statistic.base_from = reader.date_if_any("base_from", "the same of what it is divided by");
  statistic.base_to = reader.date_if_any("base_to", "the same of what it is divided by");
  statistic.above =
      reader.number_or("above", "1", "0", "the value that must be reached", Bounds::any());
  statistic.names = list_of(reader.text_or("names", "", "constraints or root causes: a, b, c"));
  statistic.buyer = reader.text_or("buyer", "", "whose orders; everybody's without it");
  statistic.seller = reader.text_or("seller", "", "to whom; to everybody without it");
  statistic.commodity = reader.text_or("commodity", "", "of what; of everything without it");
  const Kind kind = statistic.kind;
  const bool about_series = !is_about_orders(kind) && !is_about_shares(kind);
  reader.require(!about_series || !statistic.of.series.empty(), {"statistic", "of"},
                 "expected the series that it reads ('of:')");
  reader.require(!is_about_shares(kind) || !statistic.names.empty(), {"statistic", "names"},
                 "expected the names that it looks for ('names: a, b')");
  reader.require(statistic.from.has_value(), {"statistic", "from"},
                 "expected a first day ('from:')");
  const bool one_day = kind == Kind::at || kind == Kind::first_above || is_about_shares(kind);
  reader.require(one_day || statistic.to.has_value(), {"statistic", "to"},
                 "expected the day after the last one ('to:')");
  reader.require(!statistic.to || !statistic.from || *statistic.from < *statistic.to,
                 {"from", "to"}, "expected a day before 'to'");
  reader.require(kind != Kind::quotient || !statistic.by.series.empty(), {"statistic", "by"},
                 "expected the series it is divided by ('by:')");
  const bool two_times = kind == Kind::ratio || kind == Kind::growth;
  reader.require(!two_times || (statistic.base_from && statistic.base_to),
                 {"statistic", "base_from", "base_to"},
                 "expected the months it is divided by ('base_from:', 'base_to:')");
  return statistic;
}

}  // namespace chokepoint
