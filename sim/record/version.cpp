#include "sim/record/version.hpp"

namespace chokepoint {

std::string_view version() {
  return CHOKEPOINT_VERSION;
}

}  // namespace chokepoint
