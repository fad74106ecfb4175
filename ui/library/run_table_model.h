#pragma once

#include "ui/library/run_colours.h"
#include "ui/library/run_folder_cache.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QString>

namespace overfit::ui {

/// The runs as rows, one column for each of runColumns(). What a scan found is merged row by row, so that selection, scroll
/// position and an open editor survive it.
class RunTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        FolderRole = Qt::UserRole,   // QString: the folder's path, by which a run is known everywhere
        KeyNumbersRole,              // QString: the second line
        StatusRole,                  // int(RunStatus), -1 where the folder cannot be read
        ColourRole,                  // QColor: of a shown run, else invalid
        ProgressRole,                // double 0..1 of the running one
        TagsRole,                    // QStringList
        StarRole,                    // bool
        ArchivedRole,                // bool
        SuffixRole,                  // QString: what tells the run from others of its name
        FindingRole,                 // int(FindingLevel) of the gravest warning or error; -1: none
        FindingTextRole,             // QString: its sign and a few words
        HeadingRole,                 // QString: above the first of a group; of RunFilter
    };

    explicit RunTableModel(const RunColours& colours, QObject* parent = nullptr);

    void merge(const RunScan& part);

    /// Shows the user's words before they are written: a name, tags, a star. No change for an unknown folder.
    void setUserNotes(const QString& folder, const UserNotes& notes);
    void setNotes(const QString& folder, const QString& text);
    void setAudit(const QString& folder, std::shared_ptr<const RunAudit> audit);

    /// The run of this window, more current than its summary on disk. An empty folder: none runs.
    void setLive(const QString& folder, double progress, const QString& keyNumbers);

    /// Which rows carry their colour: those in the charts.
    void setShown(const QStringList& folders);
    void colourChanged(const QString& folder);

    int rowOf(const QString& folder) const { return rows_.value(folder, -1); }   // -1: none
    const RunListing* runOf(const QString& folder) const;
    const RunRow* find(const QString& folder) const;
    const RunRow& at(int row) const { return runs_[static_cast<std::size_t>(row)]; }
    bool isRunning(const RunRow& row) const { return row.isRunning() || isLive(row); }
    int archived() const;
    QStringList tagsInUse() const;            // sorted
    std::vector<std::string> names() const;   // the user's and the records'

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;   // a new name
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void renamed(const QString& folder, const QString& name);   // to be written to user.json

private:
    bool isLive(const RunRow& row) const { return !liveFolder_.isEmpty() && row.folder == liveFolder_; }
    void remove(const QStringList& folders);
    void tellChanged(int row);
    void numberRows();

    const RunColours& colours_;
    std::vector<RunRow> runs_;
    QHash<QString, int> rows_;
    QSet<QString> shown_;
    QString liveFolder_, liveNumbers_;
    double liveProgress_ = 0.0;
};

}   // namespace overfit::ui
