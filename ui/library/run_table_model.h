#pragma once

#include "ui/library/run_colours.h"
#include "ui/library/run_scanner.h"

#include <QAbstractListModel>
#include <QHash>
#include <QString>

namespace overfit::ui {

/// The runs as rows. A new listing is merged row by row, so that selection, scroll position and an open editor survive it.
class RunTableModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        FolderRole = Qt::UserRole,   // QString: the folder's path, by which a run is known everywhere
        KeyNumbersRole,              // QString: the second line
        StatusRole,                  // int(RunStatus), -1 where the folder cannot be read
        ColourRole,                  // QColor: of a shown run, else invalid
        ProgressRole,                // double 0..1 of the running one
        AgeRole,                     // QString: greater = newer
        RunningRole,                 // bool
        TrainAccuracyRole,           // double, NaN where unknown
        TestAccuracyRole,
    };

    explicit RunTableModel(const RunColours& colours, QObject* parent = nullptr);

    void merge(const RunScanner::Listings& listings);

    /// The run of this window, more current than its summary on disk. An empty folder: none runs.
    void setLive(const QString& folder, double progress, const QString& keyNumbers);

    /// Which rows carry their colour: those in the charts.
    void setShown(const QStringList& folders);

    int rowOf(const QString& folder) const;   // -1: none
    const RunListing* runOf(const QString& folder) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;   // a new name
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void renamed(const QString& folder, const QString& name);   // to be written to user.json

private:
    bool isLive(const RunListing& run) const;

    const RunColours& colours_;
    RunScanner::Listings runs_;
    QHash<QString, int> rows_;
    QStringList shown_;
    QString liveFolder_, liveNumbers_;
    double liveProgress_ = 0.0;
};

}   // namespace overfit::ui
