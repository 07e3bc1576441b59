#include "sim/base/steps.hpp"

#include <utility>

#include "sim/base/error.hpp"

namespace chokepoint {

namespace {

StepsListener& steps_listener() {
  static StepsListener listener;
  return listener;
}

}  // namespace

StepsWatch::StepsWatch(StepsListener listener) {
  ensure(!steps_listener(), "one watches at a time");
  steps_listener() = std::move(listener);
}

StepsWatch::~StepsWatch() {
  steps_listener() = nullptr;
}

void tell_steps(std::string_view things, std::size_t done, std::size_t count) {
  if (steps_listener())
    steps_listener()(things, done, count);
}

}  // namespace chokepoint
