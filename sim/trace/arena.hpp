#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>

namespace chokepoint {

/// A list of plain values that only grows. Who adds makes room first, for several lists at once;
/// adding is then nothing but writing, and the memory behind the end is fetched meanwhile: a list
/// that grows by a place now and then would wait for each new line of it.
template <class T>
class Arena {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t room() const { return room_ - size_; }
  [[nodiscard]] std::size_t bytes() const { return room_ * sizeof(T); }
  [[nodiscard]] const T* data() const { return values_.get(); }
  [[nodiscard]] std::span<const T> all() const { return {values_.get(), size_}; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return values_[i]; }
  [[nodiscard]] T& operator[](std::size_t i) { return values_[i]; }

  /// Room for so many in all; what is not used costs nothing.
  void reserve(std::size_t room) {
    if (room <= room_)
      return;
    Values values(std::allocator<T>().allocate(room), Freed{room});
    std::uninitialized_copy_n(values_.get(), size_, values.get());
    values_ = std::move(values);
    room_ = room;
  }

  /// The next place, to be written whole. There must be room.
  T& next() {
    T* const place = values_.get() + size_++;
    __builtin_prefetch(reinterpret_cast<const char*>(place) + kFarEnough, 1);
    return *place;
  }

 private:
  static constexpr std::size_t kFarEnough = 256;  ///< bytes

  struct Freed {
    std::size_t room = 0;
    void operator()(T* values) const { std::allocator<T>().deallocate(values, room); }
  };
  /// Not an array that is made whole at once: nothing is written before it is added.
  using Values = std::unique_ptr<T[], Freed>;

  Values values_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace chokepoint
