#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/base/distribution.hpp"
#include "sim/base/time.hpp"
#include "sim/scenario/key_spec.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/profile.hpp"
#include "sim/scenario/quantity.hpp"

namespace chokepoint {

struct NumberRules;
struct ReadContext;

/// A number of the scenario that belongs to a name: an ingredient of a recipe, a regional share.
struct NamedNumber {
  std::string name;
  double value = 0.0;
};

/// Reads one mapping of a scenario. Every call declares a key, its unit, its meaning and its
/// bounds, so reading, checking, the printed schema and the list of parameters cannot differ.
///
/// A fault is reported and a harmless value returned, so that one run finds all faults. To learn
/// the keys, read functions are also called without a scenario: they must declare the same keys
/// whatever the values are (ask `has` before an optional block only), and must not act on values
/// they read. `source`, and in numbers `range` and `why`, are understood everywhere and never
/// declared. Numbers are drawn once per run where the scenario gives a distribution.
class Reader {
 public:
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// The entry's `name`: a letter, then letters, digits, '_' or '-'.
  std::string name();
  std::string text(std::string_view key, std::string_view help);
  std::string text_or(std::string_view key, std::string_view fallback, std::string_view help);
  /// A text that follows the grammar of names.
  std::string name_or(std::string_view key, std::string_view fallback, std::string_view help);
  bool flag_or(std::string_view key, bool fallback, std::string_view help);
  /// A whole number without unit; a drawn one is rounded to the nearest.
  std::int64_t count(std::string_view key, std::string_view help, Bounds bounds = {});
  std::int64_t count_or(std::string_view key, std::int64_t fallback, std::string_view help,
                        Bounds bounds = {});
  std::string one_of(std::string_view key, const std::vector<std::string>& allowed,
                     std::string_view help);
  std::string one_of_or(std::string_view key, const std::vector<std::string>& allowed,
                        std::string_view fallback, std::string_view help);

  /// The name of another thing ("part", "actor", a kind, "region", or what declare_name made
  /// known). That it exists is checked when everything has been read.
  std::string reference(std::string_view key, std::string_view thing, std::string_view help);
  /// Empty text when the key is absent.
  std::string reference_or_none(std::string_view key, std::string_view thing,
                                std::string_view help);
  /// A list of names, or one name. The order of writing has no meaning: they come sorted.
  std::vector<std::string> references(std::string_view key, std::string_view thing,
                                      std::string_view help);
  std::vector<std::string> references_or_empty(std::string_view key, std::string_view thing,
                                               std::string_view help);
  /// The name of a thing that needs no entry of its own (a store): naming it makes it known.
  std::string mention(std::string_view key, std::string_view thing, std::string_view help);
  /// Empty text when the key is absent.
  std::string mention_or_none(std::string_view key, std::string_view thing, std::string_view help);
  /// Makes a name known that references may mean.
  void declare_name(std::string_view thing, std::string_view name);

  /// A quantity in `unit` ("1": a bare number, percent allowed).
  double number(std::string_view key, std::string_view unit, std::string_view help,
                Bounds bounds = {});
  /// `fallback` is written as in a scenario: "3 wafer/day".
  double number_or(std::string_view key, std::string_view unit, std::string_view fallback,
                   std::string_view help, Bounds bounds = {});
  /// Nothing when the key is absent: then the thing it speaks of does not happen.
  std::optional<double> number_if_any(std::string_view key, std::string_view unit,
                                      std::string_view help, Bounds bounds = {});
  /// A whole number of units; a drawn one is rounded to the nearest. Nothing when the key is
  /// absent.
  std::optional<double> whole_if_any(std::string_view key, std::string_view unit,
                                     std::string_view help, Bounds bounds = {});
  /// A list of quantities; their order has a meaning and is kept (the stages of something).
  std::vector<double> numbers(std::string_view key, std::string_view unit, std::string_view help,
                              Bounds bounds = {});
  /// A length of time of `least` or more, which is written as in a scenario.
  Duration duration(std::string_view key, std::string_view help, std::string_view least = "0 days");
  Duration duration_or(std::string_view key, std::string_view fallback, std::string_view help,
                       std::string_view least = "0 days");
  /// Nothing when the key is absent: then the thing it speaks of does not happen.
  std::optional<Duration> duration_if_any(std::string_view key, std::string_view help);
  /// Between which lengths the draws of a key lie that is there; no time for one that is not.
  struct DurationRange {
    Duration least;
    std::optional<Duration> greatest;  ///< nothing: any length may be drawn
  };
  [[nodiscard]] DurationRange duration_range(std::string_view key) const;
  Date date(std::string_view key, std::string_view help);
  Date date_or(std::string_view key, Date fallback, std::string_view help);
  /// Nothing when the key is absent.
  std::optional<Date> date_if_any(std::string_view key, std::string_view help);
  /// A number of which the model draws a new value at each event.
  Distribution distribution(std::string_view key, std::string_view unit, std::string_view help,
                            Bounds bounds = {});
  Distribution distribution_or(std::string_view key, std::string_view unit,
                               std::string_view fallback, std::string_view help,
                               Bounds bounds = {});
  /// A number that the outside world may change over time: constant, steps, linear or a series.
  Profile exogenous(std::string_view key, std::string_view unit, std::string_view help,
                    Bounds bounds = {});
  Profile exogenous_or(std::string_view key, std::string_view unit, std::string_view fallback,
                       std::string_view help, Bounds bounds = {});
  /// A mapping of names to quantities, sorted by name.
  std::vector<NamedNumber> table(std::string_view key, std::string_view unit, std::string_view help,
                                 Bounds bounds = {});
  std::vector<NamedNumber> table_or_empty(std::string_view key, std::string_view unit,
                                          std::string_view help, Bounds bounds = {});

  /// A list of texts and numbers as they were written; their order has a meaning and is kept.
  /// Empty when the key is absent.
  std::vector<Node> scalars(std::string_view key, std::string_view help);
  /// A number as it was written, of a unit that nobody knows yet; a null node when absent.
  Node written_number(std::string_view key, std::string_view help);

  /// Whether an optional key is there; always true when keys are only being declared.
  [[nodiscard]] bool has(std::string_view key) const;

  /// A mapping below this one, read by `read(Reader&)`, whose value is returned.
  template <class F>
  auto group(std::string_view key, std::string_view help, F&& read) {
    Reader child = open_group(key, help, true);
    return child.run(read);
  }
  template <class F>
  auto optional_group(std::string_view key, std::string_view help, F&& read)
      -> std::optional<std::invoke_result_t<F&, Reader&>> {
    const bool there = has(key);
    Reader child = open_group(key, help, false);
    if (!there)
      return std::nullopt;
    return child.run(read);
  }
  /// A list of mappings, each read by `read(Reader&)`. The order of writing has no meaning: entries
  /// come sorted by their label (see `entry_key`: a name, a partner, a date), and what has none by
  /// all it says. No two entries have the same label.
  template <class F>
  auto list(std::string_view key, std::string_view help, F&& read) {
    return read_entries(open_list(key, help, true), read);
  }
  template <class F>
  auto list_or_empty(std::string_view key, std::string_view help, F&& read) {
    return read_entries(open_list(key, help, false), read);
  }

  /// A rule between `keys`, reported at the first one when it does not hold. Not judged when keys
  /// are only being declared, when the value of one of them is wrong itself, or when one is absent
  /// that may stand there under a name nobody knows.
  void require(bool holds, std::initializer_list<std::string_view> keys, std::string_view message);

  /// The source that is stated for this mapping, in it or above it; empty when there is none.
  [[nodiscard]] std::string source() const;
  /// "actors.tsmc.cowos"
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The scenario's dates.
  [[nodiscard]] const Timeline& timeline() const;
  /// The tick at which the run ends.
  [[nodiscard]] Tick horizon() const;
  /// True when no scenario is being read, only keys declared.
  [[nodiscard]] bool is_describing() const { return describe_into_ != nullptr; }

 private:
  friend class ScenarioWalker;

  Reader(ReadContext& context, const Node* node, std::string path,
         std::vector<KeySpec>* describe_into);

  template <class F>
  auto run(F& read) {
    if constexpr (std::is_void_v<std::invoke_result_t<F&, Reader&>>) {
      read(*this);
      finish();
    } else {
      auto result = read(*this);
      finish();
      return result;
    }
  }
  template <class F>
  static auto read_entries(std::vector<Reader> entries, F& read) {
    using T = std::decay_t<std::invoke_result_t<F&, Reader&>>;
    std::vector<T> result;
    result.reserve(entries.size());
    for (Reader& entry : entries)
      result.push_back(entry.run(read));
    return result;
  }

  Reader open_group(std::string_view key, std::string_view help, bool required);
  std::vector<Reader> open_list(std::string_view key, std::string_view help, bool required);
  /// Reports the keys that nobody declared, and the rules that do not hold.
  void finish();
  bool refuse_unknown_keys();
  /// Books the faults since the last call on the key that was declared last.
  void book_faults();

  /// Reads one key as its specification says, for its faults alone.
  void read_as(const KeySpec& spec);
  KeySpec& declare(KeySpec::Form form, std::string_view key, std::string_view help, bool required);
  /// The key's value; nullptr, with a diagnostic when required, if there is none to read.
  const Node* take(std::string_view key, bool required, std::string_view expected);
  void fail(const Node& node, std::string_view key, const std::string& message);
  /// A text that YAML, too, takes for one; what looks like a number or a flag wants quotes.
  const Node* take_text(std::string_view key, bool required);
  const Node* take_scalar(std::string_view key, bool required, std::string_view expected);
  std::string name_at(const Node& node, std::string_view key);
  void refer(const Node& node, std::string_view key, std::string_view thing);
  std::vector<std::string> read_references(std::string_view key, std::string_view thing,
                                           std::string_view help, bool required);
  std::vector<NamedNumber> read_table(std::string_view key, const NumberRules& rules,
                                      std::string_view help, bool required);
  /// What an absent key stands for, recorded as a default; `fallback` as in a scenario.
  double default_number(KeySpec::Form form, std::string_view key, std::string_view unit,
                        std::string_view fallback, std::string_view help, Bounds bounds);
  /// One number of this mapping, sampled and recorded.
  double number(std::string_view key, const NumberRules& rules, std::string_view help);
  std::optional<double> number_if_any(std::string_view key, const NumberRules& rules,
                                      std::string_view help);
  double read_number(const Node& node, const std::string& path, const NumberRules& rules);
  void record_text(const Node& node, std::string_view key, std::string value);

  ReadContext* context_;
  const Node* node_;  ///< nullptr: describing, or a mapping that is missing
  std::string path_;
  std::vector<KeySpec>* describe_into_;
  struct BrokenRule {
    std::vector<std::string> keys;
    std::string message;
  };

  std::vector<std::string> declared_;
  KeySpec::Form form_ = KeySpec::Form::text;  ///< of the key declared last
  std::size_t faults_;                        ///< when that key was declared
  std::vector<std::string> faulty_;           ///< keys whose values are wrong
  std::vector<BrokenRule> broken_;
};

}  // namespace chokepoint
