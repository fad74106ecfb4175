#pragma once

#include "ui/curves/run_curves.h"

#include <QString>

namespace overfit::ui {

/// How the reader looks at the compared runs.
struct ComparisonChoice {
    enum class Layout { Overlay, Grid };

    QString base;   // the folder of the run that differences refer to; empty or not shown: the first
    bool groupSeeds = true;
    bool equalSettings = false;   // the settings that do not differ are shown, too
    Layout layout = Layout::Overlay;
    MetricUnit unit = MetricUnit::Fraction;   // accuracy or loss
    CurveChoice curves{.quantities = {MetricQuantity::Train, MetricQuantity::Test}};
    bool operator==(const ComparisonChoice&) const = default;
};

/// As text that a settings file holds, and back; what is not understood keeps its default.
QString choiceToText(const ComparisonChoice& choice);
ComparisonChoice choiceFromText(const QString& text);

}   // namespace overfit::ui
