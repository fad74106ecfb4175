#include "ui/compare/comparison_table.h"

#include "ui/compare/comparison_cell_delegate.h"
#include "ui/compare/comparison_table_model.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int widestHead = 230, widestColumn = 150, narrowestColumn = 78;   // pixels; longer names are in the tool tip
constexpr int headMargin = 18;                                              // beside a name in the head of a column
constexpr double mostOfView = 0.42;                                         // of the view's width for the heads of the rows

/// Flat heads: Fusion draws each as a button, which these are not.
const auto flatHeads = QStringLiteral(
    "QHeaderView, QTableCornerButton::section { background: palette(base); border: none; }"
    "QHeaderView::section { background: palette(base); border: none; padding: 3px 8px; }");

QTableView* plainTable(QWidget* parent) {
    auto* view = new QTableView(parent);
    view->setItemDelegate(new ComparisonCellDelegate(view));
    view->setWordWrap(false);
    view->setShowGrid(false);
    view->setAlternatingRowColors(true);
    view->setCornerButtonEnabled(false);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setTabKeyNavigation(false);   // Tab goes on, arrows move inside
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    for (QHeaderView* header : {view->horizontalHeader(), view->verticalHeader()}) {
        header->setHighlightSections(false);
        header->setSectionsClickable(false);
        header->setTextElideMode(Qt::ElideMiddle);
    }
    view->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view->setStyleSheet(flatHeads);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    return view;
}

}   // namespace

ComparisonTable::ComparisonTable(const QString& heading, QWidget* parent)
    : QWidget(parent),
      heading_(heading),
      model_(new ComparisonTableModel(this)),
      head_(new QHBoxLayout),
      title_(new QLabel(heading, this)),
      view_(plainTable(this)),
      empty_(new QLabel(this)),
      notes_(new QLabel(this)) {
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);   // cut where the panel is narrow
    title_->setMinimumWidth(60);
    auto* copyButton = new QToolButton(this);
    copyButton->setText(tr("Copy"));
    copyButton->setPopupMode(QToolButton::InstantPopup);
    copyButton->setFocusPolicy(Qt::StrongFocus);
    copyButton->setToolTip(tr("Copy the whole table (Ctrl+C in the table: as Markdown)"));
    copyButton->setAccessibleName(tr("Copy %1").arg(heading.toLower()));
    auto* menu = new QMenu(copyButton);
    menu->addAction(tr("Copy as &Markdown"), this, [this] { copy(Form::Markdown); });
    menu->addAction(tr("Copy as &LaTeX"), this, [this] { copy(Form::Latex); });
    menu->addAction(tr("Copy as &CSV"), this, [this] { copy(Form::Csv); });
    copyButton->setMenu(menu);
    auto* copyKey = new QAction(view_);
    copyKey->setShortcut(QKeySequence::Copy);
    copyKey->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(copyKey, &QAction::triggered, this, [this] { copy(Form::Markdown); });
    view_->addAction(copyKey);
    view_->setModel(model_);
    view_->setAccessibleName(heading);
    view_->horizontalHeader()->setAccessibleName(tr("%1: columns").arg(heading));
    view_->verticalHeader()->setAccessibleName(tr("%1: rows").arg(heading));
    if (auto* corner = view_->findChild<QAbstractButton*>()) corner->setAccessibleName(tr("%1: select all").arg(heading));

    for (QLabel* label : {empty_, notes_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setForegroundRole(QPalette::PlaceholderText);
        label->hide();
    }
    head_->addWidget(title_, 1);
    head_->addWidget(copyButton);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head_);
    empty_->setAlignment(Qt::AlignTop);
    column->addWidget(empty_, 1);
    column->addWidget(view_, 1);
    column->addWidget(notes_);
}

void ComparisonTable::addHeadWidget(QWidget* widget) { head_->insertWidget(head_->count() - 1, widget); }

void ComparisonTable::setTable(Table shown, Table forPrograms) {
    data_ = std::move(forPrograms);
    if (shown == model_->table() && !model_->table().titles.empty()) return;   // selection and place stay
    QStringList notes;
    for (const std::string& note : shown.notes) notes << QString::fromStdString(note);
    notes_->setText(notes.join(QLatin1Char(' ')));
    notes_->setVisible(!notes.isEmpty());
    empty_->setVisible(shown.rows.empty() && !empty_->text().isEmpty());
    view_->setVisible(!shown.rows.empty());
    const QPoint place(view_->horizontalScrollBar()->value(), view_->verticalScrollBar()->value());
    model_->setTable(std::move(shown));
    fitColumns();
    view_->horizontalScrollBar()->setValue(place.x());
    view_->verticalScrollBar()->setValue(place.y());
}

void ComparisonTable::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    view_->verticalHeader()->setMaximumWidth(std::min(widestHead, static_cast<int>(mostOfView * width())));
    fitColumns();
}

void ComparisonTable::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    // A widget with a style sheet keeps the palette that it was first shown with.
    view_->setStyleSheet(QString());
    view_->setStyleSheet(flatHeads);
}

int ComparisonTable::wantedWidth() const {
    const int heads = std::min(widestHead, view_->verticalHeader()->sizeHint().width());
    return heads + usualWidth_ + view_->verticalScrollBar()->sizeHint().width() + 2 * view_->frameWidth();
}

int ComparisonTable::wantedHeight() const {
    const int chrome = sizeHint().height() - view_->sizeHint().height();   // heading and notes
    return chrome + view_->horizontalHeader()->sizeHint().height() + view_->verticalHeader()->length() +
           view_->horizontalScrollBar()->sizeHint().height() + 2 * view_->frameWidth();
}

void ComparisonTable::setHeadingShown(bool shown) { title_->setText(shown ? heading_ : QString()); }

void ComparisonTable::setEmptyText(const QString& text) { empty_->setText(text); }

void ComparisonTable::fitColumns() {
    setColumnsWidest(widestColumn);
    usualWidth_ = view_->horizontalHeader()->length();
    // All columns side by side where their values leave room for it; few of them show their names whole.
    const int share = view_->viewport()->width() / std::max(model_->columnCount(), 1);
    setColumnsWidest(std::clamp(share, narrowestColumn, widestHead));
}

void ComparisonTable::setColumnsWidest(int widest) {
    const QAbstractItemView* cells = view_;   // QTableView hides what QAbstractItemView tells
    std::vector<int> values;
    int narrowest = widestColumn;
    for (int column = 0; column < model_->columnCount(); ++column) {
        values.push_back(std::min(cells->sizeHintForColumn(column) + 1, widestColumn));
        narrowest = std::min(narrowest, values.back());
    }
    model_->setWidestHead(view_->horizontalHeader()->fontMetrics(), std::max(widest, narrowest) - headMargin);
    for (int column = 0; column < model_->columnCount(); ++column) {
        const int value = values[static_cast<std::size_t>(column)];
        const int wanted = std::max(value, view_->horizontalHeader()->sectionSizeHint(column));
        view_->setColumnWidth(column, std::min(wanted, std::max(value, widest)));
    }
}

void ComparisonTable::copy(Form form) {
    const Table& shown = model_->table();
    const auto put = [this](const std::string& text, const QString& name) {
        QApplication::clipboard()->setText(QString::fromStdString(text));
        Q_EMIT copied(tr("Copied the %1 as %2").arg(heading_.toLower(), name));
    };
    switch (form) {
        case Form::Markdown: return put(table_as_markdown(shown), tr("Markdown"));
        case Form::Latex: return put(table_as_latex(shown), tr("LaTeX"));
        case Form::Csv: return put(table_as_csv(data_), tr("CSV"));
    }
}

}   // namespace overfit::ui
