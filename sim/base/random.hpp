#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chokepoint {

/// One named series of random numbers. The number at an index is a pure function of (seed,
/// replication, entity, purpose, index): nothing is consumed, so one reader never shifts another.
class Stream {
 public:
  /// Uniform in the open interval (0, 1), on a grid of 2^-52.
  [[nodiscard]] double uniform(std::uint64_t index) const;
  /// 64 random bits.
  [[nodiscard]] std::uint64_t bits(std::uint64_t index) const;

 private:
  friend class RandomSource;
  Stream(std::uint64_t key, std::uint64_t name) : key_(key), name_(name) {}

  std::uint64_t key_;
  std::uint64_t name_;
};

/// All random numbers of one run: Philox4x32-10 keyed by seed and replication.
class RandomSource {
 public:
  explicit RandomSource(std::uint64_t seed, std::uint64_t replication = 0);

  /// `entity` says who draws ("tsmc"), `purpose` what for ("yield").
  [[nodiscard]] Stream stream(std::string_view entity, std::string_view purpose) const;

 private:
  std::uint64_t key_;
};

}  // namespace chokepoint
