#include "ui/library/library_state.h"

#include "ui/library/run_columns.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <array>

namespace overfit::ui {

namespace {

constexpr std::array groupings{std::pair{RunGrouping::None, "none"}, std::pair{RunGrouping::Day, "day"},
                               std::pair{RunGrouping::DataSet, "data set"}, std::pair{RunGrouping::Model, "model"},
                               std::pair{RunGrouping::Tag, "tag"}};
constexpr int widestColumn = 2000;   // pixels

QString nameOf(RunGrouping wanted) {
    for (const auto& [grouping, name] : groupings) {
        if (grouping == wanted) return QLatin1String(name);
    }
    return {};
}

RunGrouping groupingOf(const QString& wanted) {
    for (const auto& [grouping, name] : groupings) {
        if (wanted == QLatin1String(name)) return grouping;
    }
    return RunGrouping::Day;
}

}   // namespace

QByteArray toJson(const LibraryState& state) {
    QJsonArray columns;
    for (const ShownColumn& column : state.columns) {
        columns.append(QJsonObject{{QStringLiteral("key"), column.key}, {QStringLiteral("width"), column.width}});
    }
    const QJsonObject json{
        {QStringLiteral("table"), state.table},       {QStringLiteral("words"), state.words},
        {QStringLiteral("archived"), state.archived}, {QStringLiteral("grouping"), nameOf(state.grouping)},
        {QStringLiteral("order"), state.order},       {QStringLiteral("ascending"), state.ascending},
        {QStringLiteral("columns"), columns}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

LibraryState libraryStateFrom(const QByteArray& json) {
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    LibraryState state;
    state.table = object.value(QStringLiteral("table")).toBool();
    state.words = object.value(QStringLiteral("words")).toBool();
    state.archived = object.value(QStringLiteral("archived")).toBool();
    state.grouping = groupingOf(object.value(QStringLiteral("grouping")).toString());
    if (const QString order = object.value(QStringLiteral("order")).toString(); columnOf(order) >= 0) {
        state.order = order;
        state.ascending = object.value(QStringLiteral("ascending")).toBool();
    }
    for (const QJsonValue& value : object.value(QStringLiteral("columns")).toArray()) {
        const QString key = value.toObject().value(QStringLiteral("key")).toString();
        const int width = value.toObject().value(QStringLiteral("width")).toInt();
        if (columnOf(key) >= 0) state.columns.push_back({key, qBound(0, width, widestColumn)});
    }
    return state;
}

}   // namespace overfit::ui
