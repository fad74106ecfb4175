#include "ui/quick_start/quick_start_page.h"

#include "ui/quick_start/example_strip.h"
#include "ui/settings/themed_icon.h"
#include "ui/worker/background.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <exception>

namespace overfit::ui {

namespace {

QLabel* rowTitle(const QString& text, QWidget* parent) {
    auto* title = new QLabel(text, parent);
    title->setAlignment(Qt::AlignHCenter);
    QFont font = title->font();
    font.setBold(true);
    title->setFont(font);
    return title;
}

/// In the middle without an alignment flag, which would take a wrapped text's height from its unwrapped width.
QHBoxLayout* centred(QWidget* widget) {
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(widget, 100);
    row->addStretch(1);
    return row;
}

}   // namespace

QuickStartPage::QuickStartPage(QWidget* parent)
    : QWidget(parent),
      trueStrip_(new ExampleStrip(this)),
      randomStrip_(new ExampleStrip(this)),
      start_(new QPushButton(tr("Train both"), this)),
      obstacle_(new QLabel(this)) {
    setObjectName(QStringLiteral("quickStartPage"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);

    auto* sentence = new QLabel(tr("The same network, the same images. Once with the true labels, once with labels drawn by "
                                   "lot. Watch it learn both."),
                                this);
    sentence->setWordWrap(true);
    sentence->setAlignment(Qt::AlignCenter);
    sentence->setMaximumWidth(620);
    QFont large = sentence->font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    sentence->setFont(large);

    trueStrip_->setAccessibleName(tr("Training images with their true labels"));
    randomStrip_->setAccessibleName(tr("The same images with random labels"));
    start_->setIcon(themedIcon(QStringLiteral("run")));
    start_->setDefault(true);
    start_->setMinimumSize(180, 38);
    start_->setEnabled(false);   // until it is known on which images
    start_->setObjectName(QStringLiteral("quickStartButton"));
    start_->setToolTip(tr("Trains a small network twice, in the background: with the true labels, then with random ones"));
    obstacle_->setWordWrap(true);
    obstacle_->setTextFormat(Qt::PlainText);
    obstacle_->setAlignment(Qt::AlignCenter);
    obstacle_->setMaximumWidth(620);
    obstacle_->hide();
    auto* skip = new QPushButton(tr("Set up an experiment of my own"), this);
    skip->setFlat(true);

    auto* column = new QVBoxLayout(this);
    column->addStretch(2);
    column->addLayout(centred(sentence));
    column->addSpacing(26);
    column->addWidget(rowTitle(tr("True labels"), this));
    column->addSpacing(4);
    column->addWidget(trueStrip_, 0, Qt::AlignHCenter);
    column->addSpacing(14);
    column->addWidget(rowTitle(tr("Random labels"), this));
    column->addSpacing(4);
    column->addWidget(randomStrip_, 0, Qt::AlignHCenter);
    column->addSpacing(28);
    column->addWidget(start_, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addLayout(centred(obstacle_));
    column->addSpacing(4);
    column->addWidget(skip, 0, Qt::AlignHCenter);
    column->addStretch(3);

    connect(start_, &QPushButton::clicked, this, &QuickStartPage::startRequested);
    connect(skip, &QPushButton::clicked, this, &QuickStartPage::dismissed);
}

void QuickStartPage::setExperiments(const QuickStart& experiments, const std::vector<std::filesystem::path>& dataRoots) {
    const QString& obstacle = experiments.obstacle;
    shown_ = experiments.randomLabels;
    roots_ = dataRoots;
    start_->setText(obstacle.isEmpty() ? tr("Train both") : tr("Train both on synthetic images"));
    obstacle_->setText(obstacle.isEmpty() ? QString()
                                          : tr("These images are made by the program. Fashion-MNIST, with pictures of "
                                               "clothes, is not on this machine: %1.")
                                                .arg(obstacle));
    obstacle_->setVisible(!obstacle.isEmpty());
    start_->setEnabled(true);
    asked_ = false;
    if (!isVisible()) return;
    start_->setFocus(Qt::OtherFocusReason);
    readExamples();
}

void QuickStartPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    start_->setFocus(Qt::OtherFocusReason);
    readExamples();
}

void QuickStartPage::readExamples() {
    if (asked_) return;
    asked_ = true;
    const auto read = [shown = shown_, roots = roots_]() -> std::vector<LabelledThumbnail> {
        try {
            return exampleImages(shown, roots, 8);
        } catch (const std::exception&) {
            return {};   // empty places stay; a broken file is told by the run
        }
    };
    inBackground(this, read, [this, question = ++question_](const std::vector<LabelledThumbnail>& examples) {
        if (question == question_ && !examples.empty()) showExamples(examples);
    });
}

void QuickStartPage::showExamples(const std::vector<LabelledThumbnail>& examples) {
    randomStrip_->setExamples(examples);
    std::vector<LabelledThumbnail> unchanged = examples;
    for (LabelledThumbnail& example : unchanged) example.givenLabel = example.trueLabel;
    trueStrip_->setExamples(std::move(unchanged));
}

}   // namespace overfit::ui
