#include "tools/study_program.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <poll.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "sim/scenario/diagnostics.hpp"

namespace chokepoint::tools {

namespace {

namespace fs = std::filesystem;

std::string study_program() {
  if (const char* named = std::getenv("CHOKEPOINT_STUDY"); named != nullptr && *named != '\0')
    return named;
  std::error_code error;
  const fs::path own = fs::read_symlink("/proc/self/exe", error);
  return (error ? fs::path("chokepoint-study") : own.parent_path() / "chokepoint-study").string();
}

/// Two ends; closed with this object unless closed before.
struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() {
    if (::pipe(ends) != 0)
      throw std::system_error(errno, std::generic_category(), "no pipe to chokepoint-study");
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close(int end) {
    if (ends[end] >= 0)
      ::close(ends[end]);
    ends[end] = -1;
  }
};

void read_some(Pipe& pipe, std::string& text) {
  char buffer[1 << 16];
  const ssize_t got = ::read(pipe.ends[0], buffer, sizeof buffer);
  if (got > 0)
    text.append(buffer, static_cast<std::size_t>(got));
  else if (got == 0 || errno != EINTR)
    pipe.close(0);
}

/// Writes all of `request` and reads both answers to their ends, whichever comes first.
void converse(Pipe& in, Pipe& out, Pipe& err, const std::string& request, std::string& answer,
              std::string& complaint) {
  std::size_t sent = 0;
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    pollfd waiting[] = {
        {in.ends[1], POLLOUT, 0}, {out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}};
    if (::poll(waiting, 3, -1) < 0 && errno != EINTR)
      throw std::system_error(errno, std::generic_category(), "waiting for chokepoint-study");
    if (waiting[0].revents != 0) {
      const ssize_t wrote = ::write(in.ends[1], request.data() + sent, request.size() - sent);
      if (wrote > 0)
        sent += static_cast<std::size_t>(wrote);
      if (sent == request.size() || (wrote < 0 && errno != EINTR))
        in.close(1);
    }
    if (waiting[1].revents != 0)
      read_some(out, answer);
    if (waiting[2].revents != 0)
      read_some(err, complaint);
  }
}

}  // namespace

std::string ask_study(const std::string& command, const std::string& request) {
  const std::string program = study_program();
  if (::access(program.c_str(), X_OK) != 0)
    throw std::runtime_error(program +
                             ": expected the program that makes designs and "
                             "sensitivity indices, found none; it is built with this one");
  Pipe in;
  Pipe out;
  Pipe err;
  const pid_t process = ::fork();
  if (process < 0)
    throw std::system_error(errno, std::generic_category(), "no process for chokepoint-study");
  if (process == 0) {
    ::dup2(in.ends[0], STDIN_FILENO);
    ::dup2(out.ends[1], STDOUT_FILENO);
    ::dup2(err.ends[1], STDERR_FILENO);
    for (Pipe* pipe : {&in, &out, &err}) {
      pipe->close(0);
      pipe->close(1);
    }
    ::execl(program.c_str(), program.c_str(), command.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  in.close(0);
  out.close(1);
  err.close(1);
  std::string answer;
  std::string complaint;
  converse(in, out, err, request, answer, complaint);
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return answer;
  while (complaint.ends_with('\n'))
    complaint.pop_back();
  if (complaint.empty())
    complaint = program + " did not make the " + command;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 3)
    throw ScenarioError(complaint);
  throw std::runtime_error(complaint);
}

}  // namespace chokepoint::tools
