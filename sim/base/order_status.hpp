#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chokepoint {

/// Every order ends delivered, cancelled, rejected or still open at the horizon. While the seller
/// has not answered it is placed; results call that open, too.
enum class OrderStatus : std::uint8_t { placed, open, delivered, cancelled, rejected };

/// As in orders.csv: "open" for what is placed.
[[nodiscard]] std::string_view text(OrderStatus status);
/// What `text` wrote; nothing for any other word.
[[nodiscard]] std::optional<OrderStatus> order_status(std::string_view text);

}  // namespace chokepoint
