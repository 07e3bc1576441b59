/// measure_process PROGRAM [ARGUMENT...]: runs a program with its output thrown away and prints its
/// wall time in seconds and its peak memory in KiB.
///
/// A program of its own because Linux passes the peak of a process on to the programs it starts:
/// only a small parent lets a child's own peak be seen.

#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

double wall_seconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2)
    return 2;
  const double start = wall_seconds();
  const pid_t child = fork();
  if (child < 0)
    return 1;
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execv(argv[1], argv + 1);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child)
    return 1;
  std::printf("%.9f %ld\n", wall_seconds() - start, usage.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
