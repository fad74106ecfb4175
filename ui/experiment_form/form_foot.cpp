#include "ui/experiment_form/form_foot.h"

#include "core/config/field_table.h"
#include "core/experiment/model_summary.h"
#include "core/support/text.h"
#include "ui/experiment_form/experiment_size.h"
#include "ui/experiment_form/form_style.h"
#include "ui/experiment_form/note_label.h"
#include "ui/experiment_form/typed_text.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <cmath>

namespace overfit::ui {
namespace {

QString count(std::int64_t value) { return QString::fromStdString(with_thousands(value)); }

QString fieldLabel(const std::string& path) {
    const Field* field = find_field(path);
    return field == nullptr ? QString() : QString::fromStdString(field->label);
}

QString megabytes(std::int64_t bytes) { return FormFoot::tr("%1 MB").arg(count((bytes + 500'000) / 1'000'000)); }

/// "Epochs: expected at least 1, found 0".
QString problemText(const Problem& problem) {
    const QString where = fieldLabel(problem.path);
    const QString what = plainWords(problem.message);
    return where.isEmpty() ? what : where + QStringLiteral(": ") + what;
}

/// Names the field alone: beside it stands what is wrong.
QString linkText(const std::vector<Problem>& problems) {
    if (problems.empty()) return {};
    const QString where = fieldLabel(problems.front().path);
    const QString what = where.isEmpty() ? problemText(problems.front()) : where;
    if (problems.size() == 1) return FormFoot::tr("1 problem: %1").arg(what);
    return FormFoot::tr("%1 problems, the first: %2").arg(problems.size()).arg(what);
}

QString listText(const std::vector<Problem>& problems) {
    QStringList lines;
    for (const Problem& problem : problems) lines << problemText(problem);
    return lines.join(QLatin1Char('\n'));
}

}   // namespace

QString sizeText(const ExperimentConfig& config, const FormFacts& facts) {
    QStringList parts;
    if (facts.model.parameters > 0) {
        parts << FormFoot::tr("%1 parameters").arg(count(facts.model.parameters));
    } else if (!facts.parametersProblem.isEmpty()) {
        parts << FormFoot::tr("parameters unknown: %1").arg(facts.parametersProblem);
    } else {
        parts << FormFoot::tr("counting parameters");
    }
    if (const auto size = experimentSize(config)) {
        parts << (size->steps == 1 ? FormFoot::tr("1 step") : FormFoot::tr("%1 steps").arg(count(size->steps)));
    }
    if (const QString memory = memoryText(config, facts); !memory.isEmpty()) parts << memory;
    return parts.join(QStringLiteral(" · "));
}

QString memoryText(const ExperimentConfig& config, const FormFacts& facts) {
    if (facts.model.parameters <= 0 || config.training.batch_size < 1) return {};
    const auto memory = estimate_memory(config, facts.model.parameters, layer_values(facts.model));
    if (!memory) return {};
    const double gigabytes = static_cast<double>(memory->total()) / 1e9;
    // No line break between number and unit.
    return gigabytes < 1.0 ? FormFoot::tr("about\u00a0%1\u00a0MB").arg(10 * std::lround(100.0 * gigabytes))
                           : FormFoot::tr("about\u00a0%1\u00a0GB").arg(QString::number(gigabytes, 'f', 1));
}

QString memoryDetail(const ExperimentConfig& config, const FormFacts& facts) {
    if (facts.model.parameters <= 0) return {};
    const auto memory = estimate_memory(config, facts.model.parameters, layer_values(facts.model));
    if (!memory) return {};
    return FormFoot::tr(
               "Memory, estimated: data %1, weights with momentum and their checkpoint %2, activations of one batch %3, "
               "LibTorch itself %4")
        .arg(megabytes(memory->data), megabytes(memory->weights), megabytes(memory->activations),
             megabytes(memory->library));
}

QString timeText(const ExperimentConfig& config, const FormFacts& facts) {
    const auto size = experimentSize(config);
    if (!size || !(facts.imagesPerSecond > 0.0) || !std::isfinite(facts.imagesPerSecond)) return {};
    const QString duration = QString::fromStdString(as_duration(expectedSeconds(config, *size, facts.imagesPerSecond)));
    const QString source = facts.speedOfOtherRun ? FormFoot::tr("judged by another run of this model")
                                                 : FormFoot::tr("judged by this machine's last runs");
    return (config.training.stop_when_fitted ? FormFoot::tr("at most about %1, %2") : FormFoot::tr("about %1, %2"))
        .arg(duration, source);
}

FormFoot::FormFoot(QWidget* parent)
    : QWidget(parent), size_(new QLabel(this)), time_(new NoteLabel(Tone::Muted, this)), link_(new QLabel(this)) {
    size_->setWordWrap(true);
    size_->setTextFormat(Qt::PlainText);
    link_->setWordWrap(true);
    link_->setTextFormat(Qt::RichText);
    link_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    link_->setObjectName(QStringLiteral("firstProblem"));
    link_->setAccessibleName(tr("Go to the first problem"));
    link_->hide();
    time_->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::margin + metrics::indent, 8, metrics::gap, 8);
    layout->setSpacing(2);
    layout->addWidget(size_);
    layout->addWidget(time_);
    layout->addWidget(link_);
    connect(link_, &QLabel::linkActivated, this, &FormFoot::firstProblemRequested);
}

void FormFoot::showSize(const ExperimentConfig& config, const FormFacts& facts, Values values) {
    const QString size = sizeText(config, facts);
    size_->setText(values == Values::Shown ? size : ofLastGoodValues(size));
    size_->setToolTip(memoryDetail(config, facts));
    time_->setNote(timeText(config, facts));
}

void FormFoot::showProblems(const std::vector<Problem>& problems) {
    linkText_ = linkText(problems);
    link_->setToolTip(listText(problems));
    link_->setAccessibleDescription(listText(problems));
    showLink();
}

void FormFoot::showLink() {
    // The colour stands in the text: a label's links ignore its own.
    link_->setText(QStringLiteral("<a href=\"#first\" style=\"color:%1\">%2</a>")
                       .arg(toneColour(palette(), Tone::Problem).name(), linkText_.toHtmlEscaped()));
    link_->setVisible(!linkText_.isEmpty());
}

void FormFoot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && link_ != nullptr) showLink();
}

void FormFoot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(lineColour(palette()));
    painter.drawLine(0, 0, width(), 0);
}

}   // namespace overfit::ui
