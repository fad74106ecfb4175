#include "ui/library/run_library_view.h"

#include "ui/library/run_filter.h"
#include "ui/library/run_row_delegate.h"
#include "ui/library/run_words.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <exception>

namespace overfit::ui {

RunLibraryView::RunLibraryView(RunColours& colours, QWidget* parent)
    : QWidget(parent),
      colours_(colours),
      scanner_(new RunScanner(this)),
      model_(new RunTableModel(colours, this)),
      filter_(new RunFilter(this)),
      search_(new QLineEdit(this)),
      order_(new QComboBox(this)),
      pages_(new QStackedWidget(this)),
      list_(new QListView(this)),
      detail_(new QLabel(this)) {
    setObjectName(QStringLiteral("runLibrary"));
    filter_->setSourceModel(model_);
    buildRows();
    buildEmptyPage();

    auto* top = new QHBoxLayout;
    top->addWidget(search_, 1);
    top->addWidget(order_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(top);
    column->addWidget(pages_, 1);
    column->addWidget(detail_);

    connect(scanner_, &RunScanner::listed, this, [this](const auto& listings) { merge(*listings); });
    connect(model_, &RunTableModel::renamed, this, &RunLibraryView::saveName);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        {
            // Rows that leave or enter the list do not change what is chosen.
            const QScopedValueRollback adjusting(adjusting_, true);
            filter_->setSearch(text);
        }
        showChosen();
    });
    connect(order_, &QComboBox::currentIndexChanged, this,
            [this](int) { filter_->setOrder(order_->currentData().value<RunOrder>()); });
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunLibraryView::takeSelection);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &RunLibraryView::showDetail);
}

void RunLibraryView::buildRows() {
    search_->setPlaceholderText(tr("Search runs"));
    search_->setClearButtonEnabled(true);
    search_->setAccessibleName(tr("Search runs"));
    search_->setToolTip(tr("Every word has to occur in the name, the data set, the model or the numbers (Ctrl+F)"));

    order_->addItem(tr("Newest"), QVariant::fromValue(RunOrder::Newest));
    order_->addItem(tr("Name"), QVariant::fromValue(RunOrder::Name));
    order_->addItem(tr("Train"), QVariant::fromValue(RunOrder::TrainAccuracy));
    order_->addItem(tr("Test"), QVariant::fromValue(RunOrder::TestAccuracy));
    order_->setItemData(2, tr("By final train accuracy, best first"), Qt::ToolTipRole);
    order_->setItemData(3, tr("By final test accuracy, best first"), Qt::ToolTipRole);
    order_->setAccessibleName(tr("Order of the runs"));
    order_->setToolTip(tr("Order of the runs; running ones come first"));

    list_->setModel(filter_);
    list_->setItemDelegate(new RunRowDelegate(list_));
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setAccessibleName(tr("Runs"));
    list_->setAccessibleDescription(tr("The selected runs are shown in the charts"));
    pages_->addWidget(list_);

    detail_->setTextFormat(Qt::PlainText);   // words of files from strangers
    detail_->setWordWrap(true);
    detail_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    detail_->setAccessibleName(tr("Why the run can't be read"));
    detail_->setObjectName(QStringLiteral("runProblem"));
    detail_->hide();
}

void RunLibraryView::buildEmptyPage() {
    emptyPage_ = new QWidget(this);
    auto* words = new QLabel(tr("Every experiment that you run is kept here as a folder."), emptyPage_);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    auto* start = new QPushButton(tr("Quick start"), emptyPage_);
    start->setToolTip(tr("Train one network twice: with true and with random labels"));
    auto* open = new QPushButton(tr("Open a run folder..."), emptyPage_);
    auto* column = new QVBoxLayout(emptyPage_);
    column->addStretch(1);
    column->addWidget(words);
    column->addSpacing(8);
    column->addWidget(start, 0, Qt::AlignCenter);
    column->addWidget(open, 0, Qt::AlignCenter);
    column->addStretch(2);
    pages_->addWidget(emptyPage_);
    connect(start, &QPushButton::clicked, this, &RunLibraryView::quickStartRequested);
    connect(open, &QPushButton::clicked, this, &RunLibraryView::openFolderRequested);
}

void RunLibraryView::setPlaces(const QString& runsDir, const QStringList& elsewhere) {
    runsDir_ = runsDir;
    elsewhere_ = elsewhere;
    scanner_->setPlaces(runsDir_, elsewhere_);
}

void RunLibraryView::rescan() { scanner_->rescan(); }

void RunLibraryView::openFolders(const QStringList& folders) {
    for (const QString& folder : folders) {
        if (!elsewhere_.contains(folder) && model_->rowOf(folder) < 0) elsewhere_ << folder;
    }
    choose(folders);
    scanner_->setPlaces(runsDir_, elsewhere_);
}

void RunLibraryView::restore(const QStringList& elsewhere, const QStringList& chosen) {
    elsewhere_ = elsewhere;
    choose(chosen);
}

void RunLibraryView::merge(const RunScanner::Listings& listings) {
    takeUserColours(listings);
    {
        const QScopedValueRollback adjusting(adjusting_, true);
        model_->merge(listings);
    }
    pages_->setCurrentWidget(listings.empty() ? emptyPage_ : static_cast<QWidget*>(list_));
    showChosen();
    showDetail();
    Q_EMIT listed();
}

void RunLibraryView::takeUserColours(const RunScanner::Listings& listings) {
    for (const RunListing& run : listings) {
        colours_.setChosen(QString::fromStdString(run.folder.string()), QColor(QString::fromStdString(run.user.colour)));
    }
}

void RunLibraryView::takeSelection() {
    if (adjusting_) return;
    QStringList selected;
    for (const QModelIndex& index : list_->selectionModel()->selectedIndexes()) {
        selected << index.data(RunTableModel::FolderRole).toString();
    }
    // Earlier ones keep their place, so that their colours stay; those that the search hides stay chosen while rows are
    // added one by one, and go when a plain click chooses just one.
    const bool one = selected.size() == 1 && QGuiApplication::keyboardModifiers() == Qt::NoModifier;
    QStringList folders;
    for (const QString& folder : chosen_) {
        const int row = model_->rowOf(folder);
        const bool hidden = row < 0 || !filter_->mapFromSource(model_->index(row)).isValid();
        if (selected.contains(folder) || (hidden && !one)) folders << folder;
    }
    for (const QString& folder : selected) {
        if (!folders.contains(folder)) folders << folder;
    }
    setChosen(folders);
}

void RunLibraryView::choose(const QStringList& folders) {
    setChosen(folders);
    showChosen();
}

void RunLibraryView::chooseAlso(const QString& folder) {
    if (!chosen_.contains(folder)) choose(chosen_ + QStringList{folder});
}

void RunLibraryView::setChosen(QStringList folders) {
    if (folders == chosen_) return;
    chosen_ = std::move(folders);
    Q_EMIT chosenChanged();
}

void RunLibraryView::showChosen() {
    const QScopedValueRollback adjusting(adjusting_, true);
    QItemSelection selection;
    for (const QString& folder : chosen_) {
        const int row = model_->rowOf(folder);
        const QModelIndex index = row < 0 ? QModelIndex() : filter_->mapFromSource(model_->index(row));
        if (index.isValid()) selection.select(index, index);
    }
    if (list_->selectionModel()->selection() != selection) {
        list_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
}

void RunLibraryView::showDetail() {
    const RunListing* run = model_->runOf(currentFolder());
    const bool broken = run && !run->problem.empty();
    detail_->setVisible(broken);
    if (broken) detail_->setText(QString::fromStdString(run->problem));
    Q_EMIT currentChanged();
}

void RunLibraryView::makeCurrent(const QString& folder) {
    const int row = model_->rowOf(folder);
    const QModelIndex index = row < 0 ? QModelIndex() : filter_->mapFromSource(model_->index(row));
    if (index.isValid()) list_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
}

QString RunLibraryView::currentFolder() const { return list_->currentIndex().data(RunTableModel::FolderRole).toString(); }

void RunLibraryView::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void RunLibraryView::renameCurrent() {
    if (list_->currentIndex().isValid()) list_->edit(list_->currentIndex());
}

void RunLibraryView::saveName(const QString& folder, const QString& name) {
    try {
        UserNotes notes = read_user_notes(folder.toStdString());
        notes.name = name.toStdString();
        write_user_notes(folder.toStdString(), notes);
        Q_EMIT statusMessage(name.isEmpty() ? tr("The run has its own name again") : tr("Renamed to %1").arg(name));
    } catch (const std::exception& error) {
        Q_EMIT problemFound(tr("The name could not be saved. %1").arg(QString::fromUtf8(error.what())));
    }
    rescan();
}

void RunLibraryView::contextMenuEvent(QContextMenuEvent* event) {
    // The window's own actions (menu Runs): nothing is to be found here only.
    if (!list_->currentIndex().isValid() || actions().isEmpty()) return;
    QMenu::exec(actions(), event->globalPos(), nullptr, this);
}

}   // namespace overfit::ui
