#pragma once

namespace chokepoint {

/// Has this process keep the memory that it is given back: the next world, or the next programme to
/// be solved, finds it there instead of asking the system for each page anew (a tenth of a run).
/// Call once, before there is a second thread.
void keep_freed_memory();

}  // namespace chokepoint
