#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/actors/chip_maker.hpp"
#include "models/actors/common_keys.hpp"
#include "models/actors/line_record.hpp"
#include "models/policy/node_conversion.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/room_plan.hpp"
#include "models/policy/yield_learning.hpp"

namespace chokepoint::models {

/// A foundry with several nodes.
struct FoundrySpec {
  struct Node {
    std::string name;        ///< "n3"; sells "n3_wafer"
    std::string constraint;  ///< of its rooms: "logic_cleanroom", "n5_capacity"
    bool expands = true;     ///< new rooms are planned for it
    FabSpec fab;
    LineKeys line;
    /// What of it is idle becomes rooms of a newer node.
    struct Conversion {
      std::string to;
      Duration lead{};
      ConversionRule rule;
    };
    std::optional<Conversion> conversion;
    std::optional<YieldLearning> learning;  ///< none: mature from the first wafer on
  };

  /// Whose teams it hires away.
  struct Hires {
    std::string from;
    HiringRule rule;
  };

  FirmSpec firm;
  std::optional<Hires> hires{};  ///< none: it learns from its own wafers alone
  ToolPurchasing purchasing;
  RoomRule rooms;
  std::optional<Subsidy> subsidy{};
  double starts_per_month = 0;  ///< most wafers per month of rooms started in a month
  double starts_growth = 0;     ///< per year
  double starts_ceiling = 0;    ///< whatever the growth
  std::vector<std::string> stable_customers;
  std::vector<Node> nodes;

  static FoundrySpec read(Reader& reader);
};

/// Sells wafers node by node: steady customers first, then by date (F-O4), and says "sold out" when
/// the book is full. Every month compares the rooms it will have when new ones would open with what
/// it believes of the announcements: steady customers in full, fast-growing ones with little
/// conviction; starts rooms at the pace its crews allow, and orders tools for them.
class Foundry final : public ChipMaker {
 public:
  using Spec = FoundrySpec;
  Foundry(Market& market, Spec spec);
  [[nodiscard]] const Spec& spec() const { return spec_; }
  void state(ProcessModel& model) const override;

 private:
  struct Node {
    std::string name;
    CommodityId commodity = 0;
    bool expands = true;
    double lead_months = 0;
    std::unique_ptr<Line> line;
    std::unique_ptr<Fab> fab;
    std::unique_ptr<LineRecord> record;
    SteadyBook steady;
    Trend fast;  ///< deliveries to customers that are not steady
    std::int64_t fast_made = 0;
    std::int64_t fast_seen = 0;
    double idle_months = 0;
    double made_per_month = 0;  ///< smoothed, to all customers
    double hired = 0;           ///< experience that teams brought along, in wafers
    Series::Id tools = 0;
  };

  void build(const ToolSheet* sheet) override;
  void change_start_limit(double factor) override { start_limit_ *= factor; }
  void plan() override;
  void receive_order(OrderId order) override;
  void order_cancelled(OrderId order, std::int64_t quantity) override;

  void tell_capacity() override;
  void close_books(Node& node);
  /// What a node has learned, in wafers: its own, with what teams brought and less what they took.
  [[nodiscard]] double experience(const Node& node) const;
  [[nodiscard]] const Node* node_named(std::string_view name) const;
  void hire_teams();
  [[nodiscard]] RoomView view(const Node& node, double horizon) const;
  void start_rooms();
  /// Idle rooms of older nodes are converted where a newer one is short.
  void convert_nodes();
  [[nodiscard]] Node& node_of(OrderId order);

  Spec spec_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<FirmId> stable_;
  const Foundry* teacher_ = nullptr;      ///< whose teams it hires
  std::vector<const Foundry*> poachers_;  ///< who hire its own
  double start_limit_;  ///< wafers per month of rooms that crews can start in a month
  ConstraintId demand_;
  ConstraintId believed_less_;
  ConstraintId start_rate_;
  Tick last_ = 0;
  std::int64_t plannings_ = 0;
};

}  // namespace chokepoint::models
