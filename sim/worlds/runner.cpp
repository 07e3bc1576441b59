#include "sim/worlds/runner.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <new>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include "sim/base/error.hpp"
#include "sim/base/steps.hpp"

namespace chokepoint {

namespace {

/// What a worker tells about a world.
enum class Word : std::uint8_t { began, result, failure };

struct Header {
  std::uint64_t index;
  std::uint64_t length;
  Word word;
};

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// A number that all workers share: the next world nobody has taken.
class Counter {
 public:
  Counter() {
    void* const page = ::mmap(nullptr, sizeof(std::atomic<std::uint64_t>), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
      fail("no memory to share with workers");
    next_ = new (page) std::atomic<std::uint64_t>(0);
  }
  ~Counter() { ::munmap(static_cast<void*>(next_), sizeof(*next_)); }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  std::uint64_t take() { return next_->fetch_add(1); }
  [[nodiscard]] std::uint64_t taken() const { return next_->load(); }
  /// Nobody takes a world of `count` any more.
  void close(std::uint64_t count) { next_->store(count); }

 private:
  std::atomic<std::uint64_t>* next_;
};

/// Nobody listens any more: there is nothing left to do for a worker.
void write_all(int pipe, const void* bytes, std::size_t length) {
  const char* from = static_cast<const char*>(bytes);
  while (length > 0) {
    const ssize_t written = ::write(pipe, from, length);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      ::_exit(1);
    from += written;
    length -= static_cast<std::size_t>(written);
  }
}

void say(int pipe, Word word, std::uint64_t index, const std::string& text) {
  Header header;
  std::memset(&header, 0, sizeof header);
  header.index = index;
  header.length = text.size();
  header.word = word;
  write_all(pipe, &header, sizeof header);
  write_all(pipe, text.data(), text.size());
}

[[noreturn]] void work_through(int pipe, Counter& counter, std::size_t count,
                               const WorldWork& work) {
  for (std::uint64_t index = counter.take(); index < count; index = counter.take()) {
    say(pipe, Word::began, index, {});
    try {
      say(pipe, Word::result, index, work(index));
    } catch (const std::exception& error) {
      say(pipe, Word::failure, index, message_of(error));
    }
  }
  // No destructors: they belong to the process this one was copied from.
  ::_exit(0);
}

struct Worker {
  pid_t process = -1;
  int pipe = -1;
  std::string heard;            ///< bytes that do not make a whole word yet
  std::int64_t busy_with = -1;  ///< the world it began and has not told about
};

Worker hire(Counter& counter, std::size_t count, const WorldWork& work) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    fail("no pipe to a worker");
  const pid_t parent = ::getpid();
  const pid_t process = ::fork();
  if (process < 0) {
    ::close(ends[0]);
    ::close(ends[1]);
    fail("no worker process");
  }
  if (process == 0) {
    // Who started it has gone: its results are wanted by nobody.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
      ::_exit(1);
    std::signal(SIGPIPE, SIG_IGN);
    // Ctrl-C reaches every process of a terminal: the parent decides what becomes of the workers.
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGTERM, SIG_IGN);
    ::close(ends[0]);
    work_through(ends[1], counter, count, work);
  }
  ::close(ends[1]);
  return {.process = process, .pipe = ends[0], .heard = {}};
}

using Done = std::function<void(std::size_t, WorldOutcome&&)>;

void listen(Worker& worker, const Done& done) {
  std::size_t read = 0;
  while (worker.heard.size() - read >= sizeof(Header)) {
    Header header;
    std::memcpy(&header, worker.heard.data() + read, sizeof header);
    if (worker.heard.size() - read - sizeof header < header.length)
      break;
    std::string text = worker.heard.substr(read + sizeof header, header.length);
    read += sizeof header + header.length;
    worker.busy_with = -1;
    if (header.word == Word::began) {
      worker.busy_with = static_cast<std::int64_t>(header.index);
    } else if (header.word == Word::result) {
      done(header.index, {true, std::move(text), {}});
    } else {
      done(header.index, {false, {}, std::move(text)});
    }
  }
  worker.heard.erase(0, read);
}

std::string ending(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return "its worker was stopped by signal " + std::to_string(signal) + " (" +
           ::strsignal(signal) + ")";
  }
  return "its worker ended with status " + std::to_string(WEXITSTATUS(status));
}

/// Reads what the worker has said; false when it has gone.
bool hear(Worker& worker, const Done& done) {
  char buffer[1 << 16];
  const ssize_t got = ::read(worker.pipe, buffer, sizeof buffer);
  if (got < 0 && errno == EINTR)
    return true;
  if (got > 0) {
    worker.heard.append(buffer, static_cast<std::size_t>(got));
    listen(worker, done);
    return true;
  }
  ::close(worker.pipe);
  worker.pipe = -1;
  int status = 0;
  while (::waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {
  }
  worker.process = -1;
  if (worker.busy_with >= 0)
    done(static_cast<std::size_t>(worker.busy_with), {false, {}, ending(status)});
  return false;
}

/// The workers there are. None outlives it.
class Crew {
 public:
  Crew() = default;
  ~Crew() {
    for (const Worker& worker : hired) {
      if (worker.process > 0)
        ::kill(worker.process, SIGKILL);
    }
    for (const Worker& worker : hired) {
      if (worker.pipe >= 0)
        ::close(worker.pipe);
      while (worker.process > 0 && ::waitpid(worker.process, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  std::vector<Worker> hired;
};

/// How long `stop` may have to wait for being asked.
constexpr int kPatience = 100;  // milliseconds

}  // namespace

int usual_workers() {
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void stream_worlds(std::size_t count, int workers, const WorldWork& work, const Done& done,
                   const std::function<Stop()>& stop) {
  Counter counter;
  Crew crew;
  std::vector<Worker>& hired = crew.hired;
  const std::size_t most = std::min(count, static_cast<std::size_t>(std::max(1, workers)));
  while (hired.size() < most)
    hired.push_back(hire(counter, count, work));
  std::vector<pollfd> waiting;
  while (!hired.empty()) {
    const Stop wish = stop();
    if (wish == Stop::now)
      return;
    if (wish == Stop::soon)
      counter.close(count);
    waiting.clear();
    for (const Worker& worker : hired)
      waiting.push_back({worker.pipe, POLLIN, 0});
    if (::poll(waiting.data(), waiting.size(), kPatience) < 0) {
      if (errno != EINTR)
        fail("waiting for workers");
      continue;
    }
    for (std::size_t i = hired.size(); i-- > 0;) {
      if (waiting[i].revents == 0 || hear(hired[i], done))
        continue;
      hired.erase(hired.begin() + static_cast<std::ptrdiff_t>(i));
      // One that died early leaves work behind.
      if (counter.taken() < count)
        hired.push_back(hire(counter, count, work));
    }
  }
}

std::vector<WorldOutcome> run_worlds(std::size_t count, int workers, const WorldWork& work) {
  std::vector<WorldOutcome> outcomes(count);
  for (WorldOutcome& outcome : outcomes)
    outcome.failure = "no worker took it";
  std::size_t done = 0;
  stream_worlds(
      count, workers, work,
      [&](std::size_t index, WorldOutcome&& outcome) {
        outcomes[index] = std::move(outcome);
        ++done;
      },
      [&] {
        tell_steps("worlds", done, count);
        return Stop::no;
      });
  tell_steps("worlds", count, count);
  return outcomes;
}

}  // namespace chokepoint
