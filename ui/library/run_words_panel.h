#pragma once

#include "ui/library/run_row.h"
#include "ui/library/unsaved_notes.h"
#include "ui/library/user_words.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <vector>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace overfit::ui {

class TagRow;

/// Tags and notes of the selected runs, below the list. Notes are saved while one types; a text that could not be written is
/// kept here until it can, over a restart too.
class RunWordsPanel : public QWidget {
    Q_OBJECT
public:
    /// words: outlives the panel.
    explicit RunWordsPanel(UserWords& words, QWidget* parent = nullptr);
    ~RunWordsPanel() override;   // saves

    /// The selected runs that can carry words. Called again whenever one of them changed on disk.
    void setRuns(const std::vector<const RunRow*>& runs);
    void setKnownTags(const QStringList& tags);
    void save();   // what was typed and not written yet

    /// What waits here, and what waited at the end of the last session.
    const UnsavedNotes& unsaved() const { return unsaved_; }
    void keep(const UnsavedNotes& notes);
    /// Writes what was kept if notes.md still holds what it held then, forgets what it holds already.
    /// Returns the others' names: another program wrote meanwhile, and a person has to decide.
    QStringList settleKept(const std::function<const RunRow*(const QString& folder)>& find);

    void focusTags();
    void focusNotes();

Q_SIGNALS:
    void tagsAdded(const QStringList& tags);
    void tagRemoved(const QString& tag);
    void notesSaved(const QString& folder, const QString& text);
    void problemFound(const QString& text);   // notes of a run that is not shown any more could not be written
    void unsavedChanged();                    // a text could not be written, or a person decided
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showNotes(const RunRow& run);
    void showNoNotes(const QString& reason);
    void tell(const QString& text);
    void takeTyped();
    void finish(const QString& folder, const QString& text);
    void fail(const QString& folder, const QString& reason);
    void offerBoth(const QString& folder, const std::string& found);

    UserWords& words_;
    QLabel* title_;
    TagRow* tags_;
    QPlainTextEdit* notes_;
    QLabel* state_;
    QToolButton* keepMine_;
    QToolButton* takeTheirs_;
    QTimer saveSoon_;
    QString folder_;        // whose notes are in the editor; empty: nobody's
    std::string written_;   // what notes.md holds, as far as is known
    std::string theirs_;    // what another program wrote into it meanwhile
    UnsavedNotes unsaved_;
};

}   // namespace overfit::ui
