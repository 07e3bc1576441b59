#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/sha256.hpp"
#include "sim/record/json.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/text_pieces.hpp"

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

/// What a package says of a file, gathered while its text goes by.
class FileDigest {
 public:
  explicit FileDigest(std::string_view name);

  /// The next piece; of a table in whole rows, the header in the first.
  void add(std::string_view piece);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// What follows the last dot of the name.
  [[nodiscard]] std::string_view format() const;
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] std::string sha256() { return hash_.hex(); }
  /// Of a table: the names of its columns, and whether all cells that are not empty are numbers.
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] bool is_numeric(std::size_t column) const {
    return seen_[column] && numeric_[column];
  }

 private:
  void look_at_rows(std::string_view rows);

  std::string name_;
  std::uint64_t bytes_ = 0;
  Sha256 hash_;
  std::vector<std::string> columns_;
  std::vector<bool> numeric_;
  std::vector<bool> seen_;
};

/// datapackage.json (Data Package 2.0, datapackage.org), made file by file: for each its size and
/// SHA-256, for each table its fields. Files that differ from run to run (timing.json, run.log) and
/// the report, which quotes them, are left out.
class DataPackage {
 public:
  explicit DataPackage(PackageNotes notes = {});
  void add(std::string_view name, std::string_view text);
  /// The same once the file has gone by.
  void add(FileDigest& file);
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
