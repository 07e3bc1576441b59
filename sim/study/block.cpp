#include "sim/study/block.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/utsname.h>
#include <unistd.h>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/worlds/bytes.hpp"

namespace chokepoint {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMagic = "chokepoint block 1\n";
constexpr std::string_view kTrailer = "\nsha256 ";
constexpr std::size_t kTrailerLength = kTrailer.size() + 64 + 1;

/// A name that no other process uses, on this machine or another.
std::string own_name(const std::string& name) {
  static std::uint64_t counter = 0;
  utsname names{};
  ::uname(&names);
  return "." + name + "." + names.nodename + "." + std::to_string(::getpid()) + "." +
         std::to_string(counter++) + ".tmp";
}

std::string read_whole(const fs::path& file, std::string& problem) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in)
    problem = "it cannot be read";
  return std::move(text).str();
}

/// What stands between head and trailer; empty, with a problem, when the file is damaged.
std::string_view checked_content(const std::string& bytes, std::string& problem) {
  const std::string_view all = bytes;
  if (!all.starts_with(kMagic) || all.size() < kMagic.size() + kTrailerLength) {
    problem = "it is cut off, or no block";
    return {};
  }
  const std::string_view content = all.substr(0, all.size() - kTrailerLength);
  const std::string trailer = std::string(kTrailer) + sha256_hex(content) + "\n";
  if (all.substr(content.size()) != trailer) {
    problem = "its hash does not fit: it is cut off or damaged";
    return {};
  }
  return content.substr(kMagic.size());
}

}  // namespace

std::string packed(const RunRecord& record) {
  BytesOut bytes;
  bytes.add(record.id).add(std::uint64_t{record.ok ? 0U : 1U}).add(record.reason);
  bytes.add(record.outputs).add(record.years);
  bytes.add(std::uint64_t{record.binds_from.size()});
  for (const auto& [constraint, day] : record.binds_from)
    bytes.add(constraint).add(day);
  bytes.add(std::uint64_t{record.series.size()});
  for (const RunSeries& one : record.series) {
    bytes.add(one.series).add(one.entity).add(one.region).add(one.generation).add(one.unit);
    bytes.add(one.first).add(one.values);
  }
  return bytes.take();
}

RunRecord unpacked(std::string_view& bytes) {
  BytesIn in(bytes);
  RunRecord record;
  record.id = in.number();
  record.ok = in.number() == 0;
  record.reason = in.text();
  record.outputs = in.reals();
  record.years = in.reals();
  for (std::uint64_t left = in.number(); left > 0; --left) {
    std::string constraint = in.text();
    record.binds_from.emplace_back(std::move(constraint), in.real());
  }
  for (std::uint64_t left = in.number(); left > 0; --left) {
    RunSeries& one = record.series.emplace_back();
    one.series = in.text();
    one.entity = in.text();
    one.region = in.text();
    one.generation = in.text();
    one.unit = in.text();
    one.first = in.number();
    one.values = in.reals();
  }
  bytes = in.rest();
  return record;
}

std::string block_name(std::uint64_t number, const std::vector<RunId>& runs) {
  std::string ids;
  for (const RunId id : runs)
    ids += text_of(id) + "\n";
  std::string digits = std::to_string(number);
  if (digits.size() < 6)
    digits.insert(0, 6 - digits.size(), '0');
  return digits + "-" + sha256_hex(ids).substr(0, 16) + ".blk";
}

void write_block(const fs::path& directory, const std::string& world, const Block& block) {
  BytesOut head;
  head.add(world).add(block.number).add(std::uint64_t{block.runs.size()});
  std::string bytes = std::string(kMagic) + head.take() + block.records;
  bytes += std::string(kTrailer) + sha256_hex(bytes) + "\n";
  const std::string name = block_name(block.number, block.runs);
  write_file_durably(directory / own_name(name), directory / name, bytes);
}

std::optional<std::vector<RunRecord>> read_block(const fs::path& file, std::string_view world,
                                                 std::string& problem) {
  const std::string bytes = read_whole(file, problem);
  if (!problem.empty())
    return std::nullopt;
  std::string_view content = checked_content(bytes, problem);
  if (!problem.empty())
    return std::nullopt;
  try {
    BytesIn head(content);
    if (head.text() != world) {
      problem = kForeignBlock;
      return std::nullopt;
    }
    static_cast<void>(head.number());
    const std::uint64_t count = head.number();
    content = head.rest();
    std::vector<RunRecord> records;
    for (std::uint64_t i = 0; i < count; ++i)
      records.push_back(unpacked(content));
    return records;
  } catch (const std::exception&) {
    problem = "it says less than it promises";
    return std::nullopt;
  }
}

std::vector<fs::path> block_files(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(directory, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    std::error_code unknown;
    if (at->path().extension() == ".blk" && !at->path().filename().string().starts_with('.') &&
        at->is_regular_file(unknown))
      files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace chokepoint
