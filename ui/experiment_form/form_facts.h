#pragma once

#include "core/experiment/engine.h"

#include <QString>

namespace overfit::ui {

/// Facts that the form cannot know by itself and is told later, when the engine has been asked in the background.
struct FormFacts {
    ModelDescription model;         // no parameters: not known (yet)
    std::string modelName;          // of which `model` tells: the form may hold another one by now
    QString parametersProblem;      // why not: "LibTorch is missing"; empty while asking
    QString problemDetail;          // the same with all that is to be said
    double imagesPerSecond = 0.0;   // measured on this machine; 0 = unknown
    bool speedOfOtherRun = false;   // of another network of the family, in proportion
};

}   // namespace overfit::ui
