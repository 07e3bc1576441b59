#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"

namespace chokepoint {

/// Packs values for the way from a worker to its parent: the same program reads them again.
class BytesOut {
 public:
  BytesOut& add(std::uint64_t number) { return raw(&number, sizeof number); }
  BytesOut& add(double number) { return raw(&number, sizeof number); }
  BytesOut& add(std::string_view text) {
    return add(std::uint64_t{text.size()}).raw(text.data(), text.size());
  }
  BytesOut& add(const std::vector<double>& numbers) {
    return add(std::uint64_t{numbers.size()}).raw(numbers.data(), numbers.size() * sizeof(double));
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  BytesOut& raw(const void* from, std::size_t length) {
    if (length > 0)
      bytes_.append(static_cast<const char*>(from), length);
    return *this;
  }
  std::string bytes_;
};

/// Reads what a BytesOut packed, in the same order. Throws ModelError at the end of the bytes.
class BytesIn {
 public:
  /// The bytes must outlive the reader.
  explicit BytesIn(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    raw(&value, sizeof value);
    return value;
  }
  double real() {
    double value = 0;
    raw(&value, sizeof value);
    return value;
  }
  std::string text() {
    std::string value(length(1), '\0');
    raw(value.data(), value.size());
    return value;
  }
  std::vector<double> reals() {
    std::vector<double> values(length(sizeof(double)));
    raw(values.data(), values.size() * sizeof(double));
    return values;
  }

  /// What has not been read.
  [[nodiscard]] std::string_view rest() const { return bytes_; }

 private:
  /// A number of items of that size, which all must be there.
  std::size_t length(std::size_t size) {
    const std::uint64_t items = number();
    ensure(items <= bytes_.size() / size, "a worker says all that it was asked");
    return items;
  }
  void raw(void* to, std::size_t length) {
    ensure(length <= bytes_.size(), "a worker says all that it was asked");
    if (length > 0)
      std::memcpy(to, bytes_.data(), length);
    bytes_.remove_prefix(length);
  }
  std::string_view bytes_;
};

}  // namespace chokepoint
