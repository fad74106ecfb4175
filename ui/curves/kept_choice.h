#pragma once

#include "ui/curves/run_curves.h"

#include <QJsonObject>

namespace overfit::ui {

/// How curves are looked at, as a settings file holds it, and back; what is not understood stays as in `defaults`.
QJsonObject toJson(const CurveChoice& choice);
CurveChoice curveChoiceFrom(const QJsonObject& json, const CurveChoice& defaults);

}   // namespace overfit::ui
