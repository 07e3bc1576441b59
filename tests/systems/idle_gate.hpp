#pragma once

namespace chokepoint::models {

/// What a makes is on its way for 180 days: nothing is there before June 30th, and b, which would
/// have time to spare, stands still from February until July 31st.
inline constexpr const char* kIdleGate =
    "chokepoint: 1\nname: idle\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
    "  - {name: a, kind: source, rate: 10 lot/day, to: s0, lead: 180 days}\n"
    "  - {name: b, kind: gate, rate: 20 lot/day, from: s0, to: s1, outages: [{from: 2022-02-01, "
    "to: 2022-07-31, label: standstill}]}\n"
    "  - {name: buyers, kind: market, rate: 12 lot/day, from: s1}\n";

}  // namespace chokepoint::models
