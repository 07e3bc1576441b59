#pragma once

#include <deque>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/actors/common_keys.hpp"
#include "models/actors/tool_maker.hpp"
#include "models/core/growth_record.hpp"
#include "models/core/inheritance.hpp"
#include "models/core/line.hpp"
#include "models/policy/lithography.hpp"
#include "sim/scenario/profile.hpp"

namespace chokepoint::models {

/// What a scenario says about the rooms and tools behind one gate.
struct FabSpec {
  struct Inherited {
    double wafers_per_month = 0;
    Tick due = 0;
  };

  /// Rooms that stand in another region from a date on, while as many fewer stand at home.
  struct Abroad {
    std::string region;
    double wafers_per_month = 0;
    Tick since = 0;
  };

  std::string node;                  ///< its name where events may strike it by itself
  double wafers_per_month = 0;       ///< rooms with tools at the start
  std::vector<Inherited> inherited;  ///< rooms decided before the start, tools included
  std::vector<Abroad> abroad;        ///< read only where events strike the firm
  Duration room_lead{};              ///< from the decision to the last wall
  Profile euv_layers{0};             ///< per wafer (technology roadmap)
  double euv_tools = 0;              ///< at the start
  double euv_on_order = 0;           ///< at the start
  std::int64_t euv_installing = 0;   ///< at the start
  int installing_months = 6;         ///< they start to work evenly over so many months
  double usable_share = 1;           ///< of the tools in volume production
  double tool_margin = 1;            ///< planners' allowance
  double tool_smoothing_months = 9;
  bool layers_wait = false;  ///< wafers follow the roadmap only as far as there are tools for it
  Duration tool_horizon{};   ///< how far ahead tools are planned
  CapitalCost cost{};
  bool rebuilding_needs_tools = true;  ///< false: rooms begun while an event stops others have them

  static FabSpec read(Reader& reader);
};

/// The clean rooms, tool sets and EUV fleet behind one gate.
///
/// A room takes years to build. It is in use when it stands and its tool sets have come: both dates
/// are recorded. EUV tools add passes one by one. What the rooms, the sets or the fleet allow,
/// whichever is least, is the gate's pace.
class Fab final : public Listener {
 public:
  /// `sheet` may be missing: then the fab needs no EUV.
  Fab(Market& market, const Firm& owner, Gate& gate, const std::string& name, const FabSpec& spec,
      ConstraintId room_constraint, const ToolSheet* sheet);
  Fab(const Fab&) = delete;
  Fab& operator=(const Fab&) = delete;

  /// Steady business works at a gate of its own, at its part of rooms and tools.
  void give_steady(Gate& gate);
  /// Gives steady business that part from now on. Small changes are not worth an event:
  /// then it is false.
  bool divide(double steady_share);

  /// States rooms and EUV tools as capacities under that name, and how both grow: rooms take
  /// `rights` to start one and tool sets, tools are bought from their maker.
  struct Statement {
    std::string name;
    ProcessModel::StockId rights = 0;
    ProcessModel::StockId tool_sets = 0;
    ProcessModel::StockId euv_tools = 0;
    Duration tool_lead{};
    double improves_per_quarter = 0;
    bool grows = true;  ///< false: no rooms are started
  };
  void state(ProcessModel& model, const Statement& statement, const Monthly& months) const;
  /// What a thousand wafers ask of both.
  [[nodiscard]] std::vector<ProcessModel::Use> uses(ProcessModel& model,
                                                    const std::string& stated) const;

  /// A planning, for the record: all announcements call for so many rooms; `limit` is why no more
  /// are started.
  void rooms_planned(double wafers_per_month, ConstraintId limit);
  /// The same for EUV tools, from the rooms that are planned.
  void tools_planned(double starts_per_month, ConstraintId limit);
  /// Says who sells its EUV tools and its tool sets; null: nobody.
  void enlarged_by(const Firm* euv_maker, std::initializer_list<const Firm*> set_makers) const;
  /// A planning of tool sets: so many are ordered now.
  void sets_planned(std::int64_t sets, ConstraintId limit);
  /// What becomes of EUV tools and of tool sets is on record here.
  [[nodiscard]] GrowthRecord& tool_record() { return tool_record_; }
  [[nodiscard]] GrowthRecord& set_record() { return set_record_; }

  void start_room(double wafers_per_month, EventId decided);
  /// Rooms with their tool sets and EUV tools on the way from one node to another.
  struct Moved {
    std::int64_t wafers_per_month = 0;
    std::int64_t euv_tools = 0;
  };
  /// Takes rooms and their part of the EUV fleet out of use.
  [[nodiscard]] Moved give_up(double wafers_per_month, EventId decided);
  /// Has them converted: they work after `lead` and make `yields` of the wafers they made before.
  void convert(const Moved& moved, double yields, Duration lead, EventId decided);
  /// Rooms that are being converted for it, in wafers per month.
  [[nodiscard]] double converting() const { return converting_; }
  /// What conversions give at most to a newer node, stated as capacities of `newer`.
  void state_conversion(ProcessModel& model, const Fab& newer, const std::string& name,
                        const std::string& newer_name, double yields, Duration lead) const;

  /// Capacity from many small improvements, without rooms or tool sets.
  void improve(double wafers_per_month, EventId because);
  void tool_sets_in(std::int64_t sets, EventId arrival);
  /// Writes down how many tool sets wait for a room and how many rooms for their sets.
  void tell_waiting() const;
  void euv_tools_in(std::int64_t tools, EventId arrival);

  /// That part of its wafers is as good as a mature node's; small changes are not worth an event.
  void yields(double part);
  [[nodiscard]] double yield() const { return yield_; }

  /// Brings the gates to what events leave of rooms and tools.
  void apply_left();
  /// An event on the node alone changed: true when it is given up at some place, or taken up again.
  bool node_struck();
  /// Whether such an event makes it turn away all orders; it has just begun to cancel them.
  [[nodiscard]] bool refuses() const;
  [[nodiscard]] bool cancels() { return std::exchange(cancels_, false); }
  [[nodiscard]] bool know_how_lost() const;
  /// Part of its rooms that stands where that event strikes.
  [[nodiscard]] double part_struck(const Disruption& event) const;
  /// Where its rooms may stand, and what strikes them there.
  [[nodiscard]] const Places& sites() const { return at_; }
  /// Rooms that were to be built at a place that its owner has given up are not.
  void give_up_rooms();
  /// What stands, place by place.
  [[nodiscard]] const PlacedCapacity& places() const { return rooms_at_; }
  /// Whether events name its node, and not only its firm, a site or a region.
  [[nodiscard]] bool is_struck_by_itself() const { return own_places_.has_value(); }
  [[nodiscard]] double all_standing() const { return wafers_per_month_; }

  /// Rooms with tools that its planner counts on; rooms decided and not yet in use; rooms in use
  /// `ahead` months from now when `starts_per_month` goes on, all in wafers per month.
  [[nodiscard]] double standing() const;
  [[nodiscard]] double under_way() const { return under_way_; }
  [[nodiscard]] double rooms_in(double ahead_months, double starts_per_month) const;

  /// Tool sets for rooms that open within `ahead`, not counting what is here or on order.
  [[nodiscard]] std::int64_t sets_to_order(Duration ahead) const;
  void sets_ordered(std::int64_t sets) { sets_on_order_ += sets; }
  /// Sets here and on order; those of rooms that were improved count with them.
  [[nodiscard]] double sets_covered() const;

  /// EUV tools to order per month, and what the fab expects to order in later years.
  [[nodiscard]] double tools_per_month(double starts_per_month) const;
  [[nodiscard]] double tools_per_month_in(int months_ahead, double starts_per_month) const;
  /// What a tool ordered now takes, as its maker promised last.
  void tools_promised_in(double months) { promised_months_ = months; }
  void tools_ordered(double tools) { tools_on_order_ += tools; }
  [[nodiscard]] double euv_tools() const { return fleet_; }
  /// Tools here and on order.
  [[nodiscard]] double tools_covered() const { return fleet_ + tools_on_order_; }
  /// Tools it lacks to run all rooms that stand; below 0 it has more.
  [[nodiscard]] double tools_short() const;
  [[nodiscard]] bool uses_euv() const { return sheet_ != nullptr; }

  /// A `share` of its wafers is of another kind, with `layers` EUV passes each.
  void mix(const Profile& layers, double share);
  /// Brings layers and passes per tool up to date (roadmap, mix, upgrades in the field).
  void follow_roadmap();

  void stirred() override;

  static constexpr std::int64_t kWafersPerSet = 1000;  ///< a set equips so many wafers a month

 private:
  struct Project {
    std::int64_t wafers_per_month;
    Tick began;
    Tick due;
    EventId decided;
    bool with_tools;
    std::optional<std::int64_t> moved_tools{};  ///< converted rooms bring these
    std::uint32_t increment = 0;
  };
  /// Rooms that stand and are not all in use.
  struct Opening {
    std::uint32_t increment;
    std::int64_t left;
    Tick began;
    bool inherited;
    bool told = false;  ///< that it stands, as it had to wait for sets
  };

  void schedule(Project project);
  void spend(double usd);
  void open(std::int64_t wafers_per_month, EventId because);
  void room_done(std::uint64_t index);
  void opened_abroad(std::uint64_t index);
  [[nodiscard]] double passes_per_tool(Tick at) const;
  [[nodiscard]] double layers_at(Tick at) const;
  /// Those of today: where layers wait for tools no more than there are passes for.
  [[nodiscard]] double layers_today();
  [[nodiscard]] double horizon() const;
  [[nodiscard]] ToolNeed tool_need(double ahead_months, double starts_per_month) const;
  void apply_rooms();
  void apply_rooms(Gate& gate, double part);
  void apply_passes();
  void record_idle();

  void start_room(std::int64_t wafers_per_month, Duration lead, EventId decided);

  Market& market_;
  const Firm& owner_;
  Gate& gate_;
  FabSpec spec_;
  std::optional<Places> own_places_;  ///< when events strike the node by itself
  const Places& at_;
  bool in_business_ = true;  ///< no such event has made it cancel its orders
  bool cancels_ = false;
  const ToolSheet* sheet_;
  ConstraintId room_constraint_;
  ConstraintId building_;
  ConstraintId conversion_;
  std::size_t rooms_resource_;
  std::size_t euv_resource_ = 0;
  std::size_t sets_resource_ = 0;
  Gate* steady_ = nullptr;
  double steady_share_ = 0;
  double yield_ = 1;
  double wafers_per_month_;
  PlacedCapacity rooms_at_;
  PlacedCapacity tools_at_;
  double rooms_left_ = 1;  ///< parts that worked when an event last changed them
  double tools_left_ = 1;
  StruckGate struck_;
  std::optional<StruckGate> steady_struck_;
  Store rooms_;      ///< built, without tools; wafers per month
  Store tool_sets_;  ///< delivered, without a room; wafers per month
  std::vector<Project> projects_;
  std::deque<Opening> openings_;
  GrowthRecord room_record_;
  GrowthRecord tool_record_;
  GrowthRecord set_record_;
  double under_way_ = 0;
  double converting_ = 0;
  double converted_ = 0;        ///< wafers per month, so far
  double converted_tools_ = 0;  ///< EUV tools, so far
  Profile other_layers_{};
  double other_share_ = 0;
  double run_layers_;           ///< of ordinary wafers, where layers wait for tools
  double rooms_opened_ = 0;     ///< wafers per month, of rooms that were started in the run
  double tools_installed_ = 0;  ///< of those that were bought in the run
  Series::Id sets_waiting_;
  Series::Id rooms_waiting_;
  double fleet_;
  double promised_months_ = 0;
  double tools_on_order_;
  Inheritance installing_;
  std::int64_t sets_on_order_ = 0;
  EventId last_room_ = kWorldStart;
  EventId last_tool_ = kWorldStart;
  EventId last_set_ = kWorldStart;
};

}  // namespace chokepoint::models
