#include "tools/output.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

#include "sim/record/result_directory.hpp"

namespace chokepoint::tools {

namespace {

std::string_view value_of(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? std::string_view() : value;
}

bool is_set(const char* variable) {
  return !value_of(variable).empty();
}

Quiet& quiet_setting() {
  static Quiet quiet = Quiet::no;
  return quiet;
}

}  // namespace

void be_quiet(Quiet quiet) {
  quiet_setting() = quiet;
}

bool is_quiet() {
  return quiet_setting() != Quiet::no;
}

bool locale_has_utf8() {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view value = value_of(variable);
    if (!value.empty())
      return value.find("UTF-8") != std::string_view::npos ||
             value.find("utf8") != std::string_view::npos;
  }
  return true;
}

void print(std::string_view text) {
  if (quiet_setting() == Quiet::wholly)
    return;
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0 && errno == EPIPE)
      return;
    if (written < 0)
      throw OutputError(std::string("cannot write to stdout: ") + std::strerror(errno));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

TerminalStyle stdout_style(std::string_view colour) {
  TerminalStyle style;
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  const std::string_view kind = value_of("TERM");
  const bool dumb = kind.empty() || kind == "dumb";
  style.colour = is_set("CLICOLOR_FORCE") || (terminal && !dumb);
  if (is_set("NO_COLOR"))
    style.colour = false;
  if (colour != "auto")
    style.colour = colour == "always";
  const std::string_view depth = value_of("COLORTERM");
  style.truecolour = depth == "truecolor" || depth == "24bit";
  style.ascii = terminal && !locale_has_utf8();
  winsize size{};
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    style.width = size.ws_col;
  else if (const int columns = std::atoi(std::string(value_of("COLUMNS")).c_str()); columns >= 40)
    style.width = columns;
  return style;
}

}  // namespace chokepoint::tools
