#pragma once

#include "core/experiment/experiment_preview.h"

#include <QString>
#include <QStringList>

namespace overfit::ui {

/// "Pullover given as Sneaker", or "Pullover" where the label is the true one.
QString labelWords(const ExperimentPreview& preview, const PreviewImage& image);

/// "training image 12,034: Pullover given as Sneaker".
QString imageWords(const ExperimentPreview& preview, const PreviewImage& image);

/// "12 images; 11 labels changed: Pullover given as Sneaker, ...": the picture in words.
QString summaryWords(const ExperimentPreview& preview);

/// "4,523 of 5,000 labels differ: 90.5 % (expected 90.0 %)".
QString shareWords(const ExperimentPreview& preview);

/// "28 x 28 pixels; black is -0.8, white is 2.1": what the network gets.
QString inputWords(const ExperimentPreview& preview);

}   // namespace overfit::ui
