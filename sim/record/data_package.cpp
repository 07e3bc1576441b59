#include "sim/record/data_package.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "sim/record/json.hpp"
#include "sim/record/version.hpp"

namespace chokepoint {

namespace {

struct Field {
  std::string_view name;
  std::string_view type;
  std::string_view means;
};

/// Of columns that one table or another has; the name says what it is in all of them.
constexpr auto kFields = std::to_array<Field>({
    {"added", "string", "overlays that only this world has"},
    {"against", "string", "name of the world without them"},
    {"before", "string", "constraint that was the largest until then"},
    {"begun_after", "boolean", "true when it begins only after what strikes"},
    {"binds", "integer", "in how many of the runs it binds"},
    {"bound_level", "number", "at the sink in the plan, at the end of the month"},
    {"buyer", "string", "firm that ordered"},
    {"commodity", "string", "what was ordered"},
    {"constraint", "string", "name of the constraint, as in the scenario"},
    {"cost_usd", "number", "what it costs"},
    {"date", "date", "first day of the period"},
    {"decide_from", "string", "from when on everybody is free to decide"},
    {"delivered", "string", "last delivery, as a date or a minute"},
    {"difference", "number", "world minus base"},
    {"difference_high", "number", "upper bound of nine tenths of the differences"},
    {"difference_low", "number", "lower bound of nine tenths of the differences"},
    {"e_minus", "number", "response of what is online to less of it, per cent for per cent"},
    {"e_minus_half", "number", "half the width of its 95 % interval"},
    {"e_plus", "number", "response of what is online to more of it, per cent for per cent"},
    {"e_plus_half", "number", "half the width of its 95 % interval"},
    {"entity", "string", "firm or market; empty for the total"},
    {"failure", "string", "why there is no answer"},
    {"firm", "boolean", "false when it can still be withdrawn"},
    {"from", "date", "from when on it was relaxed"},
    {"gain", "number", "what more of it adds"},
    {"gain_half", "number", "half the width of its 95 % interval"},
    {"generation", "string", "generation, node or goods"},
    {"gw_at_end", "number", "online that it brings at the end of the run, GW"},
    {"gw_years", "number", "online that it brings over the run, GW-years"},
    {"gw_years_high", "number", "upper bound of nine tenths of the seeds"},
    {"gw_years_low", "number", "lower bound of nine tenths of the seeds"},
    {"gw_years_per_billion_usd", "number", "the same for what it costs"},
    {"gw_years_per_thousand_wafers", "number", "the same for what it stocks"},
    {"high", "number", "upper bound of nine tenths of the seeds"},
    {"kind", "string", "of constraint"},
    {"less", "number", "unit-years that less of it costs, by the step"},
    {"low", "number", "lower bound of nine tenths of the seeds"},
    {"max", "any", "largest; a number, or a date"},
    {"mean", "any", "mean; a number, or a date"},
    {"milestone", "string", "what happens in that month"},
    {"min", "any", "smallest; a number, or a date"},
    {"mode", "string", "responsive or frozen"},
    {"month", "date", "first day of the month"},
    {"months_after", "integer", "months since the event, where its date is drawn"},
    {"more", "number", "unit-years that more of it brings, by the step"},
    {"order", "integer", "number of the order"},
    {"p05", "any", "quantile; a number, or a date"},
    {"p10", "any", "quantile; a number, or a date"},
    {"p25", "any", "quantile; a number, or a date"},
    {"p50", "any", "median; a number, or a date"},
    {"p75", "any", "quantile; a number, or a date"},
    {"p90", "any", "quantile; a number, or a date"},
    {"p95", "any", "quantile; a number, or a date"},
    {"parent", "integer", "the order that this one was placed for"},
    {"period", "string", "month, quarter, half-year or year"},
    {"placed", "string", "when it was ordered, as a date or a minute"},
    {"point", "integer", "number of the point of the design"},
    {"price_usd", "number", "per unit"},
    {"probability", "number", "part of the runs in which it binds"},
    {"promised", "string", "what the seller answered, as a date or a minute"},
    {"proximate_share", "number", "part of the month's loss"},
    {"quantity", "number", "ordered, in the unit of the row"},
    {"region", "string", "region of the entity"},
    {"rent", "number", "unit-years that the plan owes to it"},
    {"root", "string", "why the constraint was no bigger"},
    {"root_share", "number", "part of the month's loss with this root"},
    {"run_level", "number", "at the sink in the run, at the end of the month"},
    {"runs", "integer", "runs that are counted"},
    {"sd", "number", "standard deviation; of dates in days"},
    {"seller", "string", "firm that delivers"},
    {"series", "string", "what is counted"},
    {"source", "string", "name in the table of sources"},
    {"status", "string", "delivered, cancelled, rejected or open"},
    {"stocked_wafers", "number", "the most that lay aside at once"},
    {"through", "string", "what a shortage came through: event, missing or ordered"},
    {"through_what", "string", "the event, or the good that was missing or is less ordered"},
    {"through_whom", "string", "whom the event strikes, who sells that good, or who takes less"},
    {"back", "string", "what that came through in its turn, step by step"},
    {"to", "date", "until when it was relaxed"},
    {"unit", "string", "unit of the row's number"},
    {"value", "number", "in the unit of the row"},
    {"wanted", "string", "when the buyer wants it, as a date or a minute"},
    {"within_noise", "string", "yes where the gain may be chance"},
    {"world", "string", "name of the world"},
    {"year", "integer", "calendar year"},
});

struct Key {
  std::string_view file;
  std::string_view columns;  ///< joined by commas
};

constexpr auto kKeys = std::to_array<Key>({
    {"orders.csv", "order,status"},
    {"timeseries.csv", "date,series,entity,region,generation"},
    {"bottlenecks.csv", "month,constraint,root"},
    {"compare.csv", "world,year,quantity,entity"},
    {"milestones.csv", "world,milestone,entity,month,months_after"},
    {"preparations.csv", "world,against"},
    {"relief.csv", "constraint,mode,year"},
    {"windows.csv", "constraint,from,to,year"},
    {"observed.csv", "date,series,entity,generation"},
    {"rents.csv", "decide_from,constraint,kind,month"},
    {"paths.csv", "decide_from,month"},
    {"binding.csv", "month,constraint"},
    {"quantiles.csv", "quantity,date,entity,region,generation"},
    {"design.csv", "point"},
    {"runs.csv", "run"},
});

std::vector<std::string_view> split_at_commas(std::string_view line) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t comma = line.find(',');
    parts.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos)
      return parts;
    line.remove_prefix(comma + 1);
  }
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

/// The first line, in fields; names of columns have no line feeds.
std::vector<std::string> header_of(std::string_view line) {
  std::vector<std::string> names(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      names.emplace_back();
    else
      names.back() += c;
  }
  return names;
}

/// What a column is: as noted, else by its name, else by its cells.
ColumnNote note_of(const std::string& name, bool numeric, bool has_orders,
                   const std::map<std::string, ColumnNote>& noted) {
  if (const auto note = noted.find(name); note != noted.end())
    return note->second;
  // A quantity is an amount in the journal of orders, and the name of something elsewhere.
  if (name == "quantity" && !has_orders)
    return {"string", "what is counted", {}};
  const auto* const field = std::find_if(kFields.begin(), kFields.end(),
                                         [&](const Field& known) { return known.name == name; });
  if (field != kFields.end())
    return {std::string(field->type), std::string(field->means), {}};
  return {numeric ? "number" : "string", {}, {}};
}

void write_table(JsonText& json, const FileDigest& file,
                 const std::map<std::string, ColumnNote>& noted) {
  const std::vector<std::string>& header = file.columns();
  const bool has_orders = std::find(header.begin(), header.end(), "order") != header.end();
  json.key("schema").begin_object().key("fields").begin_array();
  for (std::size_t i = 0; i < header.size(); ++i) {
    const ColumnNote note = note_of(header[i], file.is_numeric(i), has_orders, noted);
    json.begin_object().key("name").value(header[i]);
    json.key("type").value(note.type);
    if (!note.means.empty())
      json.key("description").value(note.means);
    if (!note.unit.empty())
      json.key("unit").value(note.unit);
    json.end_object();
  }
  json.end_array();
  json.key("missingValues").begin_array().value("").end_array();
  for (const Key& key : kKeys) {
    if (key.file != file.name())
      continue;
    json.key("primaryKey").begin_array();
    for (const std::string_view column : split_at_commas(key.columns))
      json.value(column);
    json.end_array();
  }
  json.end_object();
}

void write_resource(JsonText& json, FileDigest& file, const PackageNotes& notes) {
  const std::string_view name = file.name();
  const std::string format(file.format());
  json.begin_object().key("name").value(std::string(name.substr(0, name.rfind('.'))) +
                                        (format == "csv" ? "" : "-" + format));
  json.key("path").value(name).key("format").value(format);
  const bool is_text = format == "csv" || format == "json" || format == "yaml";
  if (is_text)
    json.key("encoding").value("utf-8");
  json.key("bytes").value(file.bytes());
  json.key("hash").value("sha256:" + file.sha256());
  if (format == "csv") {
    json.key("mediatype").value("text/csv").key("type").value("table");
    const auto noted = notes.columns.find(file.name());
    write_table(json, file,
                noted == notes.columns.end() ? std::map<std::string, ColumnNote>{} : noted->second);
  }
  json.end_object();
}

}  // namespace

FileDigest::FileDigest(std::string_view name) : name_(name) {}

std::string_view FileDigest::format() const {
  const std::size_t dot = name_.rfind('.');
  return dot == std::string::npos ? std::string_view() : std::string_view(name_).substr(dot + 1);
}

void FileDigest::add(std::string_view piece) {
  hash_.add(piece);
  if (format() == "csv") {
    std::string_view rows = piece;
    if (bytes_ == 0) {
      const std::size_t end = piece.find('\n');
      columns_ = header_of(piece.substr(0, end));
      numeric_.assign(columns_.size(), true);
      seen_.assign(columns_.size(), false);
      rows.remove_prefix(end == std::string_view::npos ? piece.size() : end + 1);
    }
    look_at_rows(rows);
  }
  bytes_ += piece.size();
}

void FileDigest::look_at_rows(std::string_view rows) {
  while (!rows.empty()) {
    const std::size_t end = rows.find('\n');
    const std::string_view line = rows.substr(0, end);
    rows.remove_prefix(end == std::string_view::npos ? rows.size() : end + 1);
    const auto cells = split_at_commas(line);
    if (line.find('"') != std::string_view::npos || cells.size() != columns_.size())
      continue;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].empty()) {
        seen_[i] = true;
        numeric_[i] = numeric_[i] && is_number(cells[i]);
      }
    }
  }
}

DataPackage::DataPackage(PackageNotes notes) : notes_(std::move(notes)) {
  json_.begin_object();
  json_.key("$schema").value("https://datapackage.org/profiles/2.0/datapackage.json");
  json_.key("name").value(notes_.name);
  json_.key("title").value(notes_.title.empty() ? "Results of chokepoint " + std::string(version())
                                                : notes_.title);
  if (!notes_.description.empty())
    json_.key("description").value(notes_.description);
  json_.key("version").value(version());
  json_.key("resources").begin_array();
}

void DataPackage::add(std::string_view name, std::string_view text) {
  FileDigest file(name);
  file.add(text);
  add(file);
}

void DataPackage::add(FileDigest& file) {
  constexpr std::array<std::string_view, 4> kLeftOut = {"datapackage.json", "report.html",
                                                        "run.log", "timing.json"};
  if (std::find(kLeftOut.begin(), kLeftOut.end(), file.name()) == kLeftOut.end())
    write_resource(json_, file, notes_);
}

std::string DataPackage::take() {
  json_.end_array().end_object();
  return json_.take();
}

std::string data_package(const std::vector<ResultFile>& files, const PackageNotes& notes) {
  DataPackage package(notes);
  for (const ResultFile& file : files)
    package.add(file.name, file.text);
  return package.take();
}

std::vector<ResultFile> with_data_package(std::vector<ResultFile> files) {
  std::string text = data_package(files);
  files.push_back({"datapackage.json", std::move(text)});
  return files;
}

}  // namespace chokepoint
