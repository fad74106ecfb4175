#pragma once

#include "core/config/field_table.h"

#include <QString>

namespace overfit::ui {

/// What stands behind the number: the field's unit, or what the number means in this experiment where that says more
/// ("of 60,000", "= whole image").
QString unitText(const Field& field, const ExperimentConfig& config);

}   // namespace overfit::ui
