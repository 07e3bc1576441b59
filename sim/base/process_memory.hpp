#pragma once

namespace chokepoint {

/// Has this process keep the memory that it is given back: the next world, or the next programme to
/// be solved, finds it there instead of asking the system for each page anew (a tenth of a run).
/// And asks for large pages, of which a run's steps through its orders and events need a fraction
/// of the look-ups that small ones cost (a tenth to a fifth). Call once, before there is a second
/// thread.
void prepare_memory();

}  // namespace chokepoint
