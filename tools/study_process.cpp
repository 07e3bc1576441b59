#include "tools/study_process.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace chokepoint::tools {

namespace {

[[noreturn]] void fail(const std::string& what, int error) {
  throw std::runtime_error(study_program().string() + " " + what + ": " + std::strerror(error));
}

/// One direction of talk; both ends are closed at the end.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
      fail("cannot be talked to", errno);
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int end(std::size_t side) const { return ends_[side]; }
  void close(std::size_t side) {
    if (ends_[side] >= 0)
      ::close(ends_[side]);
    ends_[side] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

/// A program that ends before it has read everything says why itself.
void write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string read_all(int file) {
  std::string text;
  std::array<char, 1U << 16U> buffer{};
  while (true) {
    const ssize_t count = ::read(file, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

pid_t spawn(const std::string& command, const Pipe& input, const Pipe& output) {
  const std::string program = study_program().string();
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input.end(0), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output.end(1), STDOUT_FILENO);
  std::string name = program;
  std::string argument = command;
  std::array<char*, 3> arguments{name.data(), argument.data(), nullptr};
  pid_t child = 0;
  const int error =
      ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    fail("cannot be run", error);
  return child;
}

}  // namespace

std::filesystem::path study_program() {
  if (const char* named = std::getenv("CHOKEPOINT_STUDY"); named != nullptr && *named != '\0')
    return named;
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (error ? std::filesystem::path(".") : self.parent_path()) / "chokepoint-study";
}

StudyAnswer ask_study(const std::string& command, const std::string& request) {
  Pipe input;
  Pipe output;
  const pid_t child = spawn(command, input, output);
  input.close(0);
  output.close(1);
  write_all(input.end(1), request);
  input.close(1);
  StudyAnswer answer{.text = read_all(output.end(0))};
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR)
      fail("is lost", errno);
  }
  if (!WIFEXITED(status))
    throw std::runtime_error(study_program().string() + " was killed by signal " +
                             std::to_string(WTERMSIG(status)));
  answer.exit_code = WEXITSTATUS(status);
  return answer;
}

}  // namespace chokepoint::tools
