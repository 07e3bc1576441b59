#include "sim/base/random.hpp"

#include "sim/base/hash.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#include <Random123/philox.h>
#pragma GCC diagnostic pop

namespace chokepoint {
namespace {

std::uint64_t philox(std::uint64_t key, std::uint64_t low, std::uint64_t high) {
  const auto half = [](std::uint64_t word, int which) {
    return static_cast<std::uint32_t>(word >> (32 * which));
  };
  const r123::Philox4x32::ctr_type counter = {
      {half(low, 0), half(low, 1), half(high, 0), half(high, 1)}};
  const r123::Philox4x32::key_type words = {{half(key, 0), half(key, 1)}};
  const r123::Philox4x32::ctr_type out = r123::Philox4x32{}(counter, words);
  return std::uint64_t{out[1]} << 32 | out[0];
}

}  // namespace

double Stream::uniform(std::uint64_t index) const {
  // The half step keeps 0 and 1 out; 52 bits and the half are exact in a double.
  return (static_cast<double>(bits(index) >> 12) + 0.5) * 0x1p-52;
}

std::uint64_t Stream::bits(std::uint64_t index) const {
  return philox(key_, index, name_);
}

RandomSource::RandomSource(std::uint64_t seed, std::uint64_t replication)
    : key_(philox(0, seed, replication)) {}

Stream RandomSource::stream(std::string_view entity, std::string_view purpose) const {
  Fingerprint name;
  name.add(entity);
  name.add(purpose);
  return Stream(key_, name.value());
}

}  // namespace chokepoint
