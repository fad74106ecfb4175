#include "ui/library/run_library_view.h"

#include "ui/charts/menu_button.h"
#include "ui/library/library_empty_page.h"
#include "ui/library/library_menu.h"
#include "ui/library/run_actions.h"
#include "ui/library/run_columns.h"
#include "ui/library/run_list_view.h"
#include "ui/library/run_table_view.h"
#include "ui/library/run_words_panel.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSet>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace overfit::ui {

RunLibraryView::RunLibraryView(RunColours& colours, QWidget* parent)
    : QWidget(parent),
      colours_(colours),
      actions_(new RunActions(*this)),
      scanner_(new RunScanner(this)),
      model_(new RunTableModel(colours, this)),
      filter_(new RunFilter(*model_, this)),
      writer_(new UserWords(this)),
      trash_(new RunTrash(this)),
      auditor_(new RunAuditor(this)),
      search_(new QLineEdit(this)),
      options_(new MenuButton(this)),
      pages_(new QStackedWidget(this)),
      list_(new RunListView(this)),
      table_(new RunTableView(*filter_, this)),
      empty_(new LibraryEmptyPage(this)),
      menu_(new LibraryMenu(*filter_, *actions_, *table_->columnsMenu(), this)),
      counts_(new QLabel(this)),
      detail_(new QLabel(this)),
      compare_(new QPushButton(this)),
      words_(new RunWordsPanel(*writer_, this)) {
    setObjectName(QStringLiteral("runLibrary"));
    list_->setModel(filter_);
    table_->setSelectionModel(list_->selectionModel());
    buildSearch();
    buildFoot();
    layOut();
    connectViews();
    connectActions();
    connectWriters();
    restoreState({});
    showPage();
    updateActions();
}

RunLibraryView::~RunLibraryView() {
    delete words_;   // hands what was typed to the writer, which finishes before it goes
}

void RunLibraryView::buildSearch() {
    search_->setPlaceholderText(tr("Search runs"));
    search_->setClearButtonEnabled(true);
    search_->setAccessibleName(tr("Search runs"));
    search_->setToolTip(searchHelp());
    search_->setWhatsThis(searchHelp());
    search_->installEventFilter(this);
    options_->setText(tr("View ▾"));
    options_->setToolTip(tr("Table or cards, order, groups, columns, archived runs"));
    options_->setAccessibleName(tr("How runs are listed"));
    options_->setPopupMode(QToolButton::InstantPopup);
    options_->setFocusPolicy(Qt::TabFocus);
    options_->setMenu(menu_);
}

void RunLibraryView::buildFoot() {
    counts_->setWordWrap(true);
    counts_->setObjectName(QStringLiteral("runCounts"));
    counts_->setAccessibleName(tr("Runs listed"));
    counts_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    detail_->setTextFormat(Qt::PlainText);   // words of files from strangers
    detail_->setWordWrap(true);
    detail_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    detail_->setAccessibleName(tr("Why the run can't be read"));
    detail_->setObjectName(QStringLiteral("runProblem"));
    detail_->hide();
    compare_->setObjectName(QStringLiteral("compareButton"));
    compare_->setToolTip(actions_->compare->toolTip());
    words_->hide();
}

void RunLibraryView::layOut() {
    auto* top = new QHBoxLayout;
    top->addWidget(search_, 1);
    top->addWidget(options_);
    for (QWidget* page : {static_cast<QWidget*>(list_), static_cast<QWidget*>(table_), static_cast<QWidget*>(empty_)}) {
        pages_->addWidget(page);
    }
    auto* foot = new QHBoxLayout;
    foot->addWidget(counts_, 1);
    foot->addWidget(compare_, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(top);
    column->addWidget(pages_, 1);
    column->addLayout(foot);
    column->addWidget(detail_);
    column->addWidget(words_);
}

void RunLibraryView::connectViews() {
    connect(scanner_, &RunScanner::found, this, [this](const auto& part) { merge(*part); });
    connect(scanner_, &RunScanner::failed, this, &RunLibraryView::problemFound);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        {
            // Rows that leave or enter the list do not change what is chosen.
            const QScopedValueRollback adjusting(adjusting_, true);
            filter_->setSearch(text);
        }
        listChanged();
    });
    connect(filter_, &RunFilter::orderChanged, this, [this] {
        view()->scrollTo(view()->currentIndex());
        readConfigs();
        Q_EMIT stateChanged();
    });
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunLibraryView::takeSelection);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showDetail();
        updateActions();
        auditLookedAt();
    });
    connect(auditor_, &RunAuditor::audited, this, [this](const QString& folder, const auto& audit) {
        model_->setAudit(folder, audit);
        if (folder == lookedAt()) Q_EMIT lookedAtChanged();
    });
    connect(table_, &RunTableView::columnsChanged, this, [this] {
        readConfigs();
        Q_EMIT stateChanged();
    });
    connect(menu_, &LibraryMenu::groupingChosen, this, [this](RunGrouping grouping) {
        setGrouping(grouping);
        Q_EMIT stateChanged();
    });
    connect(empty_, &LibraryEmptyPage::quickStartRequested, this, &RunLibraryView::quickStartRequested);
    connect(empty_, &LibraryEmptyPage::openFolderRequested, this, &RunLibraryView::openFolderRequested);
    connect(empty_, &LibraryEmptyPage::clearSearchRequested, search_, &QLineEdit::clear);
    connect(empty_, &LibraryEmptyPage::showArchivedRequested, actions_->showArchived, [this] {
        search_->clear();
        actions_->showArchived->setChecked(true);
    });
    connect(counts_, &QLabel::linkActivated, this, [this](const QString& link) {
        if (link == QLatin1String("search")) {
            search_->clear();
        } else {
            actions_->showArchived->setChecked(true);
        }
    });
}

void RunLibraryView::restoreState(const LibraryState& state) {
    filter_->setOrder(columnOf(state.order), state.ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
    table_->setColumns(state.columns);
    readConfigs();
    actions_->showArchived->setChecked(state.archived);
    actions_->table->setChecked(state.table);
    actions_->words->setChecked(state.words);
    setGrouping(state.grouping);
    menu_->setGrouping(state.grouping);
}

LibraryState RunLibraryView::state() const {
    return {.table = actions_->table->isChecked(),
            .words = actions_->words->isChecked(),
            .archived = actions_->showArchived->isChecked(),
            .grouping = grouping_,
            .order = runColumn(filter_->orderColumn()).key,
            .ascending = filter_->order() == Qt::AscendingOrder,
            .columns = table_->columns()};
}

void RunLibraryView::listChanged() {
    list_->layOutAgain();
    showPage();
    showChosen();
    showDetail();
    showCounts();
    showWords();
    updateActions();
}

void RunLibraryView::takeSelection() {
    if (adjusting_) return;
    standIns_.clear();
    QStringList selected;
    for (const QItemSelectionRange& range : list_->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            selected << filter_->index(row, 0).data(RunTableModel::FolderRole).toString();
        }
    }
    // Earlier ones keep their place, so that their colours stay; those that the search hides stay chosen while rows are
    // added one by one, and go when a plain click chooses just one.
    const bool one = selected.size() == 1 && QGuiApplication::keyboardModifiers() == Qt::NoModifier;
    const QSet<QString> isSelected(selected.cbegin(), selected.cend());
    QSet<QString> taken(chosen_.cbegin(), chosen_.cend());
    QStringList folders;
    for (const QString& folder : chosen_) {
        if (isSelected.contains(folder) || (!one && !indexOf(folder).isValid())) folders << folder;
    }
    for (const QString& folder : selected) {
        if (taken.contains(folder)) continue;
        taken.insert(folder);
        folders << folder;
    }
    setChosen(folders);
    showWords();
    updateActions();
}

void RunLibraryView::choose(const QStringList& folders) {
    setChosen(folders);
    showChosen();
    showWords();
    updateActions();
}

void RunLibraryView::chooseAlso(const QString& folder) {
    if (!chosen_.contains(folder)) choose(chosen_ + QStringList{folder});
}

void RunLibraryView::setChosen(QStringList folders) {
    if (folders == chosen_) return;
    chosen_ = std::move(folders);
    Q_EMIT chosenChanged();
    auditLookedAt();
    showCounts();
}

QModelIndex RunLibraryView::indexOf(const QString& folder) const {
    const int row = model_->rowOf(folder);
    return row < 0 ? QModelIndex() : filter_->mapFromSource(model_->index(row, 0));
}

void RunLibraryView::showChosen() {
    const QScopedValueRollback adjusting(adjusting_, true);
    // The table selects whole rows, the list its one column.
    const int last = view() == table_ ? filter_->columnCount() - 1 : 0;
    QItemSelection selection;
    for (const QString& folder : chosen_) {
        if (const QModelIndex index = indexOf(folder); index.isValid()) selection.select(index, index.siblingAtColumn(last));
    }
    if (list_->selectionModel()->selection() != selection) {
        list_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
}

QAbstractItemView* RunLibraryView::view() const {
    return actions_->table->isChecked() ? static_cast<QAbstractItemView*>(table_) : list_;
}

void RunLibraryView::readConfigs() {
    const bool sorted = runColumn(filter_->orderColumn()).group == RunColumn::Group::Experiment;
    const bool shown = view() == table_ && table_->showsExperiment();
    scanner_->setReadConfigs(sorted || shown ? ReadConfigs::Yes : ReadConfigs::No);
}

void RunLibraryView::showPage() {
    using Reason = LibraryEmptyPage::Reason;
    const int archived = filter_->hidesArchived() ? model_->archived() : 0;
    if (filter_->rowCount() > 0) {
        pages_->setCurrentWidget(view());
        return;
    }
    const Reason reason = model_->rowCount() == 0          ? (wasRead_ ? Reason::NoRuns : Reason::Reading)
                          : archived == model_->rowCount() ? Reason::AllArchived
                                                           : Reason::NothingFound;
    empty_->tell(reason, search_->text().trimmed(), archived);
    pages_->setCurrentWidget(empty_);
}

void RunLibraryView::showCounts() {
    const int all = model_->rowCount(), shown = filter_->rowCount();
    const int archived = filter_->hidesArchived() ? model_->archived() : 0;
    const int unfound = all - shown - archived;
    QStringList parts{shown == all ? (all == 1 ? tr("1 run") : tr("%1 runs").arg(all))
                                   : tr("%1 of %2 runs").arg(shown).arg(all)};
    const auto link = [](const char* target, const QString& words) {
        return QStringLiteral("<a href=\"%1\">%2</a>").arg(QLatin1String(target), words);
    };
    if (unfound > 0) parts << link("search", tr("%1 hidden by the search").arg(unfound));
    if (archived > 0) parts << link("archived", tr("%1 archived").arg(archived));
    if (chosen_.size() > mostCharted) {
        parts << tr("%1 selected, of which the charts show the first %2").arg(chosen_.size()).arg(mostCharted);
    }
    const QString text = parts.join(QStringLiteral(" · "));
    counts_->setVisible(all > 0);
    if (counts_->text() != text) {
        counts_->setText(text);
        // Without a link there is nothing to do with it by key.
        counts_->setFocusPolicy(text.contains(QLatin1String("<a ")) ? Qt::StrongFocus : Qt::NoFocus);
    }
}

void RunLibraryView::showDetail() {
    const RunListing* run = model_->runOf(view()->currentIndex().data(RunTableModel::FolderRole).toString());
    const bool broken = run && !run->problem.empty();
    detail_->setVisible(broken);
    if (broken) detail_->setText(QString::fromStdString(run->problem));
}

void RunLibraryView::makeCurrent(const QString& folder) {
    const QModelIndex index = indexOf(folder);
    if (!index.isValid()) return;
    list_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    view()->scrollTo(index);
}

void RunLibraryView::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

bool RunLibraryView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == search_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape && !search_->text().isEmpty()) {
            search_->clear();
            return true;
        }
        if ((key == Qt::Key_Down || key == Qt::Key_Return) && filter_->rowCount() > 0) {
            view()->setFocus(Qt::TabFocusReason);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RunLibraryView::contextMenuEvent(QContextMenuEvent* event) {
    // The same actions as in the window's menu: nothing is to be found here only.
    if (!view()->currentIndex().isValid()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);   // a grey line says why
    for (QAction* action : actions_->inMenu()) action ? menu->addAction(action) : static_cast<void>(menu->addSeparator());
    menu->popup(event->globalPos());
}

}   // namespace overfit::ui
