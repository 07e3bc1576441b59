# Writes OUTPUT, the source file that names this build: a hash over the program's sources under SOURCE. Compilers, flags and
# places do not count, since they do not change results. Run at each build by `cmake -P`; the file keeps its time when
# nothing has changed.
file(GLOB_RECURSE sources RELATIVE ${SOURCE} ${SOURCE}/sim/*.[ch]pp ${SOURCE}/models/*.[ch]pp ${SOURCE}/tools/*.[ch]pp)
list(SORT sources)
set(all "")
foreach(source IN LISTS sources)
  file(SHA256 ${SOURCE}/${source} hash)
  string(APPEND all "${source} ${hash}\n")
endforeach()
string(SHA256 id "${all}")
string(SUBSTRING ${id} 0 16 id)
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
#include "tools/build_id.hpp"

namespace chokepoint::tools {

std::string_view build_id() {
  return "@id@";
}

}  // namespace chokepoint::tools
]])
