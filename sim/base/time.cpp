#include "sim/base/time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace chokepoint {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

Tick floor_days(Tick t) {
  return t >= 0 ? t / kDay : -((-t + kDay - 1) / kDay);
}

void append_padded(std::string& text, int value, std::size_t width) {
  std::array<char, 12> digits;
  const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  if (length < width)
    text.append(width - length, '0');
  text.append(digits.data(), length);
}

int parse_digits(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9')
      return -1;
    value = 10 * value + (c - '0');
  }
  return value;
}

}  // namespace

Timeline::Timeline(Date start) : start_(start) {
  if (!start.ok())
    throw std::invalid_argument("a timeline must start on a date that exists");
}

Tick Timeline::tick(Date date) const {
  return Tick{(sys_days{date} - sys_days{start_}).count()} * kDay;
}

Date Timeline::date(Tick t) const {
  return Date{sys_days{start_} + days{static_cast<days::rep>(floor_days(t))}};
}

Tick Timeline::after(Tick t, Duration d) const {
  if (d.months == 0)
    return t + d.minutes;
  const Tick time_of_day = t - floor_days(t) * kDay;
  const Date shifted = date(t) + std::chrono::months{d.months};
  const Date landed =
      shifted.ok() ? shifted : Date{shifted.year() / shifted.month() / std::chrono::last};
  return tick(landed) + time_of_day + d.minutes;
}

int Timeline::month_index(Tick t) const {
  const Date d = date(t);
  return (static_cast<int>(d.year()) - static_cast<int>(start_.year())) * 12 +
         static_cast<int>(static_cast<unsigned>(d.month())) -
         static_cast<int>(static_cast<unsigned>(start_.month()));
}

Tick Timeline::month_begin(int index) const {
  const Date first = Date{start_.year() / start_.month() / 1} + std::chrono::months{index};
  const Tick t = tick(first);
  return index == 0 ? std::max<Tick>(t, 0) : t;
}

int Timeline::year(Tick t) const {
  return static_cast<int>(date(t).year());
}

std::string Timeline::iso(Tick t) const {
  return chokepoint::iso(date(t));
}

Date parse_date(std::string_view text) {
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const int year = shaped ? parse_digits(text, 0, 4) : -1;
  const int month = shaped ? parse_digits(text, 5, 2) : -1;
  const int day = shaped ? parse_digits(text, 8, 2) : -1;
  if (year >= 0 && month >= 0 && day >= 0) {
    const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                    std::chrono::day{static_cast<unsigned>(day)}};
    if (date.ok())
      return date;
  }
  throw std::invalid_argument("expected a date like 2027-03-01, found '" + std::string(text) + "'");
}

std::string iso(Date date) {
  std::string text;
  append_padded(text, static_cast<int>(date.year()), 4);
  text += '-';
  append_padded(text, static_cast<int>(static_cast<unsigned>(date.month())), 2);
  text += '-';
  append_padded(text, static_cast<int>(static_cast<unsigned>(date.day())), 2);
  return text;
}

}  // namespace chokepoint
