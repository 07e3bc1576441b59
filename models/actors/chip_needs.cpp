#include "models/actors/chip_needs.hpp"

#include <algorithm>
#include <cmath>

#include "models/core/rates.hpp"
#include "models/policy/planning.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {
constexpr double kStands = 0.5;  ///< a seller with less left stands still
}  // namespace

ChipNeedSpec ChipNeedSpec::read(Reader& reader) {
  const auto read = [](Reader& keys) {
    ChipNeedSpec spec;
    spec.commodity = keys.text_or("chip", "n28_wafer", "the wafers they are cut from");
    spec.per_unit = keys.number("per_unit", "wafer",
                                "wafers of chips in one unit of goods; 0: none", {.min = 0});
    spec.cover_months =
        months(keys.duration("cover", "chips on hand and on order, in months of output"));
    spec.requalify = keys.timeline().after(
        0, keys.duration("requalify", "until a design can be made by another foundry"));
    spec.sellers =
        keys.list("sellers", "which part of the designs each one makes", [](Reader& one) {
          Seller seller;
          seller.firm = one.reference("seller", "actor", "who makes them");
          seller.share = one.number("share", "1", "part of the wafers", {.min = 0, .max = 1});
          return seller;
        });
    return spec;
  };
  return reader
      .optional_group("control_chips", "chips of an older kind that its goods contain", read)
      .value_or(ChipNeedSpec{});
}

ChipNeeds::ChipNeeds(Market& market, Line& line, const std::string& owner, ChipNeedSpec spec,
                     double per_month)
    : market_(market), line_(line), owner_(owner), spec_(std::move(spec)) {
  if (spec_.per_unit <= 0)
    return;
  chip_ = market.commodity(spec_.commodity, "wafer");
  for (const ChipNeedSpec::Seller& seller : spec_.sellers) {
    if (seller.share <= 0)
      continue;
    const double each = spec_.per_unit * seller.share;
    Part part;
    part.share = seller.share;
    part.stock =
        std::make_unique<Store>(market.flow, owner + ".chips_of_" + seller.firm,
                                nearest_whole(std::ceil(per_month * each * spec_.cover_months)));
    line.add_input({part.stock.get(), each});
    parts_.push_back(std::move(part));
  }
}

void ChipNeeds::meet(const std::function<void(Firm&, CommodityId)>& supplied_by) {
  std::size_t next = 0;
  for (const ChipNeedSpec::Seller& seller : spec_.sellers) {
    if (seller.share <= 0 || parts_.empty())
      continue;
    parts_[next].seller = &market_.firm(seller.firm);
    supplied_by(*parts_[next++].seller, chip_);
  }
}

Firm& ChipNeeds::source_of(Part& part) {
  const Tick now = market_.flow.now();
  const bool stands = part.seller->part_left_of(chip_) < kStands;
  part.down_since = stands ? std::min(part.down_since, now) : kNever;
  if (!stands || now < part.down_since + spec_.requalify)
    return *part.seller;
  Firm* best = part.seller;
  for (const Part& other : parts_) {
    if (other.seller->part_left_of(chip_) > best->part_left_of(chip_))
      best = other.seller;
  }
  return *best;
}

double ChipNeeds::promised_months(const Part& part) const {
  if (part.last == kNoOrder)
    return 0;
  const Order& last = market_.journal.at(part.last);
  if (last.promised == kNever)
    return 0;
  return static_cast<double>(last.promised - last.placed) / kMinutesPerMonth;
}

void ChipNeeds::plan(double per_month, double stockpile, double booked, const Buy& buy) {
  double stocked = 0;
  for (Part& part : parts_) {
    std::int64_t on_order = 0;
    std::erase_if(part.open, [&](OrderId id) {
      const Order& order = market_.journal.at(id);
      on_order += order.closed() ? 0 : order.outstanding();
      return order.closed();
    });
    const double use = per_month * spec_.per_unit * part.share;
    const double target =
        std::max(use * (spec_.cover_months + stockpile),
                 std::min(use * promised_months(part), booked * spec_.per_unit * part.share));
    const std::int64_t wanted = restock(std::ceil(target), part.stock->level(), on_order);
    stocked += std::min(static_cast<double>(part.stock->level()), use * stockpile);
    Firm& seller = market_.disruptions.empty() ? *part.seller : source_of(part);
    if (wanted <= 0)
      continue;
    const auto cover = static_cast<std::int32_t>(std::ceil(spec_.cover_months));
    const OrderId order =
        buy(seller, {.commodity = chip_,
                     .quantity = wanted,
                     .wanted = market_.timeline.after(market_.flow.now(), {.months = cover})});
    if (order == kNoOrder)
      continue;
    part.open.push_back(order);
    part.last = order;
  }
  if (stockpile > 0 && !stocked_)
    stocked_ = market_.series.declare("stocked", owner_, "wafer", "", spec_.commodity);
  if (stocked_)
    market_.series.put(*stocked_, market_.flow.now(), stocked);
}

void ChipNeeds::look() {
  const Tick now = market_.flow.now();
  const double could =
      line_.capacity_per_month() * static_cast<double>(now - looked_) / kMinutesPerMonth;
  part_made_ = could > 0 ? std::min(1.0, static_cast<double>(line_.made() - made_) / could) : 0;
  made_ = line_.made();
  looked_ = now;
}

double ChipNeeds::part_with_chips() const {
  return std::max(covered(line_.capacity_per_month()), part_made_);
}

double ChipNeeds::covered(double per_month) const {
  double least = 1;
  for (const Part& part : parts_) {
    const double needed = per_month * spec_.per_unit * part.share;
    if (needed > 0)
      least = std::min(least, static_cast<double>(part.stock->level()) / needed);
  }
  return least;
}

bool ChipNeeds::goods_in(OrderId id, std::int64_t quantity, EventId arrival) {
  const Order& order = market_.journal.at(id);
  const auto ordered = [&](const Part& part) {
    // Where decisions are replayed nobody has planned: what comes is of the seller's own designs,
    // also where it was made instead of those of a foundry that stood still.
    return market_.replayed != nullptr
               ? order.terms.commodity == chip_ && part.seller->id() == order.seller
               : std::find(part.open.begin(), part.open.end(), id) != part.open.end();
  };
  const auto part = std::find_if(parts_.begin(), parts_.end(), ordered);
  if (part == parts_.end())
    return false;
  part->stock->put(quantity, arrival);
  return true;
}

}  // namespace chokepoint::models
