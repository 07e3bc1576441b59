#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

/// The program's log: stderr only, dated in model time, never part of a result.
namespace chokepoint::log {

enum class Level { trace, debug, info, warn, error, off };

/// Messages below `level` are dropped; `warn` at the start.
void set_level(Level level);
[[nodiscard]] Level level();
/// "trace", "debug", "info", "warn", "error", "off"; throws std::invalid_argument for another.
[[nodiscard]] Level parse_level(std::string_view name);
/// Ask before making an expensive text.
[[nodiscard]] bool enabled(Level level);

/// Where messages take their model date from; an empty function ends it (messages without date).
void set_date_source(std::function<std::string()> model_date);

void write(Level level, std::string_view text);
/// Warnings written so far, or that would have been but for the level.
[[nodiscard]] std::size_t warnings();
inline void debug(std::string_view text) {
  write(Level::debug, text);
}
inline void info(std::string_view text) {
  write(Level::info, text);
}
inline void warn(std::string_view text) {
  write(Level::warn, text);
}
inline void error(std::string_view text) {
  write(Level::error, text);
}

}  // namespace chokepoint::log
