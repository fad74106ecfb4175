#include "ui/compare/comparison_choice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr double largestSmoothing = 0.99;

/// Quantities by the name of the first metric that has them: readable, and independent of the enumerators' order.
QString quantityName(MetricQuantity quantity) {
    for (const Metric& metric : metric_table()) {
        if (metric.quantity == quantity)
            return QString::fromUtf8(metric.name.data(), static_cast<qsizetype>(metric.name.size()));
    }
    return {};
}

QJsonArray quantityNames(const QSet<MetricQuantity>& quantities) {
    QStringList names;
    for (const MetricQuantity quantity : quantities) names << quantityName(quantity);
    names.sort();
    return QJsonArray::fromStringList(names);
}

QSet<MetricQuantity> quantitiesOf(const QJsonArray& names) {
    QSet<MetricQuantity> quantities;
    for (const auto& name : names) {
        if (const Metric* metric = find_metric(name.toString().toStdString())) quantities.insert(metric->quantity);
    }
    return quantities;
}

QString axisName(XAxis axis) {
    return axis == XAxis::Step   ? QStringLiteral("step")
           : axis == XAxis::Time ? QStringLiteral("time")
                                 : QStringLiteral("epoch");
}

}   // namespace

QString choiceToText(const ComparisonChoice& choice) {
    const QJsonObject json{
        {QStringLiteral("base"), choice.base},
        {QStringLiteral("group_seeds"), choice.groupSeeds},
        {QStringLiteral("equal_settings"), choice.equalSettings},
        {QStringLiteral("layout"), choice.layout == ComparisonChoice::Layout::Grid ? "grid" : "overlay"},
        {QStringLiteral("unit"), choice.unit == MetricUnit::Nats ? "loss" : "accuracy"},
        {QStringLiteral("axis"), axisName(choice.curves.axis)},
        {QStringLiteral("smoothing"), choice.curves.smoothing},
        {QStringLiteral("log_x"), choice.curves.logX},
        {QStringLiteral("log_loss"), choice.curves.logLoss},
        {QStringLiteral("log_accuracy"), choice.curves.logAccuracy},
        {QStringLiteral("lines"), quantityNames(choice.curves.quantities)},
    };
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
    if (json[QStringLiteral("axis")] == QStringLiteral("step")) choice.curves.axis = XAxis::Step;
    if (json[QStringLiteral("axis")] == QStringLiteral("time")) choice.curves.axis = XAxis::Time;
    choice.curves.smoothing = std::clamp(json[QStringLiteral("smoothing")].toDouble(), 0.0, largestSmoothing);
    choice.curves.logX = json[QStringLiteral("log_x")].toBool();
    choice.curves.logLoss = json[QStringLiteral("log_loss")].toBool();
    choice.curves.logAccuracy = json[QStringLiteral("log_accuracy")].toBool();
    const auto quantities = quantitiesOf(json[QStringLiteral("lines")].toArray());
    if (!quantities.isEmpty()) choice.curves.quantities = quantities;
    return choice;
}

}   // namespace overfit::ui
