#include "ui/compare/run_chips.h"

#include "ui/charts/chart_style.h"
#include "ui/charts/cut_name.h"
#include "ui/charts/flow_layout.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <optional>

namespace overfit::ui {

namespace {

constexpr int longestName = 220;   // pixels
constexpr int mostRows = 2;        // more than that scroll
constexpr int gap = 6;
constexpr int crossWidth = 18;
constexpr QSize dotSize{17, 12};

QIcon dotIcon(const QColor& colour, const QPalette& palette, qreal ratio) {
    QPixmap dot(dotSize * ratio);
    dot.setDevicePixelRatio(ratio);
    dot.fill(Qt::transparent);
    QPainter painter(&dot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(readableOn(colour, palette.color(QPalette::Base)));
    const double side = dotSize.height() - 2;
    painter.drawEllipse(QRectF(1, 1, side, side));   // room to the right: Fusion sets text close to the icon
    return dot;
}

/// Name and x of one run.
class Chip : public QWidget {
public:
    Chip(const RunChip& chip, RunChips& owner) : QWidget(&owner) {
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(0);
        QWidget* name = nameButton(chip, owner);
        row->addWidget(name);
        setFocusProxy(name);
        row->addWidget(removeButton(chip, owner));
        auto* remove = new QAction(this);
        remove->setShortcut(QKeySequence::Delete);
        remove->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(remove);
        connect(remove, &QAction::triggered, &owner,
                [&owner, folder = chip.folder] { Q_EMIT owner.removeRequested(folder); });
    }

private:
    QWidget* nameButton(const RunChip& chip, RunChips& owner) {
        auto* button = new QToolButton(this);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIconSize(dotSize);
        button->setIcon(dotIcon(chip.colour, palette(), devicePixelRatioF()));
        QString text = cutName(chip.name, owner.names(), fontMetrics(), longestName).replace(u'&', QStringLiteral("&&"));
        if (!chip.problem.isEmpty()) text.prepend(QStringLiteral("⚠ "));
        if (chip.base) text += RunChips::tr(" · base");
        button->setText(text);
        QFont font = button->font();
        font.setBold(chip.base);
        button->setFont(font);
        button->setCheckable(true);
        button->setChecked(chip.base);
        button->setFocusPolicy(Qt::StrongFocus);
        const QString words = chip.problem.isEmpty() ? QString() : chip.problem.toHtmlEscaped() + QStringLiteral("<br>");
        button->setToolTip(QStringLiteral("<p>%1<br>%2%3</p>")
                               .arg(chip.name.toHtmlEscaped(), words,
                                    chip.base ? RunChips::tr("Differences refer to this run.")
                                              : RunChips::tr("Press to make it the base of the differences.")));
        button->setAccessibleName(chip.base ? RunChips::tr("%1, base").arg(chip.name)
                                            : RunChips::tr("Make %1 the base").arg(chip.name));
        connect(button, &QToolButton::clicked, &owner, [&owner, button, folder = chip.folder, base = chip.base] {
            button->setChecked(base);   // what is the base decides the owner
            Q_EMIT owner.baseRequested(folder);
        });
        return button;
    }

    QWidget* removeButton(const RunChip& chip, RunChips& owner) {
        auto* button = new QToolButton(this);
        button->setText(QStringLiteral("×"));
        button->setFixedWidth(crossWidth);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolTip(RunChips::tr("Take the run out of the comparison (Delete)"));
        button->setAccessibleName(RunChips::tr("Remove %1").arg(chip.name));
        connect(button, &QToolButton::clicked, &owner,
                [&owner, folder = chip.folder] { Q_EMIT owner.removeRequested(folder); });
        return button;
    }
};

/// Which item of the layout holds the keyboard focus.
std::optional<int> placeOfFocus(const QLayout& layout) {
    const QWidget* focus = QApplication::focusWidget();
    for (int place = 0; focus && place < layout.count(); ++place) {
        if (layout.itemAt(place)->widget()->isAncestorOf(focus)) return place;
    }
    return std::nullopt;
}

}   // namespace

RunChips::RunChips(QWidget* parent) : QWidget(parent), scroll_(new QScrollArea(this)), flow_(new QWidget) {
    new FlowLayout(flow_, gap, gap);
    scroll_->setWidget(flow_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->viewport()->setAutoFillBackground(false);
    flow_->setAutoFillBackground(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll_);
    setAccessibleName(tr("Compared runs"));
}

void RunChips::setChips(std::vector<RunChip> chips) {
    if (chips == chips_) return;
    chips_ = std::move(chips);
    rebuild();
}

QStringList RunChips::names() const {
    QStringList names;
    for (const RunChip& chip : chips_) names << chip.name;
    return names;
}

void RunChips::rebuild() {
    const auto focused = placeOfFocus(*flow_->layout());
    while (QLayoutItem* item = flow_->layout()->takeAt(0)) {
        // Later: a chip may be the sender of the signal that is being answered.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const RunChip& chip : chips_) {
        auto* made = new Chip(chip, *this);
        flow_->layout()->addWidget(made);
        made->show();   // a layout would do it later, and has no height for what is hidden
    }
    fitHeight();
    if (!focused || chips_.empty()) return;
    // Who works with the keyboard goes on where he was: at the same place, also when that run was taken out.
    flow_->layout()->itemAt(std::min(*focused, static_cast<int>(chips_.size()) - 1))->widget()->setFocus();
}

void RunChips::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !chips_.empty()) rebuild();   // the dots are made for the background
}

void RunChips::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitHeight();
}

void RunChips::fitHeight() {
    const QLayoutItem* first = flow_->layout()->itemAt(0);
    const int row = first ? first->sizeHint().height() : 0;
    const int wanted = flow_->layout()->heightForWidth(width() - scroll_->verticalScrollBar()->sizeHint().width());
    scroll_->setFixedHeight(std::min(wanted, mostRows * row + (mostRows - 1) * gap));
}

}   // namespace overfit::ui
