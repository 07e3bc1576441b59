#include "sim/record/result_directory.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "sim/record/result_names.hpp"
#include "sim/record/temporary_directory.hpp"

namespace chokepoint {

namespace fs = std::filesystem;

namespace {

/// Written last: a directory that has it is complete.
constexpr std::string_view kSummary = "summary.json";

void write_all(int file, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      fail_writing(path, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_durably(const fs::path& path, const TextInPieces& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0)
    fail_writing(path, errno);
  try {
    text([&](std::string_view piece) { write_all(file, piece, path); });
  } catch (...) {
    ::close(file);
    throw;
  }
  const bool synced = ::fsync(file) == 0;
  const int error = errno;
  if (::close(file) != 0 || !synced)
    fail_writing(path, synced ? errno : error);
}

void write_durably(const fs::path& path, std::string_view text) {
  write_durably(path, [text](const TextSink& sink) { sink(text); });
}

void sync_directory(const fs::path& path) {
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    return;
  ::fsync(directory);
  ::close(directory);
}

void move_into(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error)
    fail_writing(to, error.value());
}

/// Renames a directory; false where that name is taken by one that is not empty, or by no
/// directory.
bool becomes(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) == 0)
    return true;
  if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR)
    fail_writing(to, errno);
  return false;
}

/// mkdtemp makes directories that only their owner may read; results get what mkdir would give.
void open_to_others(const fs::path& directory) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::chmod(directory.c_str(), 0777 & ~mask);
}

/// A path with a parent and a last name, whatever the user typed: "out/" or ".".
fs::path normalised(const fs::path& path) {
  fs::path absolute = fs::absolute(path).lexically_normal();
  if (!absolute.has_filename())
    absolute = absolute.parent_path();
  return absolute;
}

/// Moves finished files over those of an earlier run; the summary goes first and comes last.
void replace_files(const fs::path& temporary, const fs::path& target,
                   const std::vector<std::string>& names) {
  std::error_code error;
  fs::remove(target / kSummary, error);
  remove_results(target, names);
  for (const std::string& name : names) {
    if (name != kSummary)
      move_into(temporary / name, target / name);
  }
  if (fs::exists(temporary / kSummary))
    move_into(temporary / kSummary, target / kSummary);
}

}  // namespace

void write_file_durably(const fs::path& temporary, const fs::path& file, std::string_view text) {
  const NoInterruption whole;
  try {
    write_durably(temporary, text);
    move_into(temporary, file);
  } catch (const OutputError&) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw;
  }
  sync_directory(file.parent_path());
}

void write_file(const fs::path& target, std::string_view text) {
  const fs::path path = file_to_write(target);
  std::error_code error;
  if (!fs::is_directory(path.parent_path(), error))
    fail_writing(target, ENOENT);
  std::string name = (path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string();
  const int file = ::mkstemp(name.data());
  if (file < 0)
    fail_writing(target, errno);
  ::close(file);
  ::unlink(name.c_str());  // the name is taken; a file made here has the usual permissions
  write_file_durably(name, path, text);
}

ResultDirectory::ResultDirectory(const fs::path& target, bool overwrite)
    : target_(normalised(target)), overwrite_(overwrite) {
  refuse_existing_results();
  const NoInterruption whole;
  NewDirectories parents(target_);
  TemporaryDirectory probe(target_);
}

void ResultDirectory::refuse_existing_results() const {
  std::error_code error;
  const fs::file_status status = fs::status(target_, error);
  if (!fs::exists(status)) {
    if (fs::is_symlink(fs::symlink_status(target_, error)))
      throw ExistingResultsError(target_.string() + ": is a link that leads nowhere");
    return;
  }
  if (!fs::is_directory(status))
    throw ExistingResultsError(target_.string() + ": is not a directory");
  refuse_links(target_);
  if (overwrite_)
    return;
  const std::vector<std::string> there = results_in(target_);
  if (!there.empty())
    throw ExistingResultsError(target_.string() + ": holds results (" + there.front() +
                               "); give --overwrite to replace them");
}

void ResultDirectory::write(const std::vector<ResultFile>& files) const {
  UnfinishedResults results(*this);
  for (const ResultFile& file : files)
    results.add(file.name, file.text);
  results.keep();
}

/// In the order of their making.
struct UnfinishedResults::Parts {
  explicit Parts(const fs::path& target) : parents(target), temporary(target) {}

  NoInterruption whole;
  NewDirectories parents;
  TemporaryDirectory temporary;
};

UnfinishedResults::UnfinishedResults(const ResultDirectory& directory) : directory_(directory) {
  directory_.refuse_existing_results();
  parts_ = std::make_unique<Parts>(directory_.path());
  open_to_others(parts_->temporary.path());
}

UnfinishedResults::~UnfinishedResults() = default;

void UnfinishedResults::add(const std::string& name, std::string_view text) {
  write_durably(parts_->temporary.path() / name, text);
  names_.push_back(name);
}

void UnfinishedResults::add(const std::string& name, const TextInPieces& text) {
  write_durably(parts_->temporary.path() / name, text);
  names_.push_back(name);
}

void UnfinishedResults::keep() {
  const fs::path& temporary = parts_->temporary.path();
  const fs::path& target = directory_.path();
  sync_directory(temporary);
  if (temporary.parent_path() == target || !becomes(temporary, target)) {
    const HeldDirectory held(target);
    directory_.refuse_existing_results();
    replace_files(temporary, target, names_);
    sync_directory(target);
  }
  sync_directory(target.parent_path());
  parts_->parents.keep();
}

}  // namespace chokepoint
