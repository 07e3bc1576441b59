#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace chokepoint {

/// A quantity that is compared beside what is online.
struct Measure {
  enum class Kind {
    flow,  ///< an amount a month: a year's value is their sum
    end,   ///< what holds at the end of a month: a year's value is the last one
    mean,  ///< a price: a year's value is the mean
    lack,  ///< what holds at the end of a month, and had better be nothing
  };
  const char* id;
  const char* title;
  const char* unit;  ///< of a year's value
  Kind kind;
  bool by_maker = false;  ///< told firm by firm too: its firms make it, and in that unit
  /// Whose months it adds up: of those who make it, of those who get it, or of makers who work on
  /// what their customers bring.
  enum class Firms { makers, buyers, consigned } firms = Firms::makers;
};

/// Which series are added up, and how. What is empty is not asked for.
struct FigureSource {
  enum class Reading { rate, amount, cumulative, level, mean };
  std::string_view series;  ///< also with an ending that says how long its periods are
  std::string_view unit{};
  Reading reading = Reading::level;
  bool of_firms = true;  ///< series with an entity, else those without
  double factor = 1;
  std::string_view generation{};      ///< those of this one
  std::string_view not_generation{};  ///< those of another one than this
  std::string_view firms_with{};      ///< of firms that have this series as well
  std::string_view firms_without{};   ///< of those that do not
};

/// A measure and what it is read from.
struct Figure {
  Measure measure;
  FigureSource source;
  /// What waits to be begun of it, and what could be made.
  struct Books {
    FigureSource waiting;
    FigureSource able;
  };
  std::optional<Books> books{};
  /// Its firms, one by one, where they are not those of `source`.
  std::optional<FigureSource> members{};
  std::string_view sold{};     ///< its firms are those who sell this good
  std::string_view made_of{};  ///< what its firms make it of
};

/// All that is read off a run of a world to compare it, in the order in which it is told.
struct FigureTable {
  std::vector<Figure> figures;
  /// What is online at the end of each year, by whatever the series belong to.
  struct Group {
    std::string_view by;
    FigureSource source;
    bool by_region = false;  ///< else by entity
  };
  std::vector<Group> groups;
  FigureSource added;           ///< firm by firm, what comes online
  FigureSource stocked;         ///< put aside, at the end of each month
  std::string_view stock_cost;  ///< the series that adds up what that cost
  /// A good whose makers buy nothing: they work on what their customers bring.
  std::string_view consigned;
};

}  // namespace chokepoint
