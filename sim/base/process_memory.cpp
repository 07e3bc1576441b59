#include "sim/base/process_memory.hpp"

#include <malloc.h>

namespace chokepoint {

void keep_freed_memory() {
  // More than any one block of a world or a programme has.
  constexpr int kOwnPages = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kOwnPages);
  mallopt(M_TRIM_THRESHOLD, kOwnPages);
}

}  // namespace chokepoint
