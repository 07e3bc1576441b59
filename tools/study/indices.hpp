#pragma once

#include <string>

#include "tools/study/request.hpp"

namespace chokepoint::study {

/// How much each factor does to each output, as JSON. An output that does not vary has no indices:
/// its `factors` are null, and `why` says the reason.
///
/// - saltelli: `first` and `total` Sobol indices of each unit by Martinez' estimator,
///   `[value, low, high]`;
/// - ranks: `spearman` rank correlation and `partial` rank correlation, `[value, low, high]`; the
///   latter null when there are too few rows for it;
/// - morris: `mean_absolute` of the elementary effects `[value, low, high]`, `mean`, `deviation`.
///
/// Throws RequestError when the rows are not of that design.
[[nodiscard]] std::string make_indices(const IndexRequest& request);

}  // namespace chokepoint::study
