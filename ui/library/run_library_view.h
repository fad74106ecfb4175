#pragma once

#include "ui/library/run_colours.h"
#include "ui/library/run_table_model.h"

#include <QStringList>
#include <QWidget>

class QComboBox;
class QItemSelection;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;

namespace overfit::ui {

class RunFilter;

/// The list of run folders. The selected ones are the chosen ones: those that the charts show.
class RunLibraryView : public QWidget {
    Q_OBJECT
public:
    /// colours: shared with the charts; outlives the view.
    explicit RunLibraryView(RunColours& colours, QWidget* parent = nullptr);

    void setPlaces(const QString& runsDir, const QStringList& elsewhere);
    QStringList elsewhere() const { return elsewhere_; }
    void rescan();

    /// Adds run folders from anywhere to the list and chooses them.
    void openFolders(const QStringList& folders);

    /// The last session's; takes effect with the next setPlaces().
    void restore(const QStringList& elsewhere, const QStringList& chosen);

    /// In the order of choice. A folder that is not listed yet is chosen as soon as it is.
    QStringList chosen() const { return chosen_; }
    void choose(const QStringList& folders);
    void chooseAlso(const QString& folder);

    const RunListing* runOf(const QString& folder) const { return model_->runOf(folder); }
    RunTableModel* model() const { return model_; }
    void focusSearch();
    void renameCurrent();
    QString currentFolder() const;   // empty: there is no current row
    void makeCurrent(const QString& folder);

Q_SIGNALS:
    void chosenChanged();
    void currentChanged();
    void listed();                // a listing was merged: summaries may have changed
    void openFolderRequested();   // the button of the empty list
    void quickStartRequested();   // likewise
    void statusMessage(const QString& text);
    void problemFound(const QString& text);   // a name could not be saved

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void buildRows();
    void buildEmptyPage();
    void merge(const RunScanner::Listings& listings);
    void takeUserColours(const RunScanner::Listings& listings);
    void takeSelection();
    void showChosen();
    void showDetail();
    void setChosen(QStringList folders);
    void saveName(const QString& folder, const QString& name);

    RunColours& colours_;
    RunScanner* scanner_;
    RunTableModel* model_;
    RunFilter* filter_;
    QLineEdit* search_;
    QComboBox* order_;
    QStackedWidget* pages_;
    QWidget* emptyPage_ = nullptr;
    QListView* list_;
    QLabel* detail_;
    QString runsDir_;
    QStringList elsewhere_;
    QStringList chosen_;
    bool adjusting_ = false;   // the view itself changes selection or filter
};

}   // namespace overfit::ui
