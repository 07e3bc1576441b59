#include "sim/base/process_memory.hpp"

#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <sys/mman.h>

namespace chokepoint {
namespace {

constexpr std::uintptr_t kLargePage = 1U << 21U;

/// The room that a large world takes, twice.
constexpr std::size_t kRoom = 64U << 20U;

void keep_what_is_freed() {
  // More than any one block of a world or a programme has.
  constexpr int kOwnPages = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kOwnPages);
  mallopt(M_TRIM_THRESHOLD, kOwnPages);
}

/// Only advice: where the system has no large pages to give, or no room, all stays as it was.
void ask_for_large_pages() {
  void* const room = std::malloc(kRoom);
  if (room == nullptr)
    return;
  const auto begin = reinterpret_cast<std::uintptr_t>(room);
  const std::uintptr_t first = (begin + kLargePage - 1) / kLargePage * kLargePage;
  // The last one stays out: what malloc notes behind the block would take the whole of it.
  const std::uintptr_t last = (begin + kRoom) / kLargePage * kLargePage;
  madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
  std::free(room);
}

}  // namespace

void prepare_memory() {
  keep_what_is_freed();
  ask_for_large_pages();
}

}  // namespace chokepoint
