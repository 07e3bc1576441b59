#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace chokepoint {

/// Incremental 64-bit FNV-1a over bytes: the same on every machine and in every release. It tells
/// runs apart; it is no protection against somebody who wants a collision.
class Fingerprint {
 public:
  void add(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte)
      add_byte(static_cast<unsigned char>(value >> (8 * byte)));
  }
  void add(std::int64_t value) { add(static_cast<std::uint64_t>(value)); }
  /// The bits of the number; -0 counts as 0.
  void add(double value) { add(std::bit_cast<std::uint64_t>(value == 0.0 ? 0.0 : value)); }
  /// The bytes and then the length, so that ("ab", "c") differs from ("a", "bc").
  void add(std::string_view text) {
    for (const char c : text)
      add_byte(static_cast<unsigned char>(c));
    add(static_cast<std::uint64_t>(text.size()));
  }

  [[nodiscard]] std::uint64_t value() const { return state_; }
  /// Sixteen lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;

 private:
  void add_byte(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001b3ULL; }

  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

/// FNV-1a of the bytes alone.
[[nodiscard]] std::uint64_t fnv1a(std::string_view bytes);

/// SHA-256 of the bytes as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace chokepoint
