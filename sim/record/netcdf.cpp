#include "sim/record/netcdf.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sim/record/netcdf_library.hpp"
#include "sim/record/output_file.hpp"
#include "sim/record/result_directory.hpp"

namespace chokepoint {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20U;
constexpr int kDeflateLevel = 1;

/// What a series is about besides its name.
using Member = std::tuple<std::string, std::string, std::string>;  // entity, region, generation

Member member_of(const EnsembleSeries& series) {
  return {series.entity, series.region, series.generation};
}

/// One variable of the file: all series of one name and unit.
struct Variable {
  std::string name;
  std::string title;
  std::string unit;
  std::vector<const EnsembleSeries*> series;
  bool by_entity = false;
  int id = 0;
};

std::string cf_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool allowed =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    name += allowed ? c : '_';
  }
  const bool letter_first = !name.empty() && name[0] != '_' && !(name[0] >= '0' && name[0] <= '9');
  return letter_first ? name : "v" + name;
}

/// In the order of their first series.
std::vector<Variable> variables_of(const Ensemble& ensemble) {
  std::map<std::string, std::set<std::string>> units;
  for (const EnsembleSeries& series : ensemble.series)
    units[series.series].insert(series.unit);
  std::vector<Variable> variables;
  std::set<std::string> taken{"run", "time", "entity", "region", "generation"};
  for (const EnsembleSeries& series : ensemble.series) {
    auto variable = std::find_if(variables.begin(), variables.end(), [&](const Variable& v) {
      return v.title == series.series && v.unit == series.unit;
    });
    if (variable == variables.end()) {
      std::string name = cf_name(series.series);
      if (units[series.series].size() > 1)
        name += "_" + cf_name(series.unit);
      while (!taken.insert(name).second)
        name += "_";
      variables.push_back({.name = name, .title = series.series, .unit = series.unit});
      variable = variables.end() - 1;
    }
    variable->series.push_back(&series);
    variable->by_entity = variable->by_entity || member_of(series) != Member{};
  }
  return variables;
}

/// All members of variables that have some, in the order of their first series.
std::vector<Member> members_of(const std::vector<Variable>& variables) {
  std::vector<Member> members;
  std::set<Member> known;
  for (const Variable& variable : variables) {
    if (!variable.by_entity)
      continue;
    for (const EnsembleSeries* series : variable.series)
      if (known.insert(member_of(*series)).second)
        members.push_back(member_of(*series));
  }
  return members;
}

/// The file while it is written; closes it whatever happens.
class NetcdfFile {
 public:
  NetcdfFile(const std::filesystem::path& path, const Ensemble& ensemble, const FileNotes& notes)
      : path_(path),
        ensemble_(ensemble),
        variables_(variables_of(ensemble)),
        members_(members_of(variables_)) {
    check(nc_.create(path.c_str(), NC_CLOBBER | NC_NETCDF4, &file_));
    open_ = true;
    define(notes);
  }
  ~NetcdfFile() {
    if (open_)
      nc_.close(file_);
  }
  NetcdfFile(const NetcdfFile&) = delete;
  NetcdfFile& operator=(const NetcdfFile&) = delete;

  void write() {
    write_coordinates();
    for (const Variable& variable : variables_)
      write_values(variable);
    open_ = false;
    check(nc_.close(file_));
  }

 private:
  void check(int status) const {
    if (status != NC_NOERR)
      throw OutputError(path_.string() + " cannot be written: " + nc_.strerror(status));
  }
  void note(int variable, const std::string& name, const std::string& text) const {
    check(nc_.put_att_text(file_, variable, name.c_str(), text.size(), text.c_str()));
  }
  [[nodiscard]] int dimension(const char* name, std::size_t size) const {
    int id = 0;
    check(nc_.def_dim(file_, name, size, &id));
    return id;
  }
  [[nodiscard]] int variable(const std::string& name, int type, const std::vector<int>& dimensions,
                             const std::string& title) const {
    int id = 0;
    check(nc_.def_var(file_, name.c_str(), type, static_cast<int>(dimensions.size()),
                      dimensions.data(), &id));
    note(id, "long_name", title);
    return id;
  }

  void define(const FileNotes& notes);
  void define_values(Variable& variable) const;
  void write_coordinates() const;
  void write_texts(int variable, const std::vector<std::string>& texts) const;
  void write_values(const Variable& variable) const;

  const NetcdfLibrary& nc_ = netcdf_library();
  std::filesystem::path path_;
  const Ensemble& ensemble_;
  std::vector<Variable> variables_;
  std::vector<Member> members_;
  int file_ = 0;
  bool open_ = false;
  int run_dimension_ = 0;
  int time_dimension_ = 0;
  int entity_dimension_ = 0;
  int run_ = 0;
  int time_ = 0;
  int entity_ = 0;
  int region_ = 0;
  int generation_ = 0;
};

void NetcdfFile::define(const FileNotes& notes) {
  note(NC_GLOBAL, "Conventions", "CF-1.8");
  for (const auto& [name, text] : notes)
    note(NC_GLOBAL, name, text);
  run_dimension_ = dimension("run", ensemble_.runs.size());
  time_dimension_ = dimension("time", ensemble_.months.size());
  run_ = variable("run", NC_STRING, {run_dimension_}, "id of the run");
  time_ = variable("time", NC_INT, {time_dimension_}, "first day of the month");
  note(time_, "units", "days since 1970-01-01");
  note(time_, "calendar", "proleptic_gregorian");
  note(time_, "standard_name", "time");
  note(time_, "axis", "T");
  if (!members_.empty()) {
    entity_dimension_ = dimension("entity", members_.size());
    entity_ = variable("entity", NC_STRING, {entity_dimension_}, "what or whom it is about");
    region_ = variable("region", NC_STRING, {entity_dimension_}, "region, where applicable");
    generation_ =
        variable("generation", NC_STRING, {entity_dimension_}, "generation, where applicable");
  }
  for (Variable& each : variables_)
    define_values(each);
  check(nc_.enddef(file_));
}

void NetcdfFile::define_values(Variable& each) const {
  std::vector<int> dimensions{run_dimension_, time_dimension_};
  const std::size_t months = std::max<std::size_t>(1, ensemble_.months.size());
  const std::size_t runs = std::clamp<std::size_t>(kChunkBytes / sizeof(double) / months, 1,
                                                   std::max<std::size_t>(1, ensemble_.runs.size()));
  std::vector<std::size_t> chunk{runs, months};
  if (each.by_entity) {
    dimensions.insert(dimensions.begin() + 1, entity_dimension_);
    chunk.insert(chunk.begin() + 1, 1);
  }
  each.id = variable(each.name, NC_DOUBLE, dimensions, each.title);
  note(each.id, "units", each.unit);
  if (each.by_entity)
    note(each.id, "coordinates", "region generation");
  const double missing = kMissing;
  check(nc_.def_var_fill(file_, each.id, NC_FILL, &missing));
  check(nc_.def_var_chunking(file_, each.id, NC_CHUNKED, chunk.data()));
  check(nc_.def_var_deflate(file_, each.id, 1, 1, kDeflateLevel));
}

void NetcdfFile::write_texts(int each, const std::vector<std::string>& texts) const {
  std::vector<const char*> pointers;
  for (const std::string& text : texts)
    pointers.push_back(text.c_str());
  if (!pointers.empty())
    check(nc_.put_var_string(file_, each, pointers.data()));
}

void NetcdfFile::write_coordinates() const {
  write_texts(run_, ensemble_.runs);
  std::vector<int> days;
  for (const Date& month : ensemble_.months)
    days.push_back(static_cast<int>(std::chrono::sys_days(month).time_since_epoch().count()));
  if (!days.empty())
    check(nc_.put_var_int(file_, time_, days.data()));
  std::vector<std::string> entities;
  std::vector<std::string> regions;
  std::vector<std::string> generations;
  for (const auto& [entity, region, generation] : members_) {
    entities.push_back(entity);
    regions.push_back(region);
    generations.push_back(generation);
  }
  if (members_.empty())
    return;
  write_texts(entity_, entities);
  write_texts(region_, regions);
  write_texts(generation_, generations);
}

void NetcdfFile::write_values(const Variable& each) const {
  const std::size_t runs = ensemble_.runs.size();
  const std::size_t months = ensemble_.months.size();
  for (const EnsembleSeries* series : each.series) {
    if (!each.by_entity) {
      const std::size_t start[] = {0, 0};
      const std::size_t count[] = {runs, months};
      check(nc_.put_vara_double(file_, each.id, start, count, series->values.data()));
      continue;
    }
    const auto member = std::find(members_.begin(), members_.end(), member_of(*series));
    const std::size_t start[] = {0, static_cast<std::size_t>(member - members_.begin()), 0};
    const std::size_t count[] = {runs, 1, months};
    check(nc_.put_vara_double(file_, each.id, start, count, series->values.data()));
  }
}

}  // namespace

void write_netcdf(const std::filesystem::path& path, const Ensemble& ensemble,
                  const FileNotes& notes) {
  NetcdfFile(path, ensemble, notes).write();
  make_durable(path);
}

}  // namespace chokepoint
