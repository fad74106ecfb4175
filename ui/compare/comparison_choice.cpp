#include "ui/compare/comparison_choice.h"

#include "ui/curves/kept_choice.h"

#include <QJsonDocument>

namespace overfit::ui {

QString choiceToText(const ComparisonChoice& choice) {
    QJsonObject json = toJson(choice.curves);
    json[QStringLiteral("base")] = choice.base;
    json[QStringLiteral("group_seeds")] = choice.groupSeeds;
    json[QStringLiteral("equal_settings")] = choice.equalSettings;
    json[QStringLiteral("layout")] = choice.layout == ComparisonChoice::Layout::Grid ? "grid" : "overlay";
    json[QStringLiteral("unit")] = choice.unit == MetricUnit::Nats ? "loss" : "accuracy";
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

ComparisonChoice choiceFromText(const QString& text) {
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    ComparisonChoice choice;
    choice.base = json[QStringLiteral("base")].toString();
    choice.groupSeeds = json[QStringLiteral("group_seeds")].toBool(choice.groupSeeds);
    choice.equalSettings = json[QStringLiteral("equal_settings")].toBool();
    if (json[QStringLiteral("layout")] == QStringLiteral("grid")) choice.layout = ComparisonChoice::Layout::Grid;
    if (json[QStringLiteral("unit")] == QStringLiteral("loss")) choice.unit = MetricUnit::Nats;
    choice.curves = curveChoiceFrom(json, choice.curves);
    return choice;
}

}   // namespace overfit::ui
