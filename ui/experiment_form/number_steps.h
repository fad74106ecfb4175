#pragma once

#include "core/config/field_table.h"

namespace overfit::ui {

/// The value `steps` steps of a spin box away (negative: down), within the field's range; the same value where there is no
/// way further. Integers step in their second digit (50, 51; 128, 130; 5,000, 5,100), batch sizes double, rates go 1, 2, 5,
/// 10, shares in hundredths; an empty value ("auto") lies below the smallest one.
FieldValue stepped(const Field& field, const FieldValue& value, int steps);

}   // namespace overfit::ui
