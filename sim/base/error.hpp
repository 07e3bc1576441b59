#pragma once

#include <exception>
#include <stdexcept>
#include <string>

namespace chokepoint {

/// The model broke one of its own rules: a defect, not the user's mistake (exit code 1).
class ModelError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Nothing can ever happen again although actors still wait (exit code 4).
class DeadlockError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// States an invariant in the words of the domain; throws ModelError when it does not hold.
inline void ensure(bool holds, const char* invariant) {
  if (!holds)
    throw ModelError(invariant);
}

/// An exception and what caused it, innermost last; what already names its cause does so once.
[[nodiscard]] std::string message_of(const std::exception& error);

}  // namespace chokepoint
