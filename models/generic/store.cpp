#include "models/generic/store.hpp"

#include <optional>

#include "models/core/reasons.hpp"
#include "models/generic/keys.hpp"
#include "models/generic/network.hpp"
#include "models/generic/wiring.hpp"
#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"

namespace chokepoint::models {

namespace {

constexpr double kMost = 1e15;  ///< beyond that sums of amounts are not exact

/// A quantity of whole units, `least` or more.
std::optional<std::int64_t> read_whole(Reader& reader, const char* key, const std::string& unit,
                                       const char* help, double least) {
  const auto amount = reader.number_if_any(key, unit, help, {.min = least, .max = kMost});
  if (!amount)
    return std::nullopt;
  const std::int64_t whole = nearest_whole(*amount);
  reader.require(static_cast<double>(whole) == *amount, {key},
                 "expected a whole number of " + unit + ", found " + shortest(*amount));
  return whole;
}

}  // namespace

StorePart::StorePart(Reader& reader, bool pool) : Part(reader.name()), pool_(pool) {
  reader.declare_name("store", name());
  if (pool_)
    refuse_reserved(reader, "name", name());
  unit_ = reader.one_of_or("unit", {"lot", "usd"}, "lot", "what it holds");
  initial_ = read_whole(reader, "initial", unit_, "what is in it on the first day", 0).value_or(0);
  capacity_ = read_whole(reader, "capacity", unit_, "what it can hold; suppliers wait", 1)
                  .value_or(Store::kUnlimited);
  reader.require(initial_ <= capacity_, {"initial", "capacity"},
                 "expected no more than the capacity");
}

PartPtr StorePart::read(Reader& reader) {
  return PartPtr(new StorePart(reader, false));
}

PartPtr StorePart::read_pool(Reader& reader) {
  return PartPtr(new StorePart(reader, true));
}

void StorePart::define(Wiring& wiring) const {
  wiring.store(name(), pool_ ? "pool" : "store", unit_, initial_, capacity_);
}

std::string_view StorePart::stock() const {
  return unit_ == "usd" && initial_ > 0 ? kMoney : kInitialStock;
}

void StorePart::prepare(Network& network) const {
  network.add_store(name(), initial_, capacity_, pool_, stock());
  if (stock() == kMoney)
    network.flow().trace.declare(network.store(name()).stock_constraint(), Nature::money);
}

void StorePart::state(ProcessModel& model, Network&) const {
  const ProcessModel::StockId store = model.stock(name());
  model.start_with(store, static_cast<double>(initial_), std::string(stock()));
  if (capacity_ == Store::kUnlimited)
    return;
  model.edit(store).most = static_cast<double>(capacity_);
  model.edit(store).space_constraint = name() + "_space";
}

}  // namespace chokepoint::models
