#include "sim/record/result_directory.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "sim/record/result_names.hpp"

namespace chokepoint {

namespace fs = std::filesystem;

namespace {

/// Written last: a directory that has it is complete.
constexpr std::string_view kSummary = "summary.json";

[[noreturn]] void fail(const fs::path& path, int error) {
  throw OutputError(path.string() + ": cannot write results: " + std::strerror(error));
}

/// Keeps what would end the process waiting while there are files that nobody should find.
class NoInterruption {
 public:
  NoInterruption() {
    sigset_t ends;
    ::sigemptyset(&ends);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
      ::sigaddset(&ends, signal);
    ::pthread_sigmask(SIG_BLOCK, &ends, &before_);
  }
  ~NoInterruption() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  NoInterruption(const NoInterruption&) = delete;
  NoInterruption& operator=(const NoInterruption&) = delete;

 private:
  sigset_t before_{};
};

/// Directories created on the way to the target; removed again unless kept.
class NewDirectories {
 public:
  /// The parents of the target.
  explicit NewDirectories(const fs::path& target) {
    const fs::path path = target.parent_path();
    fs::path existing = path;
    std::error_code error;
    while (!fs::exists(existing, error) && existing.has_relative_path()) {
      created_.push_back(existing);
      existing = existing.parent_path();
    }
    fs::create_directories(path, error);
    if (error) {
      remove();
      fail(target, error.value());
    }
  }
  ~NewDirectories() { remove(); }
  NewDirectories(const NewDirectories&) = delete;
  NewDirectories& operator=(const NewDirectories&) = delete;

  void keep() { created_.clear(); }

 private:
  void remove() {
    std::error_code ignored;
    for (const fs::path& path : created_)
      fs::remove(path, ignored);
  }

  std::vector<fs::path> created_;  ///< innermost first
};

/// A directory with a name of its own on the target's file system, where renaming into place cannot
/// fail half-way: beside a target that is to be created, inside one that exists and may be a mount
/// point. Gone with this object.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(const fs::path& target) {
    const fs::path home = fs::exists(target) ? target : target.parent_path();
    std::string name = (home / ("." + target.filename().string() + ".XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr)
      fail(target, errno);
    path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write_all(int file, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      const int error = errno;
      ::close(file);
      fail(path, error);
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_durably(const fs::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0)
    fail(path, errno);
  write_all(file, text, path);
  const bool synced = ::fsync(file) == 0;
  const int error = errno;
  if (::close(file) != 0 || !synced)
    fail(path, synced ? errno : error);
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
    fail(to, error.value());
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
                   const std::vector<ResultFile>& files) {
  std::error_code error;
  fs::remove(target / kSummary, error);
  std::vector<std::string> rewritten;
  for (const ResultFile& file : files)
    rewritten.push_back(file.name);
  remove_results(target, rewritten);
  for (const ResultFile& file : files) {
    if (file.name != kSummary)
      move_into(temporary / file.name, target / file.name);
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
    fail(target, ENOENT);
  std::string name = (path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string();
  const int file = ::mkstemp(name.data());
  if (file < 0)
    fail(target, errno);
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
  if (!fs::exists(status))
    return;
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
  refuse_existing_results();
  const NoInterruption whole;
  NewDirectories parents(target_);
  TemporaryDirectory temporary(target_);
  open_to_others(temporary.path());
  for (const ResultFile& file : files)
    write_durably(temporary.path() / file.name, file.text);
  sync_directory(temporary.path());
  if (fs::exists(target_)) {
    replace_files(temporary.path(), target_, files);
    sync_directory(target_);
  } else {
    move_into(temporary.path(), target_);
  }
  sync_directory(target_.parent_path());
  parents.keep();
}

}  // namespace chokepoint
