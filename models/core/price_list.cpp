#include "models/core/price_list.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace chokepoint::models {

namespace {

bool near(double value, double before, double part) {
  return std::abs(value - before) <= part * before;
}

}  // namespace

PriceList::Line* PriceList::find(CommodityId commodity) {
  const auto known = std::find_if(lines_.begin(), lines_.end(),
                                  [&](const Line& line) { return line.commodity == commodity; });
  return known == lines_.end() ? nullptr : &*known;
}

PriceList::Terms PriceList::terms(CommodityId commodity) const {
  for (const Line& line : lines_) {
    if (line.commodity == commodity)
      return {line.usd, line.wait};
  }
  return {};
}

const PriceList::Line* PriceList::enter(const PriceQuote& quote) {
  constexpr double kPrice = 0.05;  // changes that are worth a letter
  constexpr double kDate = 0.2;
  Line* const line = find(quote.commodity);
  ensure(line != nullptr, "a price is for something that is sold");
  if (near(quote.usd, line->usd, kPrice) && near(quote.h100e, line->h100e, kPrice) &&
      near(quote.room, line->room, kDate) &&
      near(static_cast<double>(quote.wait), static_cast<double>(line->wait), kDate))
    return nullptr;
  line->usd = quote.usd;
  line->wait = quote.wait;
  line->room = quote.room;
  line->h100e = quote.h100e;
  return line;
}

}  // namespace chokepoint::models
