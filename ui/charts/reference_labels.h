#pragma once

#include "ui/charts/chart_picture.h"

namespace overfit::ui {

/// Puts the words of each reference line beside it where no curve runs through them: at its right end where there is room,
/// below it rather than above. Where curves are everywhere, where the fewest are.
void placeReferenceLabels(ChartPicture& picture);

}   // namespace overfit::ui
