#pragma once

#include "ui/charts/chart_content.h"

#include <vector>

namespace overfit::ui {

/// Charts side by side: each shows at least what any of them shows, so that heights can be compared.
void shareAxes(std::vector<ChartContent>& contents);

}   // namespace overfit::ui
