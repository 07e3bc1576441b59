// How what is installed comes online: at once, or after it was re-seated.

#include <algorithm>

#include "models/actors/data_centre_builder.hpp"
#include "models/core/rates.hpp"

namespace chokepoint::models {

DataCentreBuilder::Reseating::Reseating(Market& market, DataCentreBuilder& builder)
    : failed(market.flow, builder.name() + ".failed"),
      repair(market, {.name = builder.name() + ".reseating",
                      .inputs = {{&failed}},
                      .constraint = market.flow.trace.constraint("reseating"),
                      .has_lead = true,
                      .lead_minutes = builder.spec_.reseated->minutes,
                      .sink_per_unit = kGwPerKw,
                      .before = {},
                      .started = {},
                      .delivered = [&builder](std::int64_t amount, EventId event) {
                        builder.bring_online(amount, event);
                      }}) {}

void DataCentreBuilder::deployed(std::int64_t amount, EventId event) {
  std::int64_t failed = 0;
  if (reseating_) {
    reseating_->carry += spec_.reseated->part * static_cast<double>(amount);
    failed = std::min(amount, static_cast<std::int64_t>(reseating_->carry));
    reseating_->carry -= static_cast<double>(failed);
  }
  if (amount > failed)
    bring_online(amount - failed, event);
  if (failed > 0)
    reseating_->failed.put(failed, event);
}

void DataCentreBuilder::bring_online(std::int64_t amount, EventId event) {
  online_ += static_cast<double>(amount);
  market_.series.put(online_series_, now(), online_ * kGwPerKw);
  market_.flow.trace.reached_sink(now(), static_cast<double>(amount) * kGwPerKw, event);
  while (amount > 0) {
    Handover& next = to_hand_over_.front();
    market_.flow.trace.note(event, next.order);
    const std::int64_t part = std::min(amount, next.amount);
    market_.post.send(market_.firm(market_.journal.at(next.order).buyer),
                      Delivery{next.order, part, event}, 0);
    amount -= part;
    next.amount -= part;
    if (next.amount == 0)
      to_hand_over_.pop_front();
  }
}

double DataCentreBuilder::being_deployed() const {
  const std::int64_t failed =
      reseating_ ? reseating_->failed.level() + reseating_->repair.under_way() : 0;
  return static_cast<double>(deployment_.under_way() + failed);
}

}  // namespace chokepoint::models
