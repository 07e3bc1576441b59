#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/bound/rate_path.hpp"

namespace chokepoint {

/// What somebody or something brings into the world that the model cannot make itself. Each has a
/// name, the constraint's, and earns a rent where more of it would bring more.
enum class EndowmentKind {
  capacity,
  stock,    ///< what is there at the start, or was under way then
  storage,  ///< room
  growth,   ///< how much may be decided in a month
  slots,    ///< limits on work in progress
  money,
  demand,
  outside,  ///< what others take: a rent below zero
  decided,  ///< what was decided before the date from which one is free to decide
};
[[nodiscard]] std::string_view to_text(EndowmentKind kind);

/// A production network as parts and firms state it, month by month, without any decision: stocks,
/// capacities, and processes that take from stocks, use capacities and give to stocks after a
/// while. Knows nothing about what is made.
///
/// Whatever a run can do must be possible here, so each statement rounds in favour of more: leads
/// down to whole months, capacity that comes in a month works from its first day.
class ProcessModel {
 public:
  using StockId = std::size_t;
  using CapacityId = std::size_t;
  /// What can be read off a world while it runs: a rate, an amount so far.
  using Reading = std::function<double()>;
  static constexpr std::size_t kUnread = std::numeric_limits<std::size_t>::max();

  struct Inflow {
    std::string constraint;
    EndowmentKind kind = EndowmentKind::stock;
    RatePath path;
    std::size_t reading = kUnread;  ///< of the rate
    /// Instead of the path: it goes out, as much as the reading rose in each month.
    bool taken_as_seen = false;
  };
  struct Stock {
    std::string name;
    double initial = 0;
    std::string initial_constraint{};
    EndowmentKind initial_kind = EndowmentKind::stock;
    double most = std::numeric_limits<double>::infinity();
    std::string space_constraint{};
    EndowmentKind space_kind = EndowmentKind::storage;
    bool passes = false;  ///< nothing stays in it: goods leave for whoever takes them as they come
    double in_hand = 0;   ///< lots taken from it count as being in it until they are worked off
    std::vector<Inflow> inflows{};
  };
  struct Capacity {
    std::string name;
    std::string constraint{};
    EndowmentKind kind = EndowmentKind::capacity;
    RatePath path{};
    std::size_t reading = kUnread;  ///< of the rate, or of what stands
    /// Processes add to it: it stands at `path.initial`, gets `arrivals`, and a unit of it is worth
    /// `path.worth`. `keeps` is the part that is still there a month later (above 1: it improves).
    bool grows = false;
    Monthly arrivals{};
    Monthly keeps{};
  };
  struct Flow {
    StockId stock;
    double amount;         ///< below zero: taken
    Duration later{};      ///< after the process began; the shortest that is possible
    bool earlier = false;  ///< so long before it, instead
  };
  struct Use {
    CapacityId capacity;
    double each = 1;
    Monthly by_month{};  ///< instead, when it changes
  };
  struct Addition {
    CapacityId capacity;
    double amount;
  };
  struct Process {
    std::string name;
    std::vector<Flow> flows;
    std::vector<Use> uses{};
    std::vector<Addition> adds{};
    /// Not more than that in a month.
    bool limited = false;
    RatePath limit{};
    std::string limit_constraint{};
    EndowmentKind limit_kind = EndowmentKind::growth;
    /// How much of it was begun in a run so far: what was begun before the date from which one is
    /// free to decide stays as it was. Without it, it is free at all times.
    std::size_t begun = kUnread;
    std::size_t limit_reading = kUnread;
    /// It stays as it was for so long after the date of decision.
    Duration begun_lead{};
  };

  ProcessModel(const Timeline& timeline, Tick horizon);

  [[nodiscard]] const MonthGrid& grid() const { return grid_; }

  /// The stock of that name; new ones are empty and have room for everything.
  StockId stock(std::string_view name);
  Stock& edit(StockId id) { return stocks_[id]; }
  void start_with(StockId id, double amount, std::string constraint,
                  EndowmentKind kind = EndowmentKind::stock);
  /// The capacity of that name; whoever owns it fills it in.
  CapacityId capacity(std::string_view name);
  Capacity& edit_capacity(CapacityId id) { return capacities_[id]; }
  void add(Process process) { processes_.push_back(std::move(process)); }
  Process& edit_process(std::size_t index) { return processes_[index]; }
  /// The process of that name; nullptr when there is none yet.
  [[nodiscard]] Process* find_process(std::string_view name);
  /// The stock that everything is for. What comes into it stays.
  void count(StockId sink) { sinks_.push_back(sink); }
  /// Registers something that can be read while a world runs.
  std::size_t reading(Reading read);

  /// Months' worth of a rate that is counted per average month.
  [[nodiscard]] Monthly month_lengths() const;
  /// The same value in every month.
  [[nodiscard]] Monthly every_month(double value) const;

  /// Reads everything at the end of a month of a run; call once for each month, in their order.
  void read_month();
  /// What was read, by month; empty when there was no run or nobody reads it.
  [[nodiscard]] const Monthly& seen(std::size_t reading) const;

  [[nodiscard]] const std::vector<Stock>& stocks() const { return stocks_; }
  [[nodiscard]] const std::vector<Capacity>& capacities() const { return capacities_; }
  [[nodiscard]] const std::vector<Process>& processes() const { return processes_; }
  [[nodiscard]] const std::vector<StockId>& sinks() const { return sinks_; }

 private:
  MonthGrid grid_;
  std::vector<Stock> stocks_;
  std::vector<Capacity> capacities_;
  std::vector<Process> processes_;
  std::vector<StockId> sinks_;
  std::vector<Reading> readings_;
  std::vector<Monthly> seen_;
  std::map<std::string, StockId, std::less<>> stock_names_;
  std::map<std::string, CapacityId, std::less<>> capacity_names_;
};

}  // namespace chokepoint
