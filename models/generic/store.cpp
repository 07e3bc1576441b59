#include "models/generic/store.hpp"

#include "models/core/reasons.hpp"
#include "models/generic/keys.hpp"
#include "models/generic/network.hpp"
#include "models/generic/wiring.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kMost = 1e15;  ///< beyond that sums of amounts are not exact

}  // namespace

StorePart::StorePart(Reader& reader, bool pool) : Part(reader.name()), pool_(pool) {
  reader.declare_name("store", name());
  if (pool_)
    refuse_reserved(reader, "name", name());
  unit_ = reader.one_of_or("unit", {"lot", "usd"}, "lot", "what it holds");
  initial_ = nearest_whole(reader
                               .whole_if_any("initial", unit_, "what is in it on the first day",
                                             {.min = 0, .max = kMost})
                               .value_or(0));
  const auto capacity = reader.whole_if_any("capacity", unit_, "what it can hold; suppliers wait",
                                            {.min = 1, .max = kMost});
  capacity_ = capacity ? nearest_whole(*capacity) : Store::kUnlimited;
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
