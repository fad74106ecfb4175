#include "ui/curves/kept_choice.h"

#include <QJsonArray>
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

QJsonObject toJson(const CurveChoice& choice) {
    return {
        {QStringLiteral("axis"), axisName(choice.axis)},
        {QStringLiteral("smoothing"), choice.smoothing},
        {QStringLiteral("log_x"), choice.logX},
        {QStringLiteral("log_loss"), choice.logLoss},
        {QStringLiteral("log_accuracy"), choice.logAccuracy},
        {QStringLiteral("lines"), quantityNames(choice.quantities)},
    };
}

CurveChoice curveChoiceFrom(const QJsonObject& json, const CurveChoice& defaults) {
    CurveChoice choice = defaults;
    if (json[QStringLiteral("axis")] == QStringLiteral("step")) choice.axis = XAxis::Step;
    if (json[QStringLiteral("axis")] == QStringLiteral("time")) choice.axis = XAxis::Time;
    choice.smoothing = std::clamp(json[QStringLiteral("smoothing")].toDouble(choice.smoothing), 0.0, largestSmoothing);
    choice.logX = json[QStringLiteral("log_x")].toBool(choice.logX);
    choice.logLoss = json[QStringLiteral("log_loss")].toBool(choice.logLoss);
    choice.logAccuracy = json[QStringLiteral("log_accuracy")].toBool(choice.logAccuracy);
    const auto quantities = quantitiesOf(json[QStringLiteral("lines")].toArray());
    if (!quantities.isEmpty()) choice.quantities = quantities;
    return choice;
}

}   // namespace overfit::ui
