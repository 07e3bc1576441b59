#include "sim/record/netcdf_library.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <string>

#include "sim/record/result_directory.hpp"

namespace chokepoint {
namespace {

constexpr const char* kLibrary = "libnetcdf.so.19";

template <class Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  if (function == nullptr)
    throw OutputError(std::string(kLibrary) + " has no " + name);
}

NetcdfLibrary load() {
  // Files are written under a temporary name by one process; locks fail on many a cluster's disk.
  ::setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
  void* const library = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    throw OutputError("NetCDF files need libnetcdf (Debian package libnetcdf19): " +
                      std::string(::dlerror()));
  NetcdfLibrary found{};
  find(library, "nc_create", found.create);
  find(library, "nc_def_dim", found.def_dim);
  find(library, "nc_def_var", found.def_var);
  find(library, "nc_def_var_chunking", found.def_var_chunking);
  find(library, "nc_def_var_deflate", found.def_var_deflate);
  find(library, "nc_def_var_fill", found.def_var_fill);
  find(library, "nc_put_att_text", found.put_att_text);
  find(library, "nc_enddef", found.enddef);
  find(library, "nc_put_var_int", found.put_var_int);
  find(library, "nc_put_var_string", found.put_var_string);
  find(library, "nc_put_vara_double", found.put_vara_double);
  find(library, "nc_close", found.close);
  find(library, "nc_strerror", found.strerror);
  return found;
}

}  // namespace

const NetcdfLibrary& netcdf_library() {
  static const NetcdfLibrary library = load();
  return library;
}

}  // namespace chokepoint
