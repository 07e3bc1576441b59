// Starts a program of a bundle with the bundle's own loader and libraries, wherever the bundle lies
// and whatever the system has. Linked statically, and needs no shell and no /proc: an empty chroot
// is enough.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>
#include <vector>

#include <climits>

namespace {

/// Where this program lies: as the kernel says, else as it was called.
std::string own_path(const char* called) {
  char path[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  if (length > 0 && length < static_cast<ssize_t>(sizeof path))
    return {path, static_cast<std::size_t>(length)};
  return ::realpath(called, path) != nullptr ? path : called;
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos)
    return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string self = own_path(argc > 0 ? argv[0] : "");
  const std::string bin = parent_of(self);
  const std::string name = self.substr(self.rfind('/') + 1);
  const std::string root = bin + "/..";
  const std::string loader = root + "/lib/ld-linux-x86-64.so.2";
  const std::string libraries = root + "/lib";
  const std::string program = root + "/libexec/" + name;
  ::setenv("CHOKEPOINT_STUDY", (bin + "/chokepoint-study").c_str(), 0);
  ::setenv("CHOKEPOINT_PROGRAM", self.c_str(), 1);  // what it is to call itself

  std::vector<const char*> arguments{loader.c_str(), "--library-path", libraries.c_str(),
                                     "--argv0",      name.c_str(),     program.c_str()};
  for (int i = 1; i < argc; ++i)
    arguments.push_back(argv[i]);
  arguments.push_back(nullptr);
  ::execv(loader.c_str(), const_cast<char* const*>(arguments.data()));
  std::fprintf(stderr, "%s: cannot run %s: %s\n", name.c_str(), loader.c_str(),
               std::strerror(errno));
  return 127;
}
