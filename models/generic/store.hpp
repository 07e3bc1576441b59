#pragma once

#include <string_view>

#include "models/generic/part.hpp"
#include "sim/flow/store.hpp"

namespace chokepoint::models {

/// A store with an initial stock or a capacity (others need no entry). Kind `pool`: fed by
/// interchangeable sources, whose deliveries add up.
class StorePart final : public Part {
 public:
  static PartPtr read(Reader& reader);
  static PartPtr read_pool(Reader& reader);

  [[nodiscard]] bool is_bounded() const { return capacity_ != Store::kUnlimited; }

  void define(Wiring& wiring) const override;
  void prepare(Network& network) const override;
  void state(ProcessModel& model, Network& network) const override;

 private:
  StorePart(Reader& reader, bool pool);
  /// The name of what it begins with: what is left of a purse is money.
  [[nodiscard]] std::string_view stock() const;

  bool pool_;
  std::string unit_;
  std::int64_t initial_;
  std::int64_t capacity_;
};

}  // namespace chokepoint::models
