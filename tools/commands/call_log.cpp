#include "tools/commands/call_log.hpp"

#include <ctime>
#include <filesystem>
#include <sys/utsname.h>

#include "sim/record/version.hpp"

namespace chokepoint::tools {

namespace {

std::string wall_clock() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

std::string host() {
  utsname names{};
  ::uname(&names);
  return std::string(names.nodename) + " (" + names.sysname + " " + names.release + " " +
         names.machine + ")";
}

}  // namespace

std::string log_of_call(const std::string& command_line) {
  return "finished: " + wall_clock() + "\nhost: " + host() +
         "\nversion: " + std::string(version()) + "\ncommand: " + command_line + "\n";
}

std::string written_lines(const std::vector<ResultFile>& files, const std::string& directory) {
  std::string lines;
  for (const ResultFile& file : files)
    lines += (lines.empty() ? "\n" : "") + (std::filesystem::path(directory) / file.name).string() +
             "\n";
  return lines;
}

}  // namespace chokepoint::tools
