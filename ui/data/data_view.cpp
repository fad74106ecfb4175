#include "ui/data/data_view.h"

#include "core/support/text.h"
#include "ui/data/dataset_places.h"
#include "ui/data/dataset_table_model.h"

#include <QAbstractButton>
#include <QDesktopServices>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace overfit::ui {

namespace {

using State = DatasetActivity::State;

/// Rows that hold every word of the filter somewhere.
class WordsFilter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWords(const QStringList& words) {
        words_ = words;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        const QString text = sourceModel()->index(row, 0, parent).data(DatasetTableModel::searchRole).toString();
        return std::ranges::all_of(words_,
                                   [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
    }

private:
    QStringList words_;
};

/// Keeps numbers of one column apart from the words of the next.
class AiryCells : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        const QString text = std::exchange(cell.text, QString());
        const QStyle& style = *cell.widget->style();
        style.drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        const QRect inside = cell.rect.adjusted(padding, 0, -padding, 0);
        const auto role = cell.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text;
        painter->setFont(cell.font);
        style.drawItemText(painter, inside, static_cast<int>(cell.displayAlignment), cell.palette, true,
                           cell.fontMetrics.elidedText(text, Qt::ElideRight, inside.width()), role);
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * padding, 0);
    }

private:
    static constexpr int padding = 4;   // pixels
};

/// "fetching 42.1 %".
QString activityText(const DatasetActivity& activity) {
    switch (activity.state) {
        case State::Idle: return {};
        case State::Waiting: return DataView::tr("waits");
        case State::Stopping: return DataView::tr("stopping");
        case State::Running: break;
    }
    if (activity.kind == DatasetJob::Kind::Verify) return DataView::tr("verifying");
    const auto& progress = activity.progress;
    if (!progress) return DataView::tr("connecting");
    if (!progress->fetch || progress->fetch->total_bytes == 0) return progress->phase;
    const double share =
        static_cast<double>(progress->fetch->done_bytes) / static_cast<double>(progress->fetch->total_bytes);
    return QStringLiteral("%1 %2").arg(progress->phase, QString::fromStdString(as_percent(share)));
}

}   // namespace

DataView::DataView(FetchFunction fetch, QWidget* parent)
    : QWidget(parent),
      places_(new DatasetPlaces(this)),
      jobs_(new DatasetJobs(std::move(fetch), this)),
      model_(new DatasetTableModel(this)),
      shown_(new WordsFilter(this)),
      filter_(new QLineEdit(this)),
      count_(new QLabel(this)),
      panes_(new QSplitter(Qt::Vertical, this)),
      table_(new QTableView(this)),
      pages_(new QStackedWidget(this)),
      nothingFound_(new QLabel(this)),
      details_(new DatasetDetails(this)) {
    setAccessibleName(tr("Data sets"));
    shown_->setSourceModel(model_);
    shown_->setSortRole(Qt::UserRole);
    shown_->setSortCaseSensitivity(Qt::CaseInsensitive);
    filter_->setPlaceholderText(tr("Filter: name, missing, grey digits..."));
    filter_->setAccessibleName(tr("Filter data sets"));
    filter_->setClearButtonEnabled(true);
    filter_->setObjectName(QStringLiteral("datasetFilter"));
    buildTable();
    buildPages();

    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 8, 8, 6);
    top->setSpacing(8);
    top->addWidget(filter_, 1);
    top->addWidget(count_);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(details_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);   // the controls in it take the focus
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    panes_->addWidget(pages_);
    panes_->addWidget(scroll);
    panes_->setStretchFactor(0, 1);
    panes_->setChildrenCollapsible(false);
    panes_->setSizes({360, 300});
    connect(panes_, &QSplitter::splitterMoved, this, &DataView::panesChanged);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(panes_, 1);
    connectParts();
    table_->selectRow(0);
    filter({});
}

DataView::~DataView() = default;

QByteArray DataView::panes() const { return panes_->saveState(); }

void DataView::restorePanes(const QByteArray& panes) { panes_->restoreState(panes); }

void DataView::buildTable() {
    table_->setModel(shown_);
    table_->setItemDelegate(new AiryCells(table_));
    table_->setObjectName(QStringLiteral("datasets"));
    table_->setAccessibleName(tr("Data sets"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);   // Tab goes on to the actions
    table_->setShowGrid(false);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setAccessibleName(tr("Rows of the data sets"));
    if (auto* corner = table_->findChild<QAbstractButton*>()) corner->setAccessibleName(tr("Select all"));
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    table_->verticalHeader()->setMinimumSectionSize(0);
    table_->setSortingEnabled(true);
    table_->sortByColumn(-1, Qt::AscendingOrder);   // in the list's own order
    QHeaderView* header = table_->horizontalHeader();
    header->setAccessibleName(tr("Columns of the data sets"));
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(DatasetTableModel::State, QHeaderView::Fixed);
    header->resizeSection(DatasetTableModel::State, fontMetrics().horizontalAdvance(tr("fetching 99.9 %")) + 14);
    header->setMinimumSectionSize(60);
}

void DataView::buildPages() {
    auto* nothing = new QWidget(this);
    nothingFound_->setTextFormat(Qt::PlainText);   // quotes what was typed
    nothingFound_->setWordWrap(true);
    nothingFound_->setAlignment(Qt::AlignCenter);
    auto* clear = new QPushButton(tr("Show all data sets"), nothing);
    auto* column = new QVBoxLayout(nothing);
    column->addStretch(1);
    column->addWidget(nothingFound_);
    column->addWidget(clear, 0, Qt::AlignCenter);
    column->addStretch(2);
    connect(clear, &QPushButton::clicked, this, [this] {
        filter_->clear();
        filter_->setFocus();
    });
    pages_->addWidget(table_);
    pages_->addWidget(nothing);
}

void DataView::connectParts() {
    connect(filter_, &QLineEdit::textChanged, this, &DataView::filter);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DataView::showChosen);
    connect(table_, &QTableView::activated, details_, &DatasetDetails::focusAction);
    connect(places_, &DatasetPlaces::found, this, [this](const std::vector<DatasetPlace>& places) {
        model_->setPlaces(places);
        showChosen();
    });
    connect(jobs_, &DatasetJobs::changed, this, [this] {
        showActivities();
        if (!jobs_->running()) Q_EMIT becameIdle();
    });
    connect(jobs_, &DatasetJobs::progressed, this, [this](const DatasetProgress& progress) {
        told_[progress.dataset].progress = progress;
        showActivities();
    });
    connect(jobs_, &DatasetJobs::noted, this, [this](const QString& dataset, const QString& note) {
        told_[dataset].notes << note;
        showActivities();
    });
    connect(jobs_, &DatasetJobs::ended, this, &DataView::end);
    connect(details_, &DatasetDetails::fetchRequested, this, [this](const QString& from) {
        const DatasetRow* row = chosen();
        const bool isThere = row != nullptr && row->place && row->place->presence.present;
        add({.kind = DatasetJob::Kind::Fetch, .dataset = {}, .from = from, .again = isThere});
    });
    connect(details_, &DatasetDetails::verifyRequested, this,
            [this] { add({.kind = DatasetJob::Kind::Verify, .dataset = {}, .from = {}, .again = false}); });
    connect(details_, &DatasetDetails::cancelRequested, this, [this] {
        if (const DatasetRow* row = chosen()) jobs_->cancel(nameOf(*row));
    });
    connect(details_, &DatasetDetails::openFolderRequested, this, [this] {
        const DatasetRow* row = chosen();
        if (row == nullptr || !row->place) return;
        QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(row->place->presence.folder.string())));
    });
}

void DataView::setDataRoots(std::vector<std::filesystem::path> roots) {
    if (roots == roots_) return;
    roots_ = std::move(roots);
    jobs_->setRoots(roots_);
    look();
}

void DataView::showDataset(const QString& name) {
    const int row = model_->rowOf(name);
    if (row < 0) return;
    filter_->clear();
    const QModelIndex index = shown_->mapFromSource(model_->index(row, 0));
    table_->setCurrentIndex(index);
    table_->scrollTo(index);
    details_->focusAction();
}

void DataView::focusFilter() {
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

QString DataView::fetching() const {
    QStringList titles;
    const auto note = [&](const DatasetJob& job) {
        if (job.kind == DatasetJob::Kind::Fetch) titles << titleOf(model_->row(model_->rowOf(job.dataset)));
    };
    if (jobs_->running()) note(*jobs_->running());
    for (const DatasetJob& job : jobs_->waiting()) note(job);
    return titles.join(QStringLiteral(", "));
}

void DataView::stopAll() { jobs_->cancelAll(); }

void DataView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    look();   // files may have come or gone meanwhile
}

void DataView::filter(const QString& words) {
    static_cast<WordsFilter*>(shown_)->setWords(words.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    const int found = shown_->rowCount();
    count_->setText(tr("%1 of %2").arg(found).arg(model_->rowCount()));
    nothingFound_->setText(tr("No data set matches \"%1\".").arg(words.trimmed()));
    pages_->setCurrentIndex(found > 0 ? 0 : 1);
    if (found > 0 && !table_->currentIndex().isValid()) table_->selectRow(0);
    showChosen();
}

void DataView::look() { places_->look(roots_); }

const DatasetRow* DataView::chosen() const {
    const QModelIndex index = shown_->mapToSource(table_->currentIndex());
    return index.isValid() ? &model_->row(index.row()) : nullptr;
}

void DataView::showChosen() {
    const DatasetRow* row = chosen();
    details_->setVisible(row != nullptr);
    if (row != nullptr)
        details_->show(*row, roots_.empty() ? std::filesystem::path() : roots_.front(), activityOf(nameOf(*row)));
}

DatasetActivity DataView::activityOf(const QString& dataset) const {
    DatasetActivity activity;
    const Told told = told_.value(dataset);
    activity.progress = told.progress;
    activity.notes = told.notes;
    activity.outcome = told.outcome;
    const DatasetJob* job = jobs_->jobOf(dataset);
    if (job == nullptr) return activity;
    activity.kind = job->kind;
    const bool isRunning = jobs_->running() && jobs_->running()->dataset == dataset;
    activity.state = !isRunning ? State::Waiting : jobs_->isStopping() ? State::Stopping : State::Running;
    return activity;
}

void DataView::showActivities() {
    QHash<QString, QString> texts;
    const auto note = [&](const DatasetJob& job) { texts.insert(job.dataset, activityText(activityOf(job.dataset))); };
    if (jobs_->running()) note(*jobs_->running());
    for (const DatasetJob& job : jobs_->waiting()) note(job);
    model_->setActivities(texts);
    showChosen();
}

void DataView::add(DatasetJob job) {
    const DatasetRow* row = chosen();
    if (row == nullptr || jobs_->jobOf(nameOf(*row)) != nullptr) return;
    job.dataset = nameOf(*row);
    told_.remove(job.dataset);   // what an earlier one told
    jobs_->add(job);
}

void DataView::end(const DatasetOutcome& outcome) {
    Told& told = told_[outcome.job.dataset];
    told.progress.reset();
    told.outcome = outcome;
    look();
    Q_EMIT statusMessage(outcome.words.section(QLatin1Char('\n'), 0, 0));
    if (outcome.job.kind == DatasetJob::Kind::Fetch && outcome.end == DatasetOutcome::End::Done) Q_EMIT dataChanged();
}

}   // namespace overfit::ui
