#include "ui/preview/preview_view.h"

#include "core/config/corruption_facts.h"
#include "core/config/dataset_facts.h"
#include "core/config/field_table.h"
#include "ui/experiment_form/note_label.h"
#include "ui/preview/preview_strip.h"
#include "ui/preview/preview_words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

namespace {

constexpr int places = 12;
constexpr int slowMilliseconds = 150;
constexpr std::uint32_t seedLimit = 1'000'000;   // short enough to be read out and typed

/// Which photographs: whoever asked to see them goes on to see them with other settings.
std::string placeOf(const DataConfig& data) { return data.dataset + ' ' + data.folder; }

/// A data set that is not there is the maker's to tell: there can be no picture of it.
bool isOfDataset(const Problem& problem) { return problem.path == "data.dataset"; }

/// "Crop: expected at most 28, ...": the first problem that stands in the way; empty when there is none.
QString obstacleIn(const std::vector<Problem>& problems) {
    const auto found = std::ranges::find_if(
        problems, [](const Problem& problem) { return concerns_preview(problem) && !isOfDataset(problem); });
    if (found == problems.end()) return {};
    const Field* field = find_field(found->path);
    return QStringLiteral("%1: %2").arg(QString::fromStdString(field ? field->label : found->path),
                                        QString::fromStdString(found->message));
}

QString titleOf(const std::string& dataset) {
    const DatasetFacts* facts = find_dataset_facts(dataset);
    const std::string_view title = facts ? facts->title : std::string_view(dataset);
    return QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size()));
}

/// Why no other labels can be drawn; empty when they can.
QString labelsAreFixed(const LabelCorruption& noise) {
    if (noise.draw == LabelDraw::LabelFile) return PreviewView::tr("No label is drawn: the labels are those of a file");
    if (!corrupts_labels(noise)) return PreviewView::tr("No label is drawn: the share of corrupted labels is 0");
    if (noise.draw == LabelDraw::Reference) return PreviewView::tr("The reference draw has one seed, the same in every run");
    return {};
}

/// The seeds of what this experiment draws; both are given one value.
QStringList drawnSeeds(const CorruptionConfig& corruption) {
    QStringList seeds;
    if (labelsAreFixed(corruption.labels).isEmpty()) seeds << QStringLiteral("seeds.labels");
    if (corruption.pixels != PixelCorruption::None) seeds << QStringLiteral("seeds.pixels");
    return seeds;
}

}   // namespace

PreviewView::PreviewView(QWidget* parent) : PreviewView(previewMaker(), parent) {}

PreviewView::PreviewView(PreviewLoader::Make make, QWidget* parent)
    : QWidget(parent),
      loader_(new PreviewLoader(std::move(make), this)),
      strip_(new PreviewStrip(places, this)),
      share_(new QLabel(this)),
      note_(new NoteLabel(Tone::Muted, this)),
      otherImages_(new QPushButton(tr("Other images"), this)),
      newDraw_(new QPushButton(tr("New draw"), this)),
      chooseFolder_(new QPushButton(tr("Data folder..."), this)) {
    setAccessibleName(tr("Preview"));
    strip_->setAccessibleName(tr("Training images as the network sees them"));
    strip_->setWhatsThis(
        tr("Training images as the network sees them, cropped and scaled, each with the label that it is "
           "given. A marked one has another label than the true one, which is struck through below."));
    share_->setTextFormat(Qt::PlainText);
    share_->setWordWrap(true);
    share_->setFont(noteFont(font()));
    note_->hide();
    otherImages_->setAccessibleName(tr("Show other images"));
    otherImages_->setToolTip(tr("Shows other training images of the same experiment"));
    newDraw_->setAccessibleName(tr("Draw the random labels and pixels anew"));
    chooseFolder_->hide();

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    for (QPushButton* button : {otherImages_, newDraw_, chooseFolder_}) {
        button->setMinimumWidth(60);   // with long words in a large font the form is narrower than both together
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::indent, metrics::noteSpacing, 0, 0);
    column->setSpacing(metrics::noteSpacing);
    column->addWidget(strip_);
    column->addWidget(share_);
    column->addWidget(note_);
    column->addSpacing(metrics::noteSpacing);
    column->addLayout(buttons);

    slow_.setSingleShot(true);
    slow_.setInterval(slowMilliseconds);
    connect(&slow_, &QTimer::timeout, this, [this] {
        if (!obstacle_.isEmpty()) return;
        strip_->setDimmed(true);
        note_->setNote(tr("Reading %1").arg(titleOf(config_.data.dataset)));
    });
    connect(loader_, &PreviewLoader::answered, this, &PreviewView::take);
    connect(otherImages_, &QPushButton::clicked, this, [this] {
        if (waitsForWish_) {
            wished_ = placeOf(config_.data);
        } else {
            ++choice_;
        }
        ask();
    });
    connect(newDraw_, &QPushButton::clicked, this, &PreviewView::drawAnew);
    connect(chooseFolder_, &QPushButton::clicked, this, &PreviewView::dataFolderRequested);
    refreshButtons();
}

void PreviewView::setDataRoots(std::vector<std::filesystem::path> roots) {
    roots_ = std::move(roots);
    ask();   // the same folders, too: what lies in them may have come since
}

void PreviewView::setExperiment(const ExperimentConfig& config, const std::vector<Problem>& problems) {
    config_.name = config.name;   // of which no picture knows
    const bool changed = !(config == config_) || !obstacle_.isEmpty();
    config_ = config;
    obstacle_ = obstacleIn(problems);
    formTellsOfData_ = std::ranges::any_of(problems, isOfDataset);
    refreshButtons();
    if (!obstacle_.isEmpty()) {
        strip_->setDimmed(true);
        note_->setNote(tr("The preview waits. %1").arg(obstacle_));
    } else if (changed || unanswered_) {
        ask();
    }
}

void PreviewView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    // After the window's first picture.
    QTimer::singleShot(0, this, [this] {
        if (unanswered_) ask();
    });
}

void PreviewView::ask() {
    unanswered_ = !isVisible() || !obstacle_.isEmpty();
    if (unanswered_) return;
    // Thousands of photographs are decoded for twelve thumbnails, on all processors: not unasked, and not beside a training.
    waitsForWish_ = find_dataset_facts(config_.data.dataset)->any_size() && wished_ != placeOf(config_.data);
    if (waitsForWish_) {
        strip_->setDimmed(true);
        note_->setNote(tr("For the preview all photographs are decoded. That can take minutes."));
        slow_.stop();
        return refreshButtons();
    }
    loader_->request({.config = config_, .data_roots = roots_, .choice = choice_, .images = places});
    if (!slow_.isActive()) slow_.start();
}

void PreviewView::take(const PreviewAnswer& answer) {
    if (!loader_->isBusy()) slow_.stop();
    if (waitsForWish_) return;   // of the data that was chosen before the photographs
    preview_ = answer.preview;
    failed_ = preview_ == nullptr;
    folderHelps_ = failed_ && !answer.ofLabelFile;
    if (preview_) {
        showPicture();
    } else {
        showProblem(answer);
    }
    refreshButtons();
}

void PreviewView::showPicture() {
    std::vector<LabelledThumbnail> thumbnails;
    QStringList words;
    const auto name = [this](std::uint16_t label) { return QString::fromStdString(preview_->class_names[label]); };
    for (const PreviewImage& image : preview_->images) {
        thumbnails.push_back({imageFrom(preview_->shape, image.shown), name(image.true_label), name(image.given_label)});
        words << imageWords(*preview_, image) + QLatin1Char('\n') + inputWords(*preview_);
    }
    strip_->setThumbnails(std::move(thumbnails), words);
    strip_->setAccessibleDescription(summaryWords(*preview_));
    share_->setText(shareWords(*preview_));
    share_->show();
    if (!obstacle_.isEmpty()) return;   // of the experiment before: stays dimmed
    strip_->setDimmed(false);
    note_->setNote({});
}

void PreviewView::showProblem(const PreviewAnswer& answer) {
    strip_->setThumbnails({}, {});
    strip_->setAccessibleDescription(answer.problem);
    strip_->setDimmed(false);
    share_->hide();
    const bool remedy = !formTellsOfData_ && !answer.ofLabelFile && !answer.remedy.isEmpty();
    note_->setNote(remedy ? tr("%1; %2").arg(answer.problem, answer.remedy) : answer.problem);
}

void PreviewView::refreshButtons() {
    strip_->setVisible(!failed_);
    chooseFolder_->setVisible(folderHelps_ && obstacle_.isEmpty());
    otherImages_->setVisible(!failed_);
    newDraw_->setVisible(!failed_);
    otherImages_->setText(waitsForWish_ ? tr("Show images") : tr("Other images"));
    const bool others = preview_ && preview_->labels.examples > places;
    otherImages_->setEnabled(obstacle_.isEmpty() && (waitsForWish_ || others));
    const bool draws = !drawnSeeds(config_.corruption).isEmpty();
    newDraw_->setEnabled(draws && obstacle_.isEmpty());
    newDraw_->setToolTip(
        draws ? tr("Draws the random labels and pixels anew: gives the experiment another seed for them, which "
                   "its run then uses. Undo brings those of before back.")
              : labelsAreFixed(config_.corruption.labels));
}

void PreviewView::drawAnew() {
    const auto seed = [] { return std::uint64_t{QRandomGenerator::global()->bounded(1U, seedLimit)}; };
    std::uint64_t fresh = seed();
    while (config_.seeds.labels == fresh || config_.seeds.pixels == fresh) fresh = seed();
    Q_EMIT newDrawRequested(drawnSeeds(config_.corruption), fresh);
}

}   // namespace overfit::ui
