#include <algorithm>

#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/sections.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

namespace {

constexpr double kGanttWidth = 1040;
constexpr double kGanttLeft = 392;
constexpr double kGanttRight = 24;
constexpr double kGanttRow = 24;
constexpr double kGanttTop = 26;
constexpr double kYearWidth = 32;

/// Of more lots than these, every second has a picture; all have their sentences.
constexpr std::size_t kMostPictures = 20;

/// Where dates go.
struct Axis {
  Tick from = 0;
  Tick to = 1;
  [[nodiscard]] double x(Tick tick) const {
    return kGanttLeft + static_cast<double>(tick - from) /
                            static_cast<double>(std::max<Tick>(1, to - from)) *
                            (kGanttWidth - kGanttLeft - kGanttRight);
  }
};

Axis axis_of(const Chain& chain) {
  Axis axis{kNever, 0};
  for (const ChainStep& step : chain.steps) {
    axis.from = std::min(axis.from, step.from);
    axis.to = std::max(axis.to, step.to);
  }
  for (const ChainOrder& order : chain.orders) {
    axis.from = std::min(axis.from, order.row.placed);
    if (order.row.delivered != kNever)
      axis.to = std::max(axis.to, order.row.delivered);
  }
  return axis;
}

std::string years_grid(const Axis& axis, const Timeline& timeline, double bottom) {
  std::string lines;
  std::string names;
  for (int year = timeline.year(axis.from); year <= timeline.year(axis.to) + 1; ++year) {
    const Tick tick =
        timeline.tick(Date{std::chrono::year{year}, std::chrono::January, std::chrono::day{1}});
    if (tick < axis.from || tick > axis.to)
      continue;
    const std::string x = coordinate(axis.x(tick));
    lines += "M" + x + " " + coordinate(kGanttTop - 6) + "V" + coordinate(bottom);
    // Beside its line; before it where the chart ends.
    const bool fits = axis.x(tick) + kYearWidth <= kGanttWidth;
    names += std::string("<text class=\"tick") + (fits ? "" : " end") + "\" x=\"" + x +
             "\" y=\"14\">" + std::to_string(year) + "</text>";
  }
  return "<path class=\"grid\" d=\"" + lines + "\"/>" + names;
}

/// Opens a row; what follows is placed from its upper edge.
std::string opened_row(const std::string& css, double y) {
  return "<g class=\"" + css + "\" transform=\"translate(0 " + coordinate(y) + ")\">";
}

std::string row_name(const std::string& html) {
  return "<text x=\"" + coordinate(kGanttLeft - 10) + "\" y=\"15\">" + html + "</text>";
}

std::string rectangle(const Axis& axis, Tick from, Tick to, const char* css) {
  const double left = axis.x(from);
  return "<rect class=\"" + std::string(css) + "\" x=\"" + coordinate(left) +
         "\" y=\"6\" width=\"" + coordinate(std::max(1.0, axis.x(to) - left)) +
         "\" height=\"10\" rx=\"2\"/>";
}

std::string step_row(const ReportModel& model, const ChainStep& step, const Axis& axis, double y) {
  const std::string label = short_label(model.files.result, step.constraint);
  return opened_row(step.main ? "step main" : "step", y) +
         row_name(escaped(label, 34) +
                  (step.delay_days >= 1 ? ": " + readable(step.delay_days) + " days late" : "")) +
         rectangle(axis, step.from, step.to, step.main ? "late" : "work") + "</g>";
}

std::string order_row(const ChainOrder& order, const Axis& axis, double y) {
  const OrderRow& row = order.row;
  const std::string who = capitalised(in_words(row.buyer)) + " \xE2\x86\x90 " +
                          capitalised(in_words(row.seller)) + ": " + in_words(row.commodity);
  std::string svg = opened_row(order.critical ? "order critical" : "order", y) + "<title>Order " +
                    std::to_string(row.order) + ": " + readable(row.quantity) + " " +
                    escaped(row.unit, 20) + "</title>" +
                    row_name(escaped(who, order.critical ? 46 : 52));
  const bool came = row.delivered != kNever;
  const Tick end = came ? row.delivered : axis.to;
  const Tick promised = row.promised == kNever ? end : std::clamp(row.promised, row.placed, end);
  svg += rectangle(axis, row.placed, promised, "lead");
  if (promised < end)
    svg += rectangle(axis, promised, end, "slip");
  svg +=
      "<circle class=\"placed\" cx=\"" + coordinate(axis.x(row.placed)) + "\" cy=\"11\" r=\"5\"/>";
  if (came)
    svg += "<path class=\"came\" d=\"M" + coordinate(axis.x(row.delivered)) + " 4l7 7-7 7-7-7z\"/>";
  return svg + "</g>";
}

std::string gantt(const ReportModel& model, const Chain& chain) {
  const Axis axis = axis_of(chain);
  const Timeline timeline(model.files.result.start);
  std::string rows;
  double y = kGanttTop;
  for (const ChainStep& step : chain.steps) {
    rows += step_row(model, step, axis, y);
    y += kGanttRow;
  }
  if (!chain.orders.empty()) {
    rows += "<text class=\"row head\" x=\"" + coordinate(kGanttLeft - 10) + "\" y=\"" +
            coordinate(y + 18) + "\">Orders (bold: the chain goes through them)</text>";
    y += kGanttRow;
  }
  for (const ChainOrder& order : chain.orders) {
    rows += order_row(order, axis, y);
    y += kGanttRow;
  }
  return "<svg class=\"chart gantt\" viewBox=\"0 0 " + coordinate(kGanttWidth) + " " +
         coordinate(y + 8) + "\" role=\"img\" aria-label=\"" + escaped(chain.subject, 200) +
         ": steps of its chain and orders by date\">" + years_grid(axis, timeline, y) + rows +
         "</svg>";
}

std::string sentences(const Chain& chain) {
  std::string html = "<ol class=\"steps\">";
  for (const ChainStep& step : chain.steps)
    html += std::string("<li") + (step.main ? " class=\"main\"" : "") + ">" +
            escaped(step.sentence, 900) + "</li>";
  html += "</ol>";
  std::string roots;
  for (const auto& [cause, share] : chain.roots)
    roots +=
        (roots.empty() ? "" : ", ") + escaped(cause_text(cause), 80) + " " + percent_text(share);
  return html + (roots.empty() ? "" : "<p>Why its longest wait was no shorter: " + roots + ".</p>");
}

std::string chain_html(const ReportModel& model, const Chain& chain, bool open, bool drawn) {
  const std::string year = std::to_string(chain.year);
  const double late = std::max(0.0, chain.delay_days);
  return "<details class=\"chain\" id=\"chain-" + year + "\"" + (open ? " open" : "") +
         "><summary><b>" + year + "</b> " + escaped(chain.subject, 160) +
         (late >= 1 ? ", <b>" + number_html(late) + " days late</b>" : "") + "</summary>" +
         (drawn ? "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Orders of " +
                      year + "\">" + gantt(model, chain) + "</div>"
                : "") +
         sentences(chain) + "</details>";
}

}  // namespace

std::string orders_section(const ReportModel& model) {
  if (model.files.result.years.empty())
    return {};
  const int shown = model.files.result.years[year_to_show(model)].year;
  std::string html;
  for (const Chain& chain : model.chains) {
    if (!chain.steps.empty())
      html += chain_html(model, chain, chain.year == shown,
                         model.chains.size() <= kMostPictures || (chain.year - shown) % 2 == 0);
  }
  if (html.empty())
    return {};
  return "<section id=\"orders\"><h2>Why a typical lot of each year came so late</h2><p "
         "class=\"sub\">Its critical path, step by step, and the orders behind it. Circle: "
         "ordered; "
         "bar: lead time that was promised; hatched: later than promised; diamond: delivered.</p>"
         "<div class=\"card\" data-chart=\"lots\">" +
         save_buttons("lots", true) + html + "</div></section>";
}

}  // namespace chokepoint::tools
