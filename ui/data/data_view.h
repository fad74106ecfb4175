#pragma once

#include "ui/data/dataset_details.h"
#include "ui/data/dataset_jobs.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QSplitter;
class QTableView;

namespace overfit::ui {

class DatasetPlaces;
class DatasetTableModel;

/// Every data set with its size, source and place: the table above, below it the chosen one, which can be fetched, resumed,
/// verified. Nothing starts by itself.
class DataView : public QWidget {
    Q_OBJECT
public:
    explicit DataView(FetchFunction fetch = fetch_dataset, QWidget* parent = nullptr);
    ~DataView() override;

    /// Where data sets are looked for; the first takes what is fetched.
    void setDataRoots(std::vector<std::filesystem::path> roots);

    /// Chooses a set by name and shows it, whatever the filter says.
    void showDataset(const QString& name);

    void focusFilter();

    /// Where the handle between table and details stands, for AppSettings.
    QByteArray panes() const;
    void restorePanes(const QByteArray& panes);

    QString fetching() const;   // the titles of the sets being fetched and waiting for it; empty: none
    bool isBusy() const { return jobs_->running().has_value(); }
    void stopAll();   // becameIdle() follows

Q_SIGNALS:
    void dataChanged();   // a set was fetched
    void statusMessage(const QString& text);
    void becameIdle();
    void panesChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildTable();
    void buildPages();
    void connectParts();
    void filter(const QString& words);
    void look();
    void showChosen();
    void showActivities();
    void add(DatasetJob job);
    void end(const DatasetOutcome& outcome);
    const DatasetRow* chosen() const;   // null: none
    DatasetActivity activityOf(const QString& dataset) const;

    struct Told {   // of the running or last job of a set
        std::optional<DatasetProgress> progress;
        QStringList notes;
        std::optional<DatasetOutcome> outcome;
    };

    std::vector<std::filesystem::path> roots_;
    QHash<QString, Told> told_;
    DatasetPlaces* places_;
    DatasetJobs* jobs_;
    DatasetTableModel* model_;
    QSortFilterProxyModel* shown_;
    QLineEdit* filter_;
    QLabel* count_;
    QSplitter* panes_;
    QTableView* table_;
    QStackedWidget* pages_;   // table, or what to do where nothing is found
    QLabel* nothingFound_;
    DatasetDetails* details_;
};

}   // namespace overfit::ui
