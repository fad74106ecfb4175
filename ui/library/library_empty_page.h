#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace overfit::ui {

/// Instead of an empty list: what will be here, or why nothing is, and the action that changes it.
class LibraryEmptyPage : public QWidget {
    Q_OBJECT
public:
    enum class Reason { Reading, NoRuns, NothingFound, AllArchived };

    explicit LibraryEmptyPage(QWidget* parent = nullptr);

    /// search: what found nothing. archived: how many runs are hidden.
    void tell(Reason reason, const QString& search = {}, int archived = 0);
    Reason reason() const { return reason_; }

Q_SIGNALS:
    void quickStartRequested();
    void openFolderRequested();
    void clearSearchRequested();
    void showArchivedRequested();

private:
    QLabel* words_;
    QPushButton *quickStart_, *openFolder_, *clearSearch_, *showArchived_;
    Reason reason_ = Reason::Reading;
};

}   // namespace overfit::ui
