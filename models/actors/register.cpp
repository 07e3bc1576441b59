#include "models/actors/register.hpp"

namespace chokepoint::models {

namespace {

template <class Actor>
FirmMaker read(Reader& reader) {
  return [spec = Actor::Spec::read(reader)](Market& market) {
    return std::make_unique<Actor>(market, spec);
  };
}

}  // namespace

const std::vector<ActorKind>& actor_kinds() {
  static const std::vector<ActorKind> kinds{};
  return kinds;
}

}  // namespace chokepoint::models
