#include "sim/base/random.hpp"

#include <array>
#include <cstdint>

#include <gtest/gtest.h>

#include "sim/base/hash.hpp"

namespace chokepoint {
namespace {

TEST(RandomSource, GivesTheSameNumbersForEver) {
  const Stream stream = RandomSource(42).stream("tsmc", "yield");
  EXPECT_EQ(stream.bits(0), 0x2e1e7d641e0ec951ULL);
  EXPECT_EQ(stream.bits(1), 0xe55bd16679816edbULL);
  EXPECT_EQ(RandomSource(42, 7).stream("tsmc", "yield").bits(0), 0x1435bc89829acfbeULL);
}

TEST(RandomSource, EveryPartOfTheKeyCounts) {
  const std::uint64_t base = RandomSource(1, 0).stream("a", "b").bits(0);
  EXPECT_NE(base, RandomSource(2, 0).stream("a", "b").bits(0));
  EXPECT_NE(base, RandomSource(1, 1).stream("a", "b").bits(0));
  EXPECT_NE(base, RandomSource(1, 0).stream("b", "b").bits(0));
  EXPECT_NE(base, RandomSource(1, 0).stream("a", "c").bits(0));
  EXPECT_NE(base, RandomSource(1, 0).stream("a", "b").bits(1));
  EXPECT_NE(RandomSource(1).stream("ab", "c").bits(0), RandomSource(1).stream("a", "bc").bits(0));
}

TEST(Stream, IsAFunctionOfTheIndexAlone) {
  const Stream stream = RandomSource(3).stream("x", "y");
  const double third = stream.uniform(2);
  EXPECT_EQ(stream.uniform(0), stream.uniform(0));
  EXPECT_EQ(stream.uniform(2), third);
}

TEST(Stream, IsUniformOnTheOpenInterval) {
  const Stream stream = RandomSource(5).stream("x", "y");
  constexpr int kDraws = 100'000;
  std::array<int, 10> counts{};
  double sum = 0.0;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const double u = stream.uniform(i);
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    ++counts[static_cast<std::size_t>(u * 10)];
    sum += u;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.003);  // three standard errors
  for (const int count : counts)
    EXPECT_NEAR(count, kDraws / 10.0, 400);
}

TEST(Fnv1a, MatchesThePublishedValues) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325ULL);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cULL);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8ULL);
}

TEST(Fingerprint, DependsOnValuesAndTheirOrder) {
  const auto of = [](auto... values) {
    Fingerprint fingerprint;
    (fingerprint.add(values), ...);
    return fingerprint.value();
  };
  EXPECT_NE(of(1.0, 2.0), of(2.0, 1.0));
  EXPECT_NE(of(std::string_view("ab"), std::string_view("c")),
            of(std::string_view("a"), std::string_view("bc")));
  EXPECT_EQ(of(0.0), of(-0.0));
  EXPECT_EQ(Fingerprint().hex(), "cbf29ce484222325");
}

TEST(Sha256, MatchesThePublishedValues) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace chokepoint
