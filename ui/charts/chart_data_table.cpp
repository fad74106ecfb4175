#include "ui/charts/chart_data_table.h"

#include "core/support/text.h"
#include "ui/charts/table_text.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace overfit::ui {

ChartDataTable::ChartDataTable(QWidget* parent)
    : QWidget(parent),
      model_(new CurveTableModel(this)),
      view_(new QTableView(this)),
      size_(new QLabel(this)),
      csv_(new QPushButton(this)),
      markdown_(new QPushButton(this)) {
    view_->setModel(model_);
    view_->setAccessibleName(tr("Data table"));
    view_->setWordWrap(false);
    view_->setAlternatingRowColors(true);
    view_->setTabKeyNavigation(false);
    view_->verticalHeader()->hide();
    // Rows of one height and columns of a set width: nothing measures 20,000 rows.
    view_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view_->verticalHeader()->setDefaultSectionSize(view_->fontMetrics().height() + 6);
    view_->horizontalHeader()->setDefaultSectionSize(view_->fontMetrics().averageCharWidth() * 18);
    view_->horizontalHeader()->setTextElideMode(Qt::ElideMiddle);
    view_->installEventFilter(this);
    setFocusProxy(view_);

    auto* back = new QPushButton(tr("Show curves"), this);
    back->setToolTip(tr("Back to the curves (T or Escape)"));
    for (QPushButton* button : {back, csv_, markdown_}) button->setAutoDefault(false);
    size_->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout;
    row->addWidget(size_, 1);
    row->addWidget(csv_);
    row->addWidget(markdown_);
    row->addWidget(back);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(view_, 1);
    column->addLayout(row);

    connect(back, &QPushButton::clicked, this, &ChartDataTable::closed);
    connect(csv_, &QPushButton::clicked, this, [this] { copy(Format::Csv); });
    connect(markdown_, &QPushButton::clicked, this, [this] { copy(Format::Markdown); });
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ChartDataTable::tellSize);
    tellSize();
}

void ChartDataTable::setContent(ChartContent content) {
    view_->setAccessibleDescription(tr("All points of %1").arg(content.title));
    model_->setContent(std::move(content));
    tellSize();
}

void ChartDataTable::tellSize() {
    const auto number = [](int value) { return QString::fromStdString(with_thousands(value)); };
    const int lines = std::max(0, model_->columnCount() - 1);
    size_->setText(
        tr("%1 places, %2 %3").arg(number(model_->rowCount()), number(lines), lines == 1 ? tr("line") : tr("lines")));
    const bool some = view_->selectionModel()->hasSelection();
    csv_->setText(some ? tr("Copy selection as CSV") : tr("Copy as CSV"));
    markdown_->setText(some ? tr("Copy selection as Markdown") : tr("Copy as Markdown"));
    for (QPushButton* button : {csv_, markdown_}) {
        button->setAccessibleName(button->text());
        button->setEnabled(model_->rowCount() > 0);
    }
}

void ChartDataTable::copy(Format format) {
    const QItemSelection selection = view_->selectionModel()->selection();
    QApplication::clipboard()->setText(format == Format::Csv ? tableAsCsv(*model_, selection)
                                                             : tableAsMarkdown(*model_, selection));
}

void ChartDataTable::keyPressEvent(QKeyEvent* event) {
    const bool plain = event->modifiers() == Qt::NoModifier;
    if (plain && (event->key() == Qt::Key_Escape || event->key() == Qt::Key_T))
        Q_EMIT closed();
    else if (event->matches(QKeySequence::Copy))
        copy(Format::Csv);
    else
        QWidget::keyPressEvent(event);
}

/// Before the table view, whose search for rows by typing would eat the t.
bool ChartDataTable::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view_ && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool plain = key->modifiers() == Qt::NoModifier;
        if ((plain && (key->key() == Qt::Key_Escape || key->key() == Qt::Key_T)) || key->matches(QKeySequence::Copy)) {
            keyPressEvent(key);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}   // namespace overfit::ui
