#pragma once

#include "sim/scenario/reader.hpp"
#include "sim/study/study.hpp"

namespace chokepoint {

/// Reads the keys of a study, and the rules between keys; faults go where the reader reports them.
void read_study(Reader& top, Study& study);

}  // namespace chokepoint
