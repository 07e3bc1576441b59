#include "sim/record/output_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include "sim/record/result_directory.hpp"

namespace chokepoint {

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0)
    fail("cannot be created");
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

void OutputFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      fail("cannot be written");
    size_ += written;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::finish() {
  if (::fsync(descriptor_) != 0)
    fail("cannot be made durable");
  const int closing = descriptor_;
  descriptor_ = -1;
  if (::close(closing) != 0)
    fail("cannot be written");
}

void OutputFile::fail(const char* what) const {
  const int error = errno;
  throw OutputError(path_.string() + " " + what + ": " + std::strerror(error));
}

void make_durable(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool durable = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0)
    ::close(descriptor);
  if (!durable)
    throw OutputError(path.string() + " cannot be made durable: " + std::strerror(error));
}

}  // namespace chokepoint
