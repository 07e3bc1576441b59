#include "sim/record/why_report.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/record/json.hpp"
#include "sim/record/tables.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

constexpr int kMostColumns = 96;

std::string days(double number) {
  const auto whole = nearest_whole(number);
  return with_thousands(whole) + (whole == 1 || whole == -1 ? " day" : " days");
}

/// The days of each step in whole ones that add up to those of the delay: what is left over goes to
/// those that lose most of a day.
std::vector<std::int64_t> whole_days(const WhyReport& report) {
  std::vector<std::int64_t> whole;
  std::vector<std::size_t> by_rest(report.steps.size());
  std::int64_t left = nearest_whole(report.delay_days);
  for (const WhyStep& step : report.steps) {
    whole.push_back(static_cast<std::int64_t>(std::floor(step.delay_days)));
    left -= whole.back();
  }
  std::iota(by_rest.begin(), by_rest.end(), std::size_t{0});
  std::stable_sort(by_rest.begin(), by_rest.end(), [&](std::size_t a, std::size_t b) {
    return report.steps[a].delay_days - static_cast<double>(whole[a]) >
           report.steps[b].delay_days - static_cast<double>(whole[b]);
  });
  for (std::size_t i = 0; i < by_rest.size() && left > 0; ++i, --left)
    ++whole[by_rest[i]];
  return whole;
}

/// "days from 2025-02-15 to 2025-04-13": which of the delay are that step's, counted from its end.
std::string days_of_delay(const WhyReport& report, std::size_t step, const Timeline& timeline) {
  double after = 0;
  for (std::size_t i = step + 1; i < report.steps.size(); ++i)
    after += report.steps[i].delay_days;
  const auto before_it_came = [&](double days) {
    return timeline.iso(report.came - nearest_whole(days * kDay));
  };
  return "days from " + before_it_came(after + report.steps[step].delay_days) + " to " +
         before_it_came(after);
}

std::string step_name(const WhyReport& report, std::size_t step) {
  return "Step " + std::to_string(step + 1) + " (" + report.steps[step].constraint + ")";
}

/// What the mark means.
std::string mark_text(const WhyReport& report, const Timeline& timeline) {
  const std::string why =
      report.roots.empty() ? " The record does not say why it was so." : " Why was it so?";
  if (report.main == report.longest)
    return step_name(report, report.main) + " took most." + why;
  return step_name(report, report.main) + ", after which " + std::to_string(report.year->year) +
         " is named, took the " + days_of_delay(report, report.main, timeline) + " of the delay. " +
         step_name(report, report.longest) + " took more, the " +
         days_of_delay(report, report.longest, timeline) + "." + why;
}

/// The roots of the whole year, of which one lot's are an example; nothing where it is none.
std::string year_roots_text(const WhyReport& report) {
  if (!report.year || report.year->roots.empty() || report.main >= report.steps.size() ||
      report.steps[report.main].constraint != report.year->named_after)
    return {};
  std::string text = "Of all that " + report.year->named_after + " held up in " +
                     std::to_string(report.year->year) + ": ";
  for (std::size_t i = 0; i < report.year->roots.size(); ++i) {
    const WhyRoot& root = report.year->roots[i];
    text += (i == 0 ? "" : ", ") + percent_text(root.share) + " " + root.sentence;
  }
  return text + ".";
}

/// Said where no lot was held up by what its year is named after.
std::string unlike_text(const WhyReport& report) {
  const bool told = !report.year || report.year->named_after == "demand" ||
                    report.main >= report.steps.size() ||
                    report.steps[report.main].constraint == report.year->named_after;
  if (told)
    return {};
  return "Of the lots of " + std::to_string(report.year->year) +
         " that were looked at none waited for " + report.year->named_after +
         ", after which the year is named: this is one of those that came late.";
}

/// Lines of text under a margin; the first begins with `head` in it.
std::string indented(const std::string& head, const std::string& text, int width) {
  const auto margin = static_cast<std::size_t>(display_width(head));
  const std::string body = wrapped(text, width - static_cast<int>(margin));
  std::string result = head;
  for (const char c : body) {
    result += c;
    if (c == '\n')
      result += std::string(margin, ' ');
  }
  result.erase(result.find_last_not_of(' ') + 1);
  return result + (result.ends_with('\n') ? "" : "\n");
}

std::string terms_text(const WhyTerms& terms, const Timeline& timeline) {
  const double total =
      terms.information_days + terms.money_days + terms.decision_days + terms.overrun_days;
  const std::string decided = terms.held_by.empty() || terms.decision_days <= 0
                                  ? " of deciding"
                                  : " of waiting for " + terms.held_by;
  const std::string verdict = total < 0
                                  ? days(-total) + " early, and still not enough: " + days(total)
                                  : days(total) + " late";
  return "The next of that capacity" + (terms.at.empty() ? "" : " at " + terms.at) +
         " was needed from " + timeline.iso(terms.need) + " on" +
         (terms.busy_before ? " (busy before, while others held up what came)" : "") +
         ". It was first implied by a forecast on " + timeline.iso(terms.known) +
         ", could be paid on " + timeline.iso(terms.funded) + ", was ordered on " +
         timeline.iso(terms.ordered) + " and worked on " + timeline.iso(terms.arrived) + ": " +
         verdict + " = " + days(terms.information_days) + " of knowing, " + days(terms.money_days) +
         " of money, " + days(terms.decision_days) + decided + ", " + days(terms.overrun_days) +
         " of delivery later than planned for." +
         (terms.order_sentence.empty() ? "" : " " + terms.order_sentence);
}

void write_dates(JsonText& json, const WhyStep& step, const Timeline& timeline) {
  json.objects("dates", step.dates, [&](const WhyDate& date) {
    json.key("what").value(date.what);
    json.key("date").value(iso_time(timeline, date.tick));
    json.key("order");
    if (date.order) {
      json.value(*date.order);
    } else {
      json.null();
    }
  });
}

void write_terms(JsonText& json, const WhyTerms& terms, const Timeline& timeline) {
  json.begin_object();
  json.key("at").value(terms.at);
  json.key("need").value(iso_time(timeline, terms.need));
  json.key("busy_before").value(terms.busy_before);
  json.key("known").value(iso_time(timeline, terms.known));
  json.key("funded").value(iso_time(timeline, terms.funded));
  json.key("ordered").value(iso_time(timeline, terms.ordered));
  json.key("arrived").value(iso_time(timeline, terms.arrived));
  const auto number = [&json](const char* key, const std::optional<std::uint64_t>& order) {
    json.key(key);
    if (order) {
      json.value(*order);
    } else {
      json.null();
    }
  };
  number("order", terms.order);
  number("ordered_order", terms.ordered_order);
  number("arrived_order", terms.arrived_order);
  json.key("information_days").value(terms.information_days);
  json.key("money_days").value(terms.money_days);
  json.key("decision_days").value(terms.decision_days);
  json.key("held_by").value(terms.held_by);
  json.key("overrun_days").value(terms.overrun_days);
  json.end_object();
}

}  // namespace

std::string why_text(const WhyReport& report, const TerminalStyle& style) {
  const Timeline timeline(report.start);
  const int width = std::min(style.width, kMostColumns);
  const bool late = report.delay_days > 0.5;
  std::string when = late ? " had been wanted by " + timeline.iso(report.wanted) + ": " +
                                days(report.delay_days) + " late."
                          : " came when it was wanted: nothing held it up.";
  if (!late && !report.steps.empty())
    when += " The last thing done for it:";
  std::string text = wrapped(report.subject + when, width) + "\n";
  if (!report.steps.empty())
    text += "\n";
  const std::vector<std::int64_t> whole = whole_days(report);
  for (std::size_t i = 0; i < report.steps.size(); ++i) {
    std::string sentence = report.steps[i].sentence;
    if (whole[i] > 0)
      sentence += " " + days(static_cast<double>(whole[i])) + " of the delay.";
    text += indented(pad_left(std::to_string(i + 1), 3) + (i == report.main ? " > " : "   "),
                     sentence, width);
  }
  if (report.main < report.steps.size())
    text += "\n" + wrapped(mark_text(report, timeline), width) + "\n";
  for (const WhyRoot& root : report.roots)
    text += indented(pad_left(percent_text(root.share), 8) + "  ", root.sentence, width);
  if (report.terms)
    text += indented("          ", terms_text(*report.terms, timeline), width);
  const std::string of_year = year_roots_text(report);
  if (!of_year.empty())
    text += indented("          ", of_year, width);
  if (!report.near.empty()) {
    std::string near = late ? "Nearly as late:" : "It would have waited next for:";
    for (std::size_t i = 0; i < report.near.size(); ++i)
      near += (i == 0 ? " " : ", ") + report.near[i].constraint + " (" +
              days(report.near[i].slack_days) + " to spare)";
    text += "\n" + wrapped(near + ".", width) + "\n";
  }
  const std::string unlike = unlike_text(report);
  if (!unlike.empty())
    text += "\n" + wrapped(unlike, width) + "\n";
  for (const std::string& note : report.notes)
    text += "\n" + wrapped(note, width) + "\n";
  return text;
}

std::string why_json(const WhyReport& report) {
  const Timeline timeline(report.start);
  JsonText json;
  json.begin_object();
  json.key("scenario").value(report.scenario);
  json.key("subject").value(report.subject);
  json.key("wanted").value(iso_time(timeline, report.wanted));
  json.key("came").value(iso_time(timeline, report.came));
  json.key("delay_days").value(report.delay_days);
  const auto write_step = [&](const char* key, std::size_t step) {
    json.key(key);
    if (step < report.steps.size()) {
      json.value(static_cast<std::uint64_t>(step));
    } else {
      json.null();
    }
  };
  write_step("main_step", report.main);
  write_step("longest_step", report.longest);
  json.key("named_after");
  if (report.year) {
    json.value(report.year->named_after);
  } else {
    json.null();
  }
  json.objects("steps", report.steps, [&](const WhyStep& step) {
    json.key("kind").value(step.kind);
    json.key("constraint").value(step.constraint);
    json.key("actor").value(step.actor);
    json.key("delay_days").value(step.delay_days);
    json.key("activities").value(step.activities);
    json.key("sentence").value(step.sentence);
    write_dates(json, step, timeline);
  });
  const auto write_root = [&json](const WhyRoot& root) {
    json.key("cause").value(root.cause);
    json.key("share").value(root.share);
    json.key("sentence").value(root.sentence);
  };
  json.objects("roots", report.roots, write_root);
  json.objects("year_roots", report.year ? report.year->roots : std::vector<WhyRoot>{}, write_root);
  json.key("capacity");
  if (report.terms) {
    write_terms(json, *report.terms, timeline);
  } else {
    json.null();
  }
  json.objects("near_critical", report.near, [&json](const WhyNear& near) {
    json.key("constraint").value(near.constraint);
    json.key("slack_days").value(near.slack_days);
  });
  json.end_object();
  return json.take();
}

}  // namespace chokepoint
