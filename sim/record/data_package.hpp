#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/record/json.hpp"
#include "sim/record/result_directory.hpp"

namespace chokepoint {

/// What is known of a column beyond its name.
struct ColumnNote {
  std::string type;   ///< of Table Schema: "number", "date", "integer", "string"
  std::string means;  ///< empty: nothing to say
  std::string unit;   ///< empty: none, or told by another column
};

/// What a package says beyond its files.
struct PackageNotes {
  std::string name = "chokepoint-results";
  std::string title;        ///< empty: names the program and its version
  std::string description;  ///< empty: none
  /// Of tables whose columns depend on what was asked, by file and column.
  std::map<std::string, std::map<std::string, ColumnNote>> columns;
};

/// datapackage.json (Data Package 2.0, datapackage.org), made file by file: for each its size and
/// SHA-256, for each table its fields. Files that differ from run to run (timing.json, run.log) and
/// the report, which quotes them, are left out.
class DataPackage {
 public:
  explicit DataPackage(PackageNotes notes = {});
  void add(std::string_view name, std::string_view text);
  /// The text; last of all.
  [[nodiscard]] std::string take();

 private:
  PackageNotes notes_;
  JsonText json_;
};

/// The text of datapackage.json for these files.
[[nodiscard]] std::string data_package(const std::vector<ResultFile>& files,
                                       const PackageNotes& notes = {});

/// The files and their datapackage.json, for a ResultDirectory.
[[nodiscard]] std::vector<ResultFile> with_data_package(std::vector<ResultFile> files);

}  // namespace chokepoint
