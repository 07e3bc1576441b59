#include "sim/record/temporary_directory.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "sim/record/result_directory.hpp"

namespace chokepoint {

namespace fs = std::filesystem;

namespace {

/// Whether the open file is still the one of that name.
bool is_still(int file, const fs::path& path) {
  struct stat held {};
  struct stat named {};
  return ::fstat(file, &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

/// Makes a directory with a new name; false where its home has gone.
bool make_in(const fs::path& home, const fs::path& target, fs::path& made) {
  std::string name = (home / ("." + target.filename().string() + ".XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr) {
    if (errno == ENOENT)
      return false;
    fail_writing(target, errno);
  }
  made = name;
  return true;
}

}  // namespace

void fail_writing(const fs::path& path, int error) {
  throw OutputError(path.string() + ": cannot write results: " + std::strerror(error));
}

NoInterruption::NoInterruption() {
  sigset_t ends;
  ::sigemptyset(&ends);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
    ::sigaddset(&ends, signal);
  ::pthread_sigmask(SIG_BLOCK, &ends, &before_);
}

NoInterruption::~NoInterruption() {
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

NewDirectories::NewDirectories(const fs::path& target) {
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
    fail_writing(target, error.value());
  }
}

void NewDirectories::remove() {
  std::error_code ignored;
  for (const fs::path& path : created_)
    fs::remove(path, ignored);
}

TemporaryDirectory::TemporaryDirectory(const fs::path& target) {
  const fs::path home = fs::exists(target) ? target : target.parent_path();
  // Who only looked whether it could write here takes the empty parents away that it had made.
  constexpr int kTries = 100;
  for (int tries = 0; !make_in(home, target, path_); ++tries) {
    std::error_code error;
    fs::create_directories(home, error);
    if (error || tries == kTries)
      fail_writing(target, ENOENT);
  }
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

HeldDirectory::HeldDirectory(const fs::path& directory) : path_(directory / ".chokepoint.lock") {
  do {  // until what is held is not a file that its last holder took away
    if (file_ >= 0)
      ::close(file_);
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0)
      fail_writing(directory, errno);
    while (::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
    }
  } while (!is_still(file_, path_));
}

HeldDirectory::~HeldDirectory() {
  ::unlink(path_.c_str());
  ::close(file_);
}

}  // namespace chokepoint
