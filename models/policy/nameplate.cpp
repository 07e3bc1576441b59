#include "models/policy/nameplate.hpp"

namespace chokepoint::models {

double nameplate_behind(const NameplateChain& chain) {
  return chain.losses * (1 + chain.reserve) / chain.derating;
}

}  // namespace chokepoint::models
