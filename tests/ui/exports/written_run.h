#pragma once

#include "core/runs/metrics_file.h"
#include "core/runs/run_record.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace overfit::ui {

/// A run folder with what charts and tables need: 11 epochs of loss and accuracy.
inline QString writeRun(const QTemporaryDir& root, const QString& name) {
    const QString folder = root.filePath(name);
    QDir().mkpath(folder);
    QFile metrics(folder + QStringLiteral("/metrics.jsonl")), record(folder + QStringLiteral("/run.json"));
    if (!metrics.open(QIODevice::WriteOnly) || !record.open(QIODevice::WriteOnly)) return {};
    for (int epoch = 0; epoch <= 10; ++epoch) {
        EpochMetrics m;
        m.epoch = epoch;
        m.step = 10 * epoch;
        m.time_s = epoch;
        m.train_accuracy = epoch / 10.0;
        m.test_accuracy = 0.1 + 0.002 * epoch;
        m.train_loss = 2.3 - 0.2 * epoch;
        metrics.write(QByteArray::fromStdString(epoch_line(m)) + '\n');
    }
    RunRecord written;
    written.id = name.toStdString();
    written.name = name.toStdString();
    written.status = RunStatus::Fitted;
    written.created = "2026-01-31T12:34:56.000Z";
    record.write(QByteArray::fromStdString(run_record_to_json(written)));
    return folder;
}

}   // namespace overfit::ui
