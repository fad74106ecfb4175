#include "ui/compare/empty_comparison.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace overfit::ui {

namespace {

constexpr int textWidth = 360;   // the window fits a small screen with either panel open

}   // namespace

EmptyComparison::EmptyComparison(QWidget* parent) : QWidget(parent), words_(new QLabel(this)) {
    auto* heading = new QLabel(tr("Runs will stand side by side here"), this);
    QFont large = heading->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    heading->setFont(large);
    heading->setWordWrap(true);
    heading->setAlignment(Qt::AlignHCenter);
    words_->setWordWrap(true);
    words_->setAlignment(Qt::AlignHCenter);
    auto* choose = new QPushButton(tr("Choose runs in the list"), this);
    choose->setAccessibleName(tr("Choose runs in the list"));
    choose->setToolTip(tr("Goes to the list: Ctrl and a click, or Shift and the arrow keys, select several"));
    auto* quickStart = new QPushButton(tr("Open the quick start"), this);
    quickStart->setAccessibleName(tr("Open the quick start"));
    connect(choose, &QPushButton::clicked, this, &EmptyComparison::chooseRequested);
    connect(quickStart, &QPushButton::clicked, this, &EmptyComparison::quickStartRequested);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(heading);
    column->addWidget(words_, 0, Qt::AlignHCenter);
    for (QPushButton* button : {choose, quickStart}) {
        button->setMinimumSize(180, 32);
        column->addWidget(button, 0, Qt::AlignHCenter);
    }
    column->addStretch(3);
    setChosen(0);
}

void EmptyComparison::setChosen(std::size_t runs) {
    const QString rest =
        tr("Their curves in one chart or one beside the other, the settings in which they differ, and their "
           "results with mean and spread where several runs differ only in the seed.");
    words_->setText((runs == 0 ? tr("Select two or more runs in the list on the right.")
                               : tr("One run is selected; select one more in the list on the right.")) +
                    u' ' + rest);
    words_->setFixedSize(textWidth,
                         words_->heightForWidth(textWidth));   // an aligned label does not get its height for width
}

}   // namespace overfit::ui
