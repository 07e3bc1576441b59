#include "tools/figures_bytes.hpp"

#include "sim/worlds/bytes.hpp"

namespace chokepoint::tools {

std::string pack(const WorldFigures& figures) {
  BytesOut bytes;
  bytes.add(figures.fingerprint).add(figures.headline);
  bytes.add(std::uint64_t{figures.switches.size()});
  for (const std::string& text : figures.switches)
    bytes.add(text);
  bytes.add(std::uint64_t{figures.binding_changes.size()});
  for (const BindingChange& change : figures.binding_changes)
    bytes.add(iso(change.month))
        .add(change.from)
        .add(change.to)
        .add(std::uint64_t{change.about_equal});
  bytes.add(std::uint64_t{figures.events.size()});
  for (const EventNote& event : figures.events) {
    bytes.add(event.name)
        .add(event.kind)
        .add(iso(event.from))
        .add(event.to ? iso(*event.to) : "")
        .add(event.cost_usd)
        .add(std::uint64_t{event.struck.size()});
    for (const std::string& firm : event.struck)
      bytes.add(firm);
  }
  bytes.add(std::uint64_t{figures.years.size()});
  for (const WorldFigures::Year& year : figures.years) {
    bytes.add(year.online).add(year.added).add(year.demand).add(year.unmet);
    bytes.add(std::uint64_t{year.shares.size()});
    for (const ConstraintShare& share : year.shares)
      bytes.add(share.constraint).add(share.share);
  }
  bytes.add(figures.online);
  bytes.add(std::uint64_t{figures.groups.size()});
  for (const WorldFigures::Group& group : figures.groups)
    bytes.add(group.by).add(group.name).add(group.years);
  for (const auto* by_measure : {&figures.measures, &figures.waiting, &figures.able}) {
    bytes.add(std::uint64_t{by_measure->size()});
    for (const std::vector<double>& months : *by_measure)
      bytes.add(months);
  }
  bytes.add(figures.stocked).add(figures.stock_usd);
  bytes.add(std::uint64_t{figures.members.size()});
  for (const WorldFigures::Member& member : figures.members)
    bytes.add(std::uint64_t{member.measure})
        .add(member.entity)
        .add(member.commodity)
        .add(member.months)
        .add(member.region);
  bytes.add(std::uint64_t{figures.supplies.size()});
  for (const WorldFigures::Supply& supply : figures.supplies)
    bytes.add(supply.commodity)
        .add(supply.buyer)
        .add(supply.seller)
        .add(supply.came)
        .add(supply.missed)
        .add(supply.on_order);
  return bytes.take();
}

WorldFigures unpack_figures(const std::string& text) {
  BytesIn bytes(text);
  WorldFigures figures;
  figures.fingerprint = bytes.text();
  figures.headline = bytes.text();
  figures.switches.resize(bytes.number());
  for (std::string& line : figures.switches)
    line = bytes.text();
  figures.binding_changes.resize(bytes.number());
  for (BindingChange& change : figures.binding_changes) {
    change.month = parse_date(bytes.text());
    change.from = bytes.text();
    change.to = bytes.text();
    change.about_equal = bytes.number() != 0;
  }
  figures.events.resize(bytes.number());
  for (EventNote& event : figures.events) {
    event.name = bytes.text();
    event.kind = bytes.text();
    event.from = parse_date(bytes.text());
    if (const std::string to = bytes.text(); !to.empty())
      event.to = parse_date(to);
    event.cost_usd = bytes.real();
    event.struck.resize(bytes.number());
    for (std::string& firm : event.struck)
      firm = bytes.text();
  }
  figures.years.resize(bytes.number());
  for (WorldFigures::Year& year : figures.years) {
    year.online = bytes.real();
    year.added = bytes.real();
    year.demand = bytes.real();
    year.unmet = bytes.real();
    year.shares.resize(bytes.number());
    for (ConstraintShare& share : year.shares) {
      share.constraint = bytes.text();
      share.share = bytes.real();
    }
  }
  figures.online = bytes.reals();
  figures.groups.resize(bytes.number());
  for (WorldFigures::Group& group : figures.groups) {
    group.by = bytes.text();
    group.name = bytes.text();
    group.years = bytes.reals();
  }
  for (auto* by_measure : {&figures.measures, &figures.waiting, &figures.able}) {
    by_measure->resize(bytes.number());
    for (std::vector<double>& months : *by_measure)
      months = bytes.reals();
  }
  figures.stocked = bytes.reals();
  figures.stock_usd = bytes.real();
  figures.members.resize(bytes.number());
  for (WorldFigures::Member& member : figures.members) {
    member.measure = bytes.number();
    member.entity = bytes.text();
    member.commodity = bytes.text();
    member.months = bytes.reals();
    member.region = bytes.text();
  }
  figures.supplies.resize(bytes.number());
  for (WorldFigures::Supply& supply : figures.supplies) {
    supply.commodity = bytes.text();
    supply.buyer = bytes.text();
    supply.seller = bytes.text();
    supply.came = bytes.reals();
    supply.missed = bytes.reals();
    supply.on_order = bytes.reals();
  }
  return figures;
}

}  // namespace chokepoint::tools
