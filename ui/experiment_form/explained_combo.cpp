#include "ui/experiment_form/explained_combo.h"

#include "ui/experiment_form/form_style.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>
#include <QSignalBlocker>
#include <QStylePainter>
#include <QStyledItemDelegate>
#include <QWheelEvent>

namespace overfit::ui {
namespace {

constexpr int nameRole = Qt::UserRole;
constexpr int explanationRole = Qt::UserRole + 1;
constexpr int padding = 5;
constexpr int widestList = 540;

/// Paints a choice as two lines: its title, and what it means.
class ChoiceDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QFontMetrics title(option.font), note(noteFont(option.font));
        const QString explanation = explanationOf(index);
        const int width = std::max(title.horizontalAdvance(index.data().toString()), note.horizontalAdvance(explanation));
        const int height = title.height() + (explanation.isEmpty() ? 0 : note.height()) + 2 * padding;
        return {width + 6 * padding, height};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool enabled = option.state.testFlag(QStyle::State_Enabled);
        const bool lit = enabled && option.state.testFlag(QStyle::State_Selected);
        QPalette palette = option.palette;
        palette.setCurrentColorGroup(QPalette::Active);   // the disabled colours are too faint to read
        painter->save();
        if (lit) painter->fillRect(option.rect, palette.color(QPalette::Highlight));
        const QRect area = option.rect.adjusted(2 * padding, padding, -2 * padding, -padding);
        const QColor muted = toneColour(palette, Tone::Muted);
        const QColor ink = palette.color(lit ? QPalette::HighlightedText : QPalette::Text);
        painter->setFont(option.font);
        painter->setPen(enabled ? ink : muted);
        painter->drawText(area, Qt::AlignLeft | Qt::AlignTop, index.data().toString());
        painter->setFont(noteFont(option.font));
        painter->setPen(lit ? ink : muted);
        const QString note = painter->fontMetrics().elidedText(explanationOf(index), Qt::ElideRight, area.width());
        painter->drawText(area, Qt::AlignLeft | Qt::AlignBottom, note);
        painter->restore();
    }

private:
    static QString explanationOf(const QModelIndex& index) { return index.data(explanationRole).toString(); }
};

}   // namespace

ExplainedCombo::ExplainedCombo(QWidget* parent) : QComboBox(parent) {
    setFocusPolicy(Qt::StrongFocus);                              // the default takes the focus by the wheel
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);   // long names must not widen the dock
    setMinimumContentsLength(6);
}

void ExplainedCombo::addChoice(const QString& name, const QString& title, const QString& explanation) {
    const QSignalBlocker quiet(this);   // the first item becomes the current one
    addItem(title, name);
    const int row = count() - 1;
    setItemData(row, explanation, explanationRole);
    setItemData(row, explanation, Qt::AccessibleDescriptionRole);
}

QString ExplainedCombo::currentName() const { return currentData(nameRole).toString(); }

QString ExplainedCombo::currentExplanation() const { return currentData(explanationRole).toString(); }

void ExplainedCombo::showName(const QString& name) {
    const QSignalBlocker quiet(this);
    const int row = findData(name, nameRole);
    if (row < 0) setPlaceholderText(name);
    setCurrentIndex(row);
}

QSize ExplainedCombo::minimumSizeHint() const { return {60, QComboBox::minimumSizeHint().height()}; }

void ExplainedCombo::showPopup() {
    if (!popupIsReady_) {   // the list view is costly; most are never opened
        setItemDelegate(new ChoiceDelegate(this));
        popupIsReady_ = true;
    }
    int widest = width();
    for (int row = 0; row < count(); ++row) {
        QStyleOptionViewItem option;
        option.font = view()->font();
        widest = std::max(widest, itemDelegate()->sizeHint(option, model()->index(row, 0)).width());
    }
    view()->setMinimumWidth(std::min(widest, widestList));
    QComboBox::showPopup();
}

void ExplainedCombo::paintEvent(QPaintEvent*) {
    // As QComboBox does, with a title that is too long ending in dots.
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    if (currentIndex() < 0) {
        option.palette.setBrush(QPalette::ButtonText, option.palette.brush(QPalette::PlaceholderText));
        option.currentText = placeholderText();
    }
    const QRect room = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText = option.fontMetrics.elidedText(option.currentText, Qt::ElideRight, room.width() - 2);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void ExplainedCombo::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) {
        QComboBox::wheelEvent(event);
    } else {
        event->ignore();   // scrolls the form
    }
}

}   // namespace overfit::ui
