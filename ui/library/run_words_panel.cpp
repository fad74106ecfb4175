#include "ui/library/run_words_panel.h"

#include "ui/library/tag_row.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int saveMilliseconds = 800;   // after the last key

QLabel* makeLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);   // words of files
    return label;
}

QToolButton* makeButton(const QString& text, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::TabFocus);
    button->hide();
    return button;
}

/// The tags of all runs, those that more of them carry first.
std::vector<TagCount> countTags(const std::vector<const RunRow*>& runs) {
    std::vector<TagCount> counts;
    for (const RunRow* run : runs) {
        for (const std::string& word : run->run.user.tags) {
            const QString tag = QString::fromStdString(word);
            const auto known =
                std::find_if(counts.begin(), counts.end(), [&](const TagCount& count) { return count.tag == tag; });
            if (known == counts.end()) {
                counts.push_back({tag, 1});
            } else {
                ++known->runs;
            }
        }
    }
    std::stable_sort(counts.begin(), counts.end(),
                     [](const TagCount& one, const TagCount& other) { return one.runs > other.runs; });
    return counts;
}

/// As typed: QPlainTextEdit::toPlainText() turns no-break spaces into blanks.
QString textIn(const QPlainTextEdit& editor) {
    QString text = editor.document()->toRawText();
    for (const QChar end : {QChar(QChar::ParagraphSeparator), QChar(QChar::LineSeparator)}) text.replace(end, u'\n');
    return text;
}

}   // namespace

RunWordsPanel::RunWordsPanel(UserWords& words, QWidget* parent)
    : QWidget(parent),
      words_(words),
      title_(makeLabel(this)),
      tags_(new TagRow(this)),
      notes_(new QPlainTextEdit(this)),
      state_(makeLabel(this)),
      keepMine_(makeButton(tr("Keep mine"), tr("Write the text above over the other program's"), this)),
      takeTheirs_(makeButton(tr("Take theirs"), tr("Show the other program's text; what was typed here goes"), this)) {
    setObjectName(QStringLiteral("runWords"));
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);   // a long name is cut, the panel stays narrow
    auto* close = new QToolButton(this);
    close->setText(QStringLiteral("×"));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::TabFocus);
    close->setToolTip(tr("Close tags and notes (Esc)"));
    close->setAccessibleName(tr("Close tags and notes"));
    notes_->setPlaceholderText(tr("Notes; kept as notes.md in the run's folder"));
    notes_->setAccessibleName(tr("Notes"));
    notes_->setObjectName(QStringLiteral("runNotes"));
    notes_->setTabChangesFocus(true);
    notes_->setFixedHeight(notes_->fontMetrics().lineSpacing() * 6);
    notes_->installEventFilter(this);
    state_->setWordWrap(true);
    state_->setObjectName(QStringLiteral("notesState"));

    auto* top = new QHBoxLayout;
    top->addWidget(title_, 1);
    top->addWidget(close);
    auto* foot = new QHBoxLayout;
    foot->addWidget(state_, 1);
    foot->addWidget(keepMine_);
    foot->addWidget(takeTheirs_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(tags_);
    column->addWidget(notes_);
    column->addLayout(foot);
    setTabOrder(tags_, notes_);
    setTabOrder(notes_, close);

    saveSoon_.setSingleShot(true);
    saveSoon_.setInterval(saveMilliseconds);
    connect(&saveSoon_, &QTimer::timeout, this, &RunWordsPanel::save);
    connect(notes_, &QPlainTextEdit::textChanged, this, &RunWordsPanel::takeTyped);
    connect(close, &QToolButton::clicked, this, &RunWordsPanel::closed);
    connect(tags_, &TagRow::added, this, &RunWordsPanel::tagsAdded);
    connect(tags_, &TagRow::removed, this, &RunWordsPanel::tagRemoved);
    connect(&words_, &UserWords::notesSaved, this, &RunWordsPanel::finish);
    connect(&words_, &UserWords::notesFailed, this, &RunWordsPanel::fail);
    connect(&words_, &UserWords::notesDiffer, this, &RunWordsPanel::offerBoth);
    connect(keepMine_, &QToolButton::clicked, this, [this] {
        written_ = theirs_;   // seen, and to be replaced
        takeTyped();
        save();
    });
    connect(takeTheirs_, &QToolButton::clicked, this, [this] {
        unsaved_.remove(folder_);
        written_ = theirs_;
        const QSignalBlocker quiet(notes_);
        notes_->setPlainText(QString::fromStdString(theirs_));
        tell({});
        Q_EMIT unsavedChanged();
    });
}

RunWordsPanel::~RunWordsPanel() {
    // Earlier ones that could not be written have one more try.
    for (auto typed = unsaved_.cbegin(); typed != unsaved_.cend(); ++typed) {
        words_.saveNotes(typed.key(), typed->text, typed->before.toStdString());
    }
}

void RunWordsPanel::keep(const UnsavedNotes& notes) { unsaved_.insert(notes); }

QStringList RunWordsPanel::settleKept(const std::function<const RunRow*(const QString&)>& find) {
    QStringList undecided;
    for (auto typed = unsaved_.begin(); typed != unsaved_.end();) {
        const RunRow* row = find(typed.key());
        const QString written = row ? QString::fromStdString(row->notes) : QString();
        if (row && typed->text == written) {
            typed = unsaved_.erase(typed);
            continue;
        }
        if (row && typed->before == written) {
            words_.saveNotes(typed.key(), typed->text, row->notes);
        } else if (row) {
            undecided << row->name;
        }
        ++typed;
    }
    return undecided;
}

void RunWordsPanel::setRuns(const std::vector<const RunRow*>& runs) {
    tags_->setVisible(!runs.empty());
    tags_->setTags(countTags(runs), static_cast<int>(runs.size()));
    title_->setText(runs.empty()       ? tr("No run is selected")
                    : runs.size() == 1 ? runs.front()->name
                                       : tr("%1 runs").arg(runs.size()));
    if (runs.size() != 1) return showNoNotes(runs.empty() ? tr("Select a run to tag it and to write about it") : QString());
    showNotes(*runs.front());
}

void RunWordsPanel::showNoNotes(const QString& reason) {
    save();
    folder_.clear();
    notes_->hide();
    tell(reason);
}

void RunWordsPanel::showNotes(const RunRow& run) {
    if (!run.notesProblem.empty()) return showNoNotes(QString::fromStdString(run.notesProblem));
    const bool same = run.folder == folder_;
    // While one types, the text here is the newer one; saving tells when another program wrote, too.
    if (same && (unsaved_.contains(folder_) || run.notes == written_)) return;
    if (!same) save();
    folder_ = run.folder;
    const bool kept = unsaved_.contains(folder_);
    // A text that waits here was typed over what the file held then, not over what another program wrote since.
    written_ = kept ? unsaved_.value(folder_).before.toStdString() : run.notes;
    const QSignalBlocker quiet(notes_);
    notes_->setPlainText(kept ? unsaved_.value(folder_).text : QString::fromStdString(run.notes));
    notes_->show();
    tell({});
    if (kept) saveSoon_.start();
}

void RunWordsPanel::setKnownTags(const QStringList& tags) { tags_->setKnownTags(tags); }

void RunWordsPanel::focusTags() { tags_->focusField(); }

void RunWordsPanel::focusNotes() {
    notes_->setFocus(Qt::ShortcutFocusReason);
    notes_->moveCursor(QTextCursor::End);
}

void RunWordsPanel::takeTyped() {
    if (folder_.isEmpty()) return;
    unsaved_.insert(folder_, {textIn(*notes_), QString::fromStdString(written_)});
    saveSoon_.start();
}

void RunWordsPanel::save() {
    saveSoon_.stop();
    const auto typed = unsaved_.constFind(folder_);
    if (typed != unsaved_.cend()) words_.saveNotes(folder_, typed->text, typed->before.toStdString());
}

void RunWordsPanel::finish(const QString& folder, const QString& text) {
    // More may have been typed meanwhile.
    if (unsaved_.value(folder).text == text) unsaved_.remove(folder);
    if (folder == folder_) {
        written_ = text.toStdString();
        tell(tr("Saved"));
    }
    Q_EMIT notesSaved(folder, text);
}

void RunWordsPanel::fail(const QString& folder, const QString& reason) {
    Q_EMIT unsavedChanged();
    if (folder == folder_) tell(tr("Not saved, kept here. %1").arg(reason));
    if (folder == folder_ && isVisible()) return;
    Q_EMIT problemFound(tr("Notes could not be saved; select the run to try again. %1").arg(reason));
}

void RunWordsPanel::offerBoth(const QString& folder, const std::string& found) {
    if (folder != folder_ || !isVisible()) fail(folder, tr("%1: another program changed notes.md").arg(folder));
    if (folder != folder_) return;
    Q_EMIT unsavedChanged();
    theirs_ = found;
    tell(tr("Not saved: another program changed notes.md"));
    keepMine_->show();
    takeTheirs_->show();
}

void RunWordsPanel::tell(const QString& text) {
    state_->setText(text);
    state_->setVisible(!text.isEmpty());
    keepMine_->hide();
    takeTheirs_->hide();
}

bool RunWordsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == notes_ && event->type() == QEvent::FocusOut) save();
    return QWidget::eventFilter(watched, event);
}

void RunWordsPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
    save();
    Q_EMIT closed();
}

}   // namespace overfit::ui
