#pragma once

#include <cstdint>

namespace chokepoint {

/// What happens at a due date: a function on an object. A plain value; making or moving one
/// allocates nothing. The object must outlive the due date.
struct Action {
  void (*call)(void* object, std::uint64_t argument) = nullptr;
  void* object = nullptr;
  std::uint64_t argument = 0;

  void operator()() const { call(object, argument); }
};

/// The action `object->Method(argument)`, for a method `void T::Method(std::uint64_t)`.
template <auto Method, class T>
[[nodiscard]] Action action(T* object, std::uint64_t argument = 0) {
  return {[](void* self, std::uint64_t value) { (static_cast<T*>(self)->*Method)(value); }, object,
          argument};
}

/// The order of what is due at the same tick, first to last.
enum class Priority : std::uint8_t {
  outage,      ///< sites stop and come back
  capacity,    ///< capacity steps up or down
  completion,  ///< work that was in process is done
  delivery,    ///< messages and goods arrive
  callback,    ///< whatever has no place of its own
  deadline,    ///< waiting ends without a message
  planning,    ///< decisions that should see the whole tick
  horizon      ///< books are closed
};

}  // namespace chokepoint
