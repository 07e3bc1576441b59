#include "sim/base/log.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace chokepoint::log {
namespace {

struct State {
  std::unique_ptr<spdlog::logger> logger;
  std::function<std::string()> model_date;
  Level level = Level::warn;
  std::size_t warnings = 0;
};

State& state() {
  static State the_state = [] {
    State made;
    made.logger = std::make_unique<spdlog::logger>(
        "chokepoint", std::make_shared<spdlog::sinks::stderr_sink_st>());
    made.logger->set_pattern("%l: %v");
    made.logger->set_level(spdlog::level::trace);
    made.logger->flush_on(spdlog::level::trace);
    return made;
  }();
  return the_state;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::trace:
      return spdlog::level::trace;
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::off:
      break;
  }
  return spdlog::level::off;
}

}  // namespace

void set_level(Level level) {
  state().level = level;
}

Level level() {
  return state().level;
}

Level parse_level(std::string_view name) {
  constexpr std::pair<std::string_view, Level> kNames[] = {
      {"trace", Level::trace}, {"debug", Level::debug}, {"info", Level::info},
      {"warn", Level::warn},   {"error", Level::error}, {"off", Level::off}};
  for (const auto& [known, level] : kNames) {
    if (known == name)
      return level;
  }
  throw std::invalid_argument("log level: one of trace, debug, info, warn, error, off, found '" +
                              std::string(name) + "'");
}

bool enabled(Level level) {
  return level >= state().level && level != Level::off;
}

void set_date_source(std::function<std::string()> model_date) {
  state().model_date = std::move(model_date);
}

std::size_t warnings() {
  return state().warnings;
}

void write(Level level, std::string_view text) {
  if (level == Level::warn)
    ++state().warnings;
  if (!enabled(level))
    return;
  State& s = state();
  if (s.model_date) {
    s.logger->log(spdlog_level(level), "{}: {}", s.model_date(), text);
  } else {
    s.logger->log(spdlog_level(level), "{}", text);
  }
}

}  // namespace chokepoint::log
