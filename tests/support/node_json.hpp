#pragma once

#include <nlohmann/json.hpp>

#include "sim/scenario/node.hpp"

namespace chokepoint::testing {

/// A document as an editor that knows schemas reads it.
inline nlohmann::json to_json(const Node& node) {
  switch (node.type) {
    case Node::Type::null:
      return nullptr;
    case Node::Type::list: {
      nlohmann::json result = nlohmann::json::array();
      for (const Node& item : node.items)
        result.push_back(to_json(item));
      return result;
    }
    case Node::Type::map: {
      nlohmann::json result = nlohmann::json::object();
      for (const Member& m : node.members)
        result[m.key] = to_json(m.value);
      return result;
    }
    case Node::Type::scalar:
      break;
  }
  if (!node.quoted) {
    auto value = nlohmann::json::parse(node.text, nullptr, false);
    if (value.is_number() || value.is_boolean())
      return value;
  }
  return node.text;
}

}  // namespace chokepoint::testing
