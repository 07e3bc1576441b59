#pragma once

#include <netcdf.h>

namespace chokepoint {

/// The functions of libnetcdf that are used here, found at run time: linking it would load 40
/// libraries into every run.
struct NetcdfLibrary {
  decltype(&nc_create) create;
  decltype(&nc_def_dim) def_dim;
  decltype(&nc_def_var) def_var;
  decltype(&nc_def_var_chunking) def_var_chunking;
  decltype(&nc_def_var_deflate) def_var_deflate;
  decltype(&nc_def_var_fill) def_var_fill;
  decltype(&nc_put_att_text) put_att_text;
  decltype(&nc_enddef) enddef;
  decltype(&nc_put_var_int) put_var_int;
  decltype(&nc_put_var_string) put_var_string;
  decltype(&nc_put_vara_double) put_vara_double;
  decltype(&nc_close) close;
  decltype(&nc_strerror) strerror;
};

/// Loads the library once; throws OutputError with the name of the Debian package when it is not
/// there.
const NetcdfLibrary& netcdf_library();

}  // namespace chokepoint
