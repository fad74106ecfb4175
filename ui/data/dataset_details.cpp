#include "ui/data/dataset_details.h"

#include "ui/data/dataset_table_model.h"
#include "ui/data/dataset_words.h"
#include "ui/experiment_form/note_label.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace overfit::ui {

namespace {

using State = DatasetActivity::State;

QString words(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

/// Where the set is, or what is there instead and where a fetch puts it.
QString whereText(const DatasetRow& row, const std::filesystem::path& root) {
    if (!row.place) return DatasetDetails::tr("looking");
    const DatasetPresence& presence = row.place->presence;
    if (presence.present && presence.folder.empty()) return DatasetDetails::tr("made by the program; no file is needed");
    if (presence.present) return QString::fromStdString(presence.folder.string());
    if (row.source == nullptr) return QString::fromStdString(presence.how_to_get);
    const auto target = row.source->folder.empty() ? root : root / row.source->folder;
    QString text = QString::fromStdString(presence.found_instead);
    text += DatasetDetails::tr("not there; a download goes into %1").arg(QString::fromStdString(target.string()));
    if (row.source->debian_package.empty()) return text;
    return text + DatasetDetails::tr(", and the Debian package %1 has it, too").arg(words(row.source->debian_package));
}

QString fetchText(const DatasetRow& row) {
    if (!row.place) return DatasetDetails::tr("&Download");
    if (row.place->presence.present) return DatasetDetails::tr("&Download again");
    return row.place->keptBytes > 0 ? DatasetDetails::tr("&Resume") : DatasetDetails::tr("&Download");
}

QString progressWords(const DatasetActivity& activity) {
    if (activity.state == State::Waiting) return DatasetDetails::tr("waits for the one before");
    if (activity.state == State::Stopping) return DatasetDetails::tr("stopping");
    if (activity.kind == DatasetJob::Kind::Verify) return DatasetDetails::tr("hashing the files");
    if (!activity.progress) return DatasetDetails::tr("connecting");
    if (activity.progress->fetch) return progressText(*activity.progress->fetch);
    return activity.progress->phase == QLatin1String("fetching") ? DatasetDetails::tr("connecting")
                                                                 : activity.progress->phase;
}

}   // namespace

DatasetDetails::DatasetDetails(QWidget* parent)
    : QWidget(parent),
      title_(new QLabel(this)),
      description_(new NoteLabel(Tone::Muted, this)),
      facts_(new QFormLayout),
      fromLine_(new QWidget(this)),
      from_(new QLineEdit(fromLine_)),
      fetch_(new QPushButton(this)),
      cancel_(new QPushButton(tr("&Cancel"), this)),
      verify_(new QPushButton(tr("Verif&y"), this)),
      openFolder_(new QPushButton(tr("&Open folder"), this)),
      bar_(new QProgressBar(this)),
      progress_(new NoteLabel(Tone::Muted, this)),
      outcome_(new NoteLabel(Tone::Muted, this)),
      problem_(new NoteLabel(Tone::Problem, this)) {
    QFont large = title_->font();
    large.setBold(true);
    title_->setFont(large);
    title_->setTextFormat(Qt::PlainText);
    facts_->setContentsMargins(0, 4, 0, 4);
    facts_->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    facts_->setHorizontalSpacing(14);
    facts_->setVerticalSpacing(4);
    facts_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    images_ = addFact(*facts_, tr("Images"), QStringLiteral("images"));
    licence_ = addFact(*facts_, tr("Licence"), QStringLiteral("licence"));
    source_ = addFact(*facts_, tr("Source"), QStringLiteral("source"));
    place_ = addFact(*facts_, tr("Where"), QStringLiteral("where"));
    bar_->setTextVisible(false);
    bar_->setMaximumHeight(10);
    bar_->setAccessibleName(tr("Progress"));
    progress_->setObjectName(QStringLiteral("progress"));
    outcome_->setObjectName(QStringLiteral("outcome"));
    problem_->setObjectName(QStringLiteral("problem"));
    for (NoteLabel* label : {outcome_, problem_}) label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(6);
    column->addWidget(title_);
    column->addWidget(description_);
    column->addLayout(facts_);
    buildActions();
    for (QWidget* below : std::initializer_list<QWidget*>{bar_, progress_, problem_, outcome_}) column->addWidget(below);
    column->addStretch();
}

QLabel* DatasetDetails::addFact(QFormLayout& form, const QString& title, const QString& name) {
    auto* value = new QLabel(this);
    value->setObjectName(name);
    value->setWordWrap(true);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(title);
    form.addRow(title, value);
    return value;
}

void DatasetDetails::buildActions() {
    from_->setObjectName(QStringLiteral("from"));
    from_->setAccessibleName(tr("From"));
    from_->setClearButtonEnabled(true);
    from_->setToolTip(
        tr("Empty: the publisher's address. Else a mirror's address, or a file or folder on this computer; the "
           "checksums are compared all the same."));
    from_->setWhatsThis(from_->toolTip());
    auto* label = new QLabel(tr("&From"), fromLine_);
    label->setBuddy(from_);
    auto* browse = new QPushButton(tr("&Browse..."), fromLine_);
    browse->setToolTip(tr("Choose a file that was downloaded already"));
    auto* line = new QHBoxLayout(fromLine_);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(label);
    line->addWidget(from_, 1);
    line->addWidget(browse);

    fetch_->setObjectName(QStringLiteral("fetch"));
    cancel_->setObjectName(QStringLiteral("cancel"));
    verify_->setObjectName(QStringLiteral("verify"));
    openFolder_->setObjectName(QStringLiteral("openFolder"));
    cancel_->setToolTip(tr("Stops it; what came so far is kept for Resume"));
    verify_->setToolTip(tr("Hash the files again and compare them with what was published"));
    openFolder_->setToolTip(tr("Show the files in a file manager"));
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {fetch_, cancel_, verify_, openFolder_}) buttons->addWidget(button);
    buttons->addStretch();
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addWidget(fromLine_);
    column->addLayout(buttons);

    setTabOrder(from_, browse);
    setTabOrder(browse, fetch_);
    connect(fetch_, &QPushButton::clicked, this, [this] { Q_EMIT fetchRequested(from_->text().trimmed()); });
    connect(from_, &QLineEdit::returnPressed, fetch_, &QPushButton::click);
    connect(browse, &QPushButton::clicked, this, &DatasetDetails::browse);
    connect(cancel_, &QPushButton::clicked, this, &DatasetDetails::cancelRequested);
    connect(verify_, &QPushButton::clicked, this, &DatasetDetails::verifyRequested);
    connect(openFolder_, &QPushButton::clicked, this, &DatasetDetails::openFolderRequested);
}

void DatasetDetails::browse() {
    auto* dialog = new QFileDialog(this, tr("Take %1 from a file").arg(title_->text()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, from_, &QLineEdit::setText);
    dialog->show();
}

void DatasetDetails::show(const DatasetRow& row, const std::filesystem::path& root, const DatasetActivity& activity) {
    if (nameOf(row) != dataset_) from_->clear();
    dataset_ = nameOf(row);
    showFacts(row, root);
    showActions(row, activity);
    showProgress(activity);
}

void DatasetDetails::showFacts(const DatasetRow& row, const std::filesystem::path& root) {
    title_->setText(titleOf(row));
    description_->setNote(words(row.facts->description));
    const QString classes =
        row.facts->classes == 0 ? tr("one class a folder") : tr("%1 classes").arg(classesText(*row.facts));
    const QString images = row.facts->any_size() ? tr("as many as there are") : imagesText(*row.facts);
    images_->setText(tr("%1; %2; %3").arg(images, pixelsText(*row.facts), classes));
    licence_->setText(licenceText(row.source));
    const bool isFetched = row.source != nullptr;
    facts_->labelForField(licence_)->setVisible(isFetched);
    licence_->setVisible(isFetched);
    facts_->labelForField(source_)->setVisible(isFetched);
    source_->setVisible(isFetched);
    if (isFetched) {
        source_->setText(tr("%1, %2").arg(hostText(row.source), downloadText(row.source)));
        source_->setToolTip(words(row.source->address));
        from_->setPlaceholderText(words(row.source->address));
    }
    place_->setText(breakable(whereText(row, root)));
}

void DatasetDetails::showActions(const DatasetRow& row, const DatasetActivity& activity) {
    const bool idle = activity.state == State::Idle;
    const bool isThere = row.place && row.place->presence.present;
    const bool hasFiles = isThere && !row.place->presence.folder.empty();
    const bool fetchHadFocus = fetch_->hasFocus(), cancelHadFocus = cancel_->hasFocus();
    fromLine_->setVisible(row.source != nullptr);
    from_->setReadOnly(!idle);
    fetch_->setVisible(row.source != nullptr && idle);
    fetch_->setEnabled(row.place.has_value());
    fetch_->setText(fetchText(row));
    fetch_->setToolTip(isThere ? tr("Fetch it anew into the first data folder")
                               : tr("Fetch it, compare the checksums and put it in place"));
    cancel_->setVisible(!idle);
    // Stays enabled while it stops: it would drop the focus.
    cancel_->setText(activity.state == State::Stopping ? tr("Stopping") : tr("&Cancel"));
    verify_->setEnabled(hasFiles && idle && row.source != nullptr);
    openFolder_->setEnabled(hasFiles);
    // What took the other's place takes its focus, too.
    if (fetchHadFocus && !idle) cancel_->setFocus();
    if (cancelHadFocus && idle) (row.source != nullptr ? fetch_ : verify_)->setFocus();
}

void DatasetDetails::showProgress(const DatasetActivity& activity) {
    const bool idle = activity.state == State::Idle;
    const auto& fetch = activity.progress ? activity.progress->fetch : std::nullopt;
    const bool isMeasured = activity.state == State::Running && fetch && fetch->total_bytes > 0;
    bar_->setVisible(!idle && activity.state != State::Waiting);
    bar_->setRange(0, isMeasured ? 1000 : 0);
    if (isMeasured) {
        bar_->setValue(
            static_cast<int>(1000.0 * static_cast<double>(fetch->done_bytes) / static_cast<double>(fetch->total_bytes)));
    }
    progress_->setNote(idle ? QString() : progressWords(activity));
    bar_->setAccessibleDescription(progress_->text());
    const bool failed = idle && activity.outcome && activity.outcome->end == DatasetOutcome::End::Failed;
    problem_->setNote(failed ? breakable(activity.outcome->words) : QString());
    QStringList lines = activity.notes;
    if (idle && activity.outcome && !failed) lines << activity.outcome->words;
    outcome_->setNote(breakable(lines.join(QLatin1Char('\n'))));
}

void DatasetDetails::focusAction() {
    for (QPushButton* button : {cancel_, fetch_, verify_}) {
        if (button->isHidden() || !button->isEnabled()) continue;
        button->setFocus(Qt::OtherFocusReason);
        return;
    }
}

}   // namespace overfit::ui
