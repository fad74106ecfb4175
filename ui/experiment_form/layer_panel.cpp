#include "ui/experiment_form/layer_panel.h"

#include "core/experiment/model_summary.h"
#include "core/exports/table_text.h"
#include "core/support/text.h"
#include "ui/experiment_form/disclosure.h"
#include "ui/experiment_form/form_foot.h"
#include "ui/experiment_form/form_style.h"
#include "ui/experiment_form/note_label.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace overfit::ui {
namespace {

constexpr int mostRowsShown = 12;   // more of them scroll

QTableWidgetItem* makeItem(const QString& text, bool isNumber, bool isSum) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::Alignment(isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (isSum) {
        QFont font = item->font();
        font.setBold(true);
        item->setFont(font);
    }
    return item;
}

}   // namespace

QString shortCount(std::int64_t count) {
    struct Unit {
        double size;
        const char* sign;
    };
    static constexpr std::array units{Unit{1e12, " T"}, Unit{1e9, " G"}, Unit{1e6, " M"}};
    const auto number = static_cast<double>(count);
    const auto unit = std::ranges::find_if(units, [number](const Unit& each) { return number >= each.size; });
    if (unit == units.end()) return QString::fromStdString(with_thousands(count));
    const double scaled = number / unit->size;
    const int decimals = scaled >= 99.995 ? 1 : scaled >= 9.9995 ? 2 : 3;
    return QString::number(scaled, 'f', decimals) + QLatin1String(unit->sign);
}

QString layersText(const FormFacts& facts) {
    if (!facts.parametersProblem.isEmpty()) return LayerPanel::tr("Layers: %1").arg(facts.parametersProblem);
    if (facts.model.layers.empty()) return LayerPanel::tr("Layers: being counted");
    const auto count = facts.model.layers.size();
    return LayerPanel::tr("%1 · %2 multiply-adds")
        .arg(count == 1 ? LayerPanel::tr("1 layer") : LayerPanel::tr("%1 layers").arg(count),
             shortCount(facts.model.multiply_adds));
}

LayerPanel::LayerPanel(QWidget* parent)
    : QWidget(parent), disclosure_(nullptr), problem_(nullptr), table_(nullptr), memory_(nullptr), buttons_(nullptr) {
    disclosure_ = new Disclosure(buildContent(), this);
    disclosure_->button()->setObjectName(QStringLiteral("layers"));
    const QString help =
        tr("The network layer by layer: output of one image, parameters, multiply-adds of its forward pass");
    disclosure_->setWhatsThis(help);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::indent, 0, metrics::gap, 0);
    column->addWidget(disclosure_);
    connect(disclosure_, &Disclosure::toggled, this, &LayerPanel::fill);
}

QWidget* LayerPanel::buildContent() {
    auto* content = new QWidget(this);
    problem_ = new NoteLabel(Tone::Muted, content);
    table_ = new QTableWidget(0, 4, content);
    memory_ = new NoteLabel(Tone::Muted, content);
    buttons_ = new QWidget(content);
    table_->setObjectName(QStringLiteral("layerTable"));
    table_->setAccessibleName(tr("Layers of the model"));
    table_->setFont(noteFont(table_->font()));
    table_->setHorizontalHeaderLabels({tr("Layer"), tr("Output"), tr("Param."), tr("Mult.")});
    table_->horizontalHeaderItem(2)->setToolTip(tr("Parameters"));
    table_->horizontalHeaderItem(3)->setToolTip(tr("Multiply-adds of one image's forward pass"));
    table_->setTextElideMode(Qt::ElideMiddle);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setAccessibleName(tr("Rows of the layers"));
    if (auto* corner = table_->findChild<QAbstractButton*>()) corner->setAccessibleName(tr("Select all"));
    table_->verticalHeader()->setMinimumSectionSize(0);
    table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 4);
    QHeaderView* header = table_->horizontalHeader();
    header->setFont(table_->font());
    header->setHighlightSections(false);
    header->setMinimumSectionSize(24);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    header->setAccessibleName(tr("Columns of the layers"));
    auto* text = new QPushButton(tr("Copy as text"), buttons_);
    auto* markdown = new QPushButton(tr("Copy as Markdown"), buttons_);
    auto* line = new QHBoxLayout(buttons_);
    line->setContentsMargins(0, 0, 0, 0);
    for (QPushButton* button : {text, markdown}) {
        button->setFont(table_->font());
        button->setAccessibleName(button->text());
        line->addWidget(button);
    }
    line->addStretch();
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::noteSpacing + 2);
    for (QWidget* each : std::initializer_list<QWidget*>{problem_, table_, memory_, buttons_}) column->addWidget(each);
    connect(text, &QPushButton::clicked, this, &LayerPanel::copyText);
    connect(markdown, &QPushButton::clicked, this, &LayerPanel::copyMarkdown);
    return content;
}

void LayerPanel::showModel(const ExperimentConfig& config, const FormFacts& facts) {
    config_ = config;
    facts_ = facts;
    disclosure_->setTitle(layersText(facts));
    fill();
}

void LayerPanel::fill() {
    if (!disclosure_->isOpen()) return;
    const bool isKnown = !facts_.model.layers.empty() && facts_.parametersProblem.isEmpty();
    problem_->setNote(isKnown                          ? QString()
                      : facts_.problemDetail.isEmpty() ? facts_.parametersProblem
                                                       : facts_.problemDetail);
    for (QWidget* part : std::initializer_list<QWidget*>{table_, buttons_}) part->setVisible(isKnown);
    memory_->setNote(isKnown ? memoryDetail(config_, facts_) : QString());
    if (!isKnown) return;
    const Table layers = layer_table(facts_.modelName, facts_.model);
    const auto rows = static_cast<int>(layers.rows.size());
    table_->setRowCount(rows);
    for (int row = 0; row < rows; ++row) {
        const auto& cells = layers.rows[static_cast<std::size_t>(row)];
        for (int column = 0; column < 4; ++column) {
            const TableCell& cell = cells[static_cast<std::size_t>(column)];
            QString whole = QString::fromStdString(cell.text);
            // The form is narrow: without the blanks around the signs.
            if (column == 1) whole.replace(QLatin1String(" x "), QStringLiteral("\u00d7"));
            const QString shown = column == 3 ? shortCount(static_cast<std::int64_t>(cell.number.value_or(0.0))) : whole;
            QTableWidgetItem* item = makeItem(shown, column >= 2, row == rows - 1);
            item->setToolTip(whole);
            table_->setItem(row, column, item);
        }
    }
    const int height = table_->verticalHeader()->defaultSectionSize() * qMin(rows, mostRowsShown);
    table_->setFixedHeight(height + table_->horizontalHeader()->sizeHint().height() + 2 * table_->frameWidth());
}

void LayerPanel::copyText() {
    const Table layers = layer_table(facts_.modelName, facts_.model);
    QStringList lines;
    const auto addLine = [&lines](auto&& cells, auto textOf) {
        QStringList texts;
        for (const auto& cell : cells) texts << QString::fromStdString(textOf(cell));
        lines << texts.join(QLatin1Char('\t'));
    };
    addLine(layers.titles, [](const std::string& title) { return title; });
    for (const auto& row : layers.rows) addLine(row, [](const TableCell& cell) { return cell.text; });
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
    Q_EMIT statusMessage(tr("Copied the layers as text"));
}

void LayerPanel::copyMarkdown() {
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(table_as_markdown(layer_table(facts_.modelName, facts_.model))));
    Q_EMIT statusMessage(tr("Copied the layers as Markdown"));
}

}   // namespace overfit::ui
