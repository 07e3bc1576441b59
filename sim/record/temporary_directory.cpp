#include "sim/record/temporary_directory.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <unistd.h>

#include "sim/record/result_directory.hpp"

namespace chokepoint {

namespace fs = std::filesystem;

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
  std::string name = (home / ("." + target.filename().string() + ".XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr)
    fail_writing(target, errno);
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace chokepoint
