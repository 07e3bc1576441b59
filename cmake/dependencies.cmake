# Everything comes from Debian 12 packages (tools/packages.txt); nothing is fetched at build time.
find_package(PkgConfig REQUIRED)
pkg_check_modules(SIMGRID REQUIRED IMPORTED_TARGET simgrid>=3.32)  # Debian ships no CMake config
pkg_check_modules(LIBMD REQUIRED IMPORTED_TARGET libmd)
pkg_check_modules(CLP REQUIRED IMPORTED_TARGET clp>=1.17)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd>=1.5)
find_package(Boost 1.74 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_library(UDUNITS2_LIBRARY udunits2 REQUIRED)
find_path(UDUNITS2_INCLUDE_DIR udunits2.h REQUIRED)
find_path(NETCDF_INCLUDE_DIR netcdf.h REQUIRED)  # the library is loaded at run time
