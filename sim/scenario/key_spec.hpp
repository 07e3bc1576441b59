#pragma once

#include <string>
#include <vector>

#include "sim/scenario/quantity.hpp"

namespace chokepoint {

/// What one key of a mapping may hold, as its reader declared it. The printed schema and the list
/// of parameters are made of these.
struct KeySpec {
  enum class Form {
    text,
    flag,
    count,
    number,
    duration,
    date,
    choice,
    reference,
    references,
    texts,
    numbers,
    distribution,
    profile,
    table,
    group,
    list,
    scalars
  };

  std::string key;
  Form form = Form::text;
  bool required = true;
  std::string unit;  ///< numbers: "1" for bare ones
  std::string help;
  std::string default_text;
  Bounds bounds;
  std::string least;                 ///< lengths of time: the shortest one, "0 days" for any
  std::vector<std::string> allowed;  ///< choice
  std::string thing;                 ///< references, and texts that name something: what kind
  bool is_name = false;              ///< text: of the grammar of names
  std::vector<KeySpec> children;     ///< group; list: the keys of one entry

  /// Whether a length of time must not be as short as one likes.
  [[nodiscard]] bool has_least() const { return !least.empty() && least != "0 days"; }
};

}  // namespace chokepoint
