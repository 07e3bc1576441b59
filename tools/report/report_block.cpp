#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/chart_json.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/sections.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

/// Raised when a key changes its meaning.
constexpr const char* kBlockSchema = "chokepoint-report/3";

/// Sources that the numbers of a constraint's makers name: chips of the panel.
Json sources_of(const ReportModel& model, const RibbonRow& row) {
  std::vector<std::string> owners;
  const std::string goods = goods_of(row.constraint);
  for (const UsedValue& value : model.files.values) {
    if (value.path.ends_with(".constraint") && value.value == row.constraint)
      owners.push_back(value.path.substr(0, value.path.size() - std::string(".constraint").size()));
  }
  for (const Goods& entry : model.goods) {
    if (owners.empty() && entry.name == goods) {
      for (const std::string& seller : entry.sellers)
        owners.push_back("actors." + seller);
    }
  }
  Json names = Json::array();
  for (const UsedValue& value : model.files.values) {
    const bool ours = std::any_of(owners.begin(), owners.end(), [&](const std::string& owner) {
      return value.path.starts_with(owner + ".");
    });
    if (!ours || value.source.empty() || value.source == "assumption" ||
        value.source == "resolution" || names.size() >= 6)
      continue;
    if (std::find(names.begin(), names.end(), value.source) == names.end())
      names.push_back(value.source);
  }
  return names;
}

/// Pairs of a cause, by its place in `causes`, and its share.
Json roots_json(const RibbonCell& cell, std::vector<std::string>& causes) {
  std::vector<std::pair<std::string, double>> roots(cell.roots.begin(), cell.roots.end());
  std::stable_sort(roots.begin(), roots.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  Json list = Json::array();
  for (const auto& [cause, share] : roots) {
    if (share < 0.0005)
      continue;
    const std::string text = cause_text(cause);
    const auto at = std::find(causes.begin(), causes.end(), text) - causes.begin();
    if (static_cast<std::size_t>(at) == causes.size())
      causes.push_back(text);
    list.push_back({at, percent_text(share)});
  }
  return list;
}

std::string gain_text(const Gain& gain) {
  return readable(gain.gain) + (gain.within_noise ? " (within noise)" : "");
}

Json constraint_json(const ReportModel& model, const RibbonRow& row,
                     std::vector<std::string>& causes) {
  Json shares = Json::array();
  std::vector<std::string> texts;
  Json roots = Json::array();
  for (const RibbonCell& cell : row.cells) {
    shares.push_back(drawn(cell.share));
    texts.push_back(percent_text(cell.share));
    roots.push_back(cell.share >= 0.005 ? roots_json(cell, causes) : Json::array());
  }
  Json why = Json::array();
  Json gain = Json::array();
  const auto relief = model.files.relief.gain.find(row.constraint);
  for (std::size_t y = 0; y < model.files.result.years.size(); ++y) {
    why.push_back(why_sentence(model, row, y));
    const bool known = relief != model.files.relief.gain.end() &&
                       relief->second.count(model.files.result.years[y].year) > 0;
    gain.push_back(known ? Json(gain_text(relief->second.at(model.files.result.years[y].year)))
                         : Json(nullptr));
  }
  Json json{{"id", row.constraint},
            {"name", short_label(model.files.result, row.constraint)},
            {"group", row.group},
            {"share", shares},
            {"shown", joined(texts)},
            {"roots", roots},
            {"why", why},
            {"sources", sources_of(model, row)}};
  if (relief != model.files.relief.gain.end()) {
    json["gain"] = gain;
    json["tried"] = change_text(model.files.relief, row.constraint);
  }
  return json;
}

Json goods_json(const ReportModel& model) {
  Json list = Json::array();
  const auto& years = model.files.result.years;
  for (const Goods& goods : model.goods) {
    Json flow = Json::array();
    Json arrived = Json::array();
    Json used = Json::array();
    Json use = Json::array();
    Json binds = Json::array();
    Json lead = Json::array();
    for (std::size_t y = 0; y < goods.years.size(); ++y) {
      const std::optional<double> part = utilisation(goods.years[y]);
      flow.push_back(amount(goods.years[y].arrived, goods.unit));
      arrived.push_back(drawn(goods.years[y].arrived));
      used.push_back(part ? Json(drawn(*part)) : Json(nullptr));
      use.push_back(part ? percent_text(*part) : std::string());
      lead.push_back(goods.years[y].lead_months ? Json(readable(*goods.years[y].lead_months))
                                                : Json(nullptr));
      binds.push_back(std::any_of(
          years[y].binding.begin(), years[y].binding.end(),
          [&](const Binding& binding) { return goods_of(binding.constraint) == goods.name; }));
    }
    list.push_back({{"id", goods.name},
                    {"name", capitalised(in_words(goods.name))},
                    {"unit", goods.unit},
                    {"sellers", goods.sellers},
                    {"flow", flow},
                    {"arrived", arrived},
                    {"used", used},
                    {"use", use},
                    {"lead", lead},
                    {"binds", binds}});
  }
  return list;
}

/// What binds in a year and sits at no goods: money, lead times.
Json also_binding(const ReportModel& model) {
  Json list = Json::array();
  for (const YearSummary& year : model.files.result.years) {
    std::string text;
    for (const Binding& binding : year.binding) {
      text += (text.empty() ? "" : ", ") + short_label(model.files.result, binding.constraint) +
              " " + percent_text(binding.share);
    }
    list.push_back(text);
  }
  return list;
}

/// By quarter, what a chart says below its numbers.
Json held_back(const ReportModel& model) {
  constexpr double kWorthSaying = 0.05;
  constexpr std::size_t kMost = 3;
  Json list = Json::array();
  for (std::size_t q = 0; q < model.ribbon.of.size(); ++q) {
    std::string text;
    std::size_t told = 0;
    for (const std::size_t r : model.ribbon.of[q]) {
      const double share = model.ribbon.rows[r].cells[q].share;
      if (share < kWorthSaying || ++told > kMost)
        break;
      text += (text.empty() ? "Held back by " : ", ") +
              short_label(model.files.result, model.ribbon.rows[r].constraint) + " " +
              percent_text(share);
    }
    list.push_back(text);
  }
  return list;
}

/// The cell to begin with, row and quarter: the largest of the year worth looking at first.
Json cell_to_show(const ReportModel& model) {
  const auto& of = model.ribbon.of;
  if (of.empty() || model.files.result.years.empty())
    return nullptr;
  const std::size_t from = 4 * year_to_show(model);
  Json cell = nullptr;
  double most = 0;
  for (std::size_t q = from; q < std::min(from + 4, of.size()); ++q) {
    if (of[q].empty())
      continue;
    const std::size_t row = of[q].front();
    if (const double share = model.ribbon.rows[row].cells[q].share; share > most) {
      most = share;
      cell = {row, q};
    }
  }
  return cell;
}

Json date_json(const Timeline& timeline, Tick tick) {
  return tick == kNever ? Json(nullptr) : Json(iso(timeline.date(tick)));
}

/// The orders of the lots whose chains are told, in the order of their pictures.
Json lots_json(const ReportModel& model) {
  if (model.chains.empty())
    return Json::array();
  const Timeline timeline(model.files.result.start);
  Json list = Json::array();
  for (const Chain& chain : model.chains) {
    for (const ChainOrder& order : chain.orders) {
      const OrderRow& row = order.row;
      list.push_back({chain.year, row.order, row.buyer, row.seller, row.commodity,
                      drawn(row.quantity), row.unit, date_json(timeline, row.placed),
                      date_json(timeline, row.promised), date_json(timeline, row.delivered),
                      order.critical});
    }
  }
  return list;
}

/// Outputs of a sweep, as far as they are shown: where each fiftieth of the runs lies.
Json outputs_json(const SweepFiles& sweep) {
  Json list = Json::array();
  if (!sweep.manifest.contains("outputs"))
    return list;
  for (const auto& entry : sweep.manifest.at("outputs")) {
    const auto name = entry.at("name").get<std::string>();
    const bool is_date = entry.contains("is_date") && entry.at("is_date").get<bool>();
    const auto column = sweep.columns.find(name);
    if (column == sweep.columns.end())
      continue;
    Json values = Json::array();
    for (const double value : fiftieths(column->second))
      values.push_back(is_date ? Json(output_text(value, true)) : drawn(value));
    list.push_back({{"name", name}, {"values", values}});
  }
  return list;
}

}  // namespace

std::string report_block(const ReportModel& model) {
  const RunResult& result = model.files.result;
  const bool is_run = !model.files.summary.is_null();
  Json json{{"schema", kBlockSchema},
            {"kind", is_run              ? "run"
                     : model.files.sweep ? "sweep"
                                         : "comparison"},
            {"scenario", result.scenario},
            {"unit", result.sink_unit},
            {"headline", result.headline}};
  Json years = Json::array();
  for (const YearSummary& year : result.years)
    years.push_back(year.year);
  json["years"] = years;
  Json quarter_unmet = Json::array();
  for (const double unmet : model.ribbon.unmet)
    quarter_unmet.push_back(readable(unmet));
  json["unmet"] = quarter_unmet;
  Json constraints = Json::array();
  std::vector<std::string> causes;
  for (const RibbonRow& row : model.ribbon.rows)
    constraints.push_back(constraint_json(model, row, causes));
  json["constraints"] = constraints;
  json["causes"] = causes;
  json["start"] = cell_to_show(model);
  json["change"] = model.files.relief.change;
  json["why_less"] = why_less();
  json["binding"] = also_binding(model);
  json["held"] = held_back(model);
  Json stacks = Json::object();
  for (const Stack& stack : stacks_of(result))
    stacks[stack.id] = stack_json(stack);
  json["stacks"] = stacks;
  json["goods"] = goods_json(model);
  json["lots"] = lots_json(model);
  json["lines"] = lines_json(model);
  json["outputs"] = model.files.sweep ? outputs_json(*model.files.sweep) : Json::array();
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace chokepoint::tools
