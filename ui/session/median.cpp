#include "ui/session/median.h"

#include <algorithm>

namespace overfit::ui {

double medianOf(std::vector<double> values) {
    if (values.empty()) return 0.0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}   // namespace overfit::ui
