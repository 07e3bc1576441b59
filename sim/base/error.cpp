#include "sim/base/error.hpp"

namespace chokepoint {

std::string message_of(const std::exception& error) {
  std::string text = error.what();
  if (dynamic_cast<const DeadlockError*>(&error) != nullptr)
    text = "deadlock: " + text;
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    const std::string inner = message_of(cause);
    if (!text.ends_with(inner))
      text += ": " + inner;
  }
  return text;
}

}  // namespace chokepoint
