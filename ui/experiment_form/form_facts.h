#pragma once

#include "core/config/memory_estimate.h"

#include <QString>
#include <cstdint>

namespace overfit::ui {

/// Facts that the form cannot know by itself and is told later, when the engine has been asked in the background.
struct FormFacts {
    std::int64_t parameters = 0;    // 0 = not known (yet)
    QString parametersProblem;      // why not: "LibTorch is missing"; empty while asking
    LayerValues layers;             // what the network computes for one image; nothing = not known (yet)
    double imagesPerSecond = 0.0;   // measured on this machine; 0 = unknown
    bool speedOfOtherRun = false;   // of another network of the family, in proportion
};

}   // namespace overfit::ui
