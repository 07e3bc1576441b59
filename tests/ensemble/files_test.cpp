#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/record/netcdf.hpp"
#include "sim/record/parquet.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/thrift_compact.hpp"

namespace chokepoint {
namespace {

using testing::HasSubstr;

/// Bytes as "15 02 00".
std::string hex(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    constexpr const char* kDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    text += text.empty() ? "" : " ";
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

// Expected bytes are from the protocol's specification (thrift-compact-protocol.md): a field is its
// distance from the last one and its type in one byte; whole numbers are zigzag varints.
TEST(ThriftCompact, SmallFieldsTakeOneByteOfHeader) {
  ThriftCompact writer;
  writer.i32(1, 1);
  writer.i64(3, -1);
  writer.boolean(4, true);
  writer.boolean(5, false);
  EXPECT_EQ(hex(writer.take()), "15 02 26 01 11 12 00");
}

TEST(ThriftCompact, DistantFieldsSpellTheirNumber) {
  ThriftCompact writer;
  writer.i32(20, 150);
  EXPECT_EQ(hex(writer.take()), "05 28 ac 02 00");
}

TEST(ThriftCompact, TextsHaveTheirLengthInFront) {
  ThriftCompact writer;
  writer.text(4, "ab");
  EXPECT_EQ(hex(writer.take()), "48 02 61 62 00");
}

TEST(ThriftCompact, ListsOfFifteenSpellTheirLength) {
  ThriftCompact writer;
  writer.i32_list(1, {0, 1});
  writer.i32_list(2, std::vector<std::int32_t>(15, 0));
  const std::string zeros = " 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";
  EXPECT_EQ(hex(writer.take()), "19 25 00 02 19 f5 0f" + zeros + " 00");
}

TEST(ThriftCompact, StructsCountTheirFieldsFromTheStart) {
  ThriftCompact writer;
  writer.i32(2, 0);
  writer.structure(3, [&] { writer.i32(1, 0); });
  writer.i32(4, 0);
  writer.structures(5, std::vector<int>{7, 8}, [&](int item) { writer.i32(1, item); });
  EXPECT_EQ(hex(writer.take()), "25 00 1c 15 00 00 15 00 19 2c 15 0e 00 15 10 00 00");
}

Ensemble one_series() {
  using namespace std::chrono_literals;
  return {.runs = {"a", "b"},
          .months = {2022y / 1 / 1, 2022y / 2 / 1},
          .series = {{"online", "", "", "", "GW", {1, 2, 3, kMissing}}}};
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

class EnsembleFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "ensemble_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(EnsembleFiles, AParquetFileBeginsAndEndsWithItsMagic) {
  write_parquet(folder_ / "e.parquet", one_series());
  const std::string bytes = bytes_of(folder_ / "e.parquet");
  EXPECT_TRUE(bytes.starts_with("PAR1"));
  EXPECT_TRUE(bytes.ends_with("PAR1"));
}

TEST_F(EnsembleFiles, AColumnOfAnotherLengthIsADefect) {
  const ColumnTable table{.name = "t",
                          .columns = {{"a", "", "", Column::Type::count, Column::Counts{1, 2}},
                                      {"b", "", "", Column::Type::count, Column::Counts{1, 2, 3}}}};
  ColumnTable shorter = table;
  shorter.columns[1].values = Column::Counts{1};
  EXPECT_THROW(write_parquet(folder_ / "t", table), ModelError);
  EXPECT_THROW(write_parquet(folder_ / "t", shorter), ModelError);
}

TEST_F(EnsembleFiles, AFullDiskIsAnOutputErrorThatNamesTheFile) {
  try {
    write_parquet("/dev/full", one_series());
    FAIL() << "nothing was thrown";
  } catch (const OutputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("/dev/full"));
    EXPECT_THAT(error.what(), HasSubstr("No space left"));
  }
}

TEST_F(EnsembleFiles, ADirectoryThatIsNotThereIsAnOutputError) {
  EXPECT_THROW(write_parquet(folder_ / "no" / "e.parquet", one_series()), OutputError);
  EXPECT_THROW(write_netcdf(folder_ / "no" / "e.nc", one_series(), {}), OutputError);
}

}  // namespace
}  // namespace chokepoint
