#include "ui/queue/seeds_dialog.h"

#include "ui/worker/queued_experiment.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int fewest = 2, most = 100, usual = 5;

/// The streams whose seed the experiment states itself: they stay alike in all runs.
QStringList fixedStreams(const SeedsConfig& seeds) {
    QStringList names;
    const auto add = [&names](const std::optional<std::uint64_t>& seed, const QString& name) {
        if (seed) names << name;
    };
    add(seeds.subset, SeedsDialog::tr("subset"));
    add(seeds.split, SeedsDialog::tr("split"));
    add(seeds.labels, SeedsDialog::tr("labels"));
    add(seeds.test_labels, SeedsDialog::tr("test labels"));
    add(seeds.pixels, SeedsDialog::tr("pixels"));
    add(seeds.initialization, SeedsDialog::tr("initialization"));
    add(seeds.order, SeedsDialog::tr("order"));
    add(seeds.dropout, SeedsDialog::tr("dropout"));
    add(seeds.augmentation, SeedsDialog::tr("augmentation"));
    return names;
}

}   // namespace

SeedsDialog::SeedsDialog(ExperimentConfig config, QWidget* parent)
    : QDialog(parent), config_(std::move(config)), count_(new QSpinBox(this)), words_(new QLabel(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Queue with seeds"));
    count_->setRange(fewest, most);
    count_->setValue(usual);
    count_->setAccessibleName(tr("Number of runs"));
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    words_->setMinimumWidth(380);
    auto* label = new QLabel(tr("&Number of runs, each with a seed of its own"), this);
    label->setBuddy(count_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* queue = buttons->addButton(tr("Queue"), QDialogButtonBox::AcceptRole);
    queue->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addWidget(label, 1);
    row->addWidget(count_);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addLayout(row);
    column->addWidget(words_, 1);
    column->addWidget(buttons);
    connect(count_, &QSpinBox::valueChanged, this, &SeedsDialog::showSeries);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT chosen(withSeeds(config_, count_->value()));
        accept();
    });
    showSeries();
    count_->selectAll();
}

void SeedsDialog::showSeries() {
    const auto series = withSeeds(config_, count_->value());
    const auto nameOf = [](const ExperimentConfig& config) { return QString::fromStdString(config.name); };
    QString words = tr(R"(From "%1" to "%2". Runs that differ only in their seeds are compared as one group.)")
                        .arg(nameOf(series.front()), nameOf(series.back()));
    const QStringList fixed = fixedStreams(config_.seeds);
    if (!fixed.isEmpty()) {
        words += QLatin1Char('\n') +
                 tr("These keep the seed that the experiment states: %1.").arg(fixed.join(QStringLiteral(", ")));
    }
    words_->setText(words);
}

}   // namespace overfit::ui
