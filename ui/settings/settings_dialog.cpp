#include "ui/settings/settings_dialog.h"

#include "core/data/dataset_layout.h"
#include "core/runs/run_store.h"
#include "ui/settings/folder_edit.h"
#include "ui/settings/folder_list.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QThread>
#include <QVBoxLayout>

namespace overfit::ui {

namespace {

constexpr int noteWidth = 320;   // pixels

/// A setting's name as a label with a key of its own, and what it means for F1 and the pointer.
void addRow(QFormLayout& form, const QString& label, QWidget* control, const QString& help) {
    control->setToolTip(help);
    control->setWhatsThis(help);
    form.addRow(label, control);
}

void addTitle(QFormLayout& form, const QString& text) {
    auto* title = new QLabel(text);
    QFont font = title->font();
    font.setBold(true);
    title->setFont(font);
    title->setContentsMargins(0, form.rowCount() == 0 ? 0 : 10, 0, 0);
    form.addRow(title);
}

/// Under a row: where its value comes from.
QLabel* makeNote(const QString& name, QWidget* parent) {
    auto* note = new QLabel(parent);
    note->setObjectName(name);
    note->setTextFormat(Qt::PlainText);   // paths
    note->setWordWrap(true);
    note->setMinimumWidth(noteWidth);   // else the form gives it hardly more than a word's
    note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    note->hide();
    return note;
}

/// "~/data": of the home folder.
QString shortPath(const QString& path) {
    const QString home = QDir::homePath() + QLatin1Char('/');
    return path.startsWith(home) ? QStringLiteral("~/") + path.mid(home.size()) : path;
}

void choose(QComboBox& box, const QVariant& value) {
    const QSignalBlocker quiet(box);
    box.setCurrentIndex(qMax(0, box.findData(value)));
}

}   // namespace

SettingsDialog::SettingsDialog(AppSettings& settings, QWidget* parent)
    : QDialog(parent),
      settings_(settings),
      runsDir_(new FolderEdit(tr("Runs folder"), this)),
      furtherRunsDirs_(new FolderList(tr("Further runs folders"), this)),
      dataRoots_(new FolderList(tr("Data folders"), this)),
      givenRunsDir_(makeNote(QStringLiteral("givenRunsDir"), this)),
      givenDataRoots_(makeNote(QStringLiteral("givenDataRoots"), this)),
      usualDataRoots_(makeNote(QStringLiteral("usualDataRoots"), this)),
      threads_(new QComboBox(this)),
      theme_(new QComboBox(this)),
      chartRate_(new QComboBox(this)),
      notifications_(new QCheckBox(tr("&Tell the desktop when an experiment ends"), this)) {
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    addFolders(*form);
    addNewExperiments(*form);
    addWindow(*form);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* reset = buttons->addButton(tr("&Reset to defaults"), QDialogButtonBox::ResetRole);
    reset->setToolTip(tr("Forgets all settings of this dialog; runs and data stay where they are"));
    reset->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addStretch();
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(reset, &QPushButton::clicked, this, &SettingsDialog::reset);
    for (QPushButton* button : findChildren<QPushButton*>()) button->setAutoDefault(false);   // Enter ends typing a folder
    refresh();
    resize(qMax(560, sizeHint().width()), sizeHint().height());
}

void SettingsDialog::addFolders(QFormLayout& form) {
    addTitle(form, tr("Folders"));
    addRow(form, tr("Runs &folder:"), runsDir_, tr("New runs are written here and listed from here."));
    form.addRow(QString(), givenRunsDir_);
    addRow(form, tr("F&urther runs folders:"), furtherRunsDirs_, tr("Runs in these folders are listed too."));
    addRow(form, tr("&Data folders:"), dataRoots_,
           tr("Data sets are looked for here first, in this order, then in the standard places."));
    form.addRow(QString(), givenDataRoots_);
    form.addRow(QString(), usualDataRoots_);
    usualDataRoots_->show();
    connect(runsDir_, &FolderEdit::chosen, this, [this](const QString& folder) {
        settings_.setRunsDir(folder);
        given_.runsDir.clear();   // this one counts from now on
        refresh();
        Q_EMIT runsFolderChanged();
    });
    connect(furtherRunsDirs_, &FolderList::changed, this, [this](const QStringList& folders) {
        settings_.setFurtherRunsDirs(folders);
        Q_EMIT furtherRunsFoldersChanged();
    });
    connect(dataRoots_, &FolderList::changed, this, [this](const QStringList& folders) {
        settings_.setDataRoots(folders);
        Q_EMIT dataFoldersChanged();
    });
}

void SettingsDialog::addNewExperiments(QFormLayout& form) {
    addTitle(form, tr("New experiments"));
    threads_->addItem(tr("auto (as many as cores)"), 0);
    for (int count = 1; count <= QThread::idealThreadCount(); ++count) threads_->addItem(QString::number(count), count);
    threads_->setAccessibleName(tr("Threads of a new experiment"));
    addRow(form, tr("T&hreads:"), threads_, tr("What File > New from default sets. The form can say otherwise."));
    connect(threads_, &QComboBox::activated, this, [this] {
        const int count = threads_->currentData().toInt();
        settings_.setThreads(count > 0 ? std::optional(count) : std::nullopt);
    });
}

void SettingsDialog::addWindow(QFormLayout& form) {
    addTitle(form, tr("Window"));
    theme_->addItem(tr("As the system"), QVariant::fromValue(Theme::System));
    theme_->addItem(tr("Light"), QVariant::fromValue(Theme::Light));
    theme_->addItem(tr("Dark"), QVariant::fromValue(Theme::Dark));
    theme_->setAccessibleName(tr("Theme"));
    addRow(form, tr("Th&eme:"), theme_, tr("Light or dark, at once."));
    for (const int rate : chartRates) chartRate_->addItem(tr("at most %1 times a second").arg(rate), rate);
    chartRate_->setAccessibleName(tr("How often running charts move"));
    addRow(form, tr("&Charts move:"), chartRate_,
           tr("Of a running experiment. Where the training needs every core, they move less often by themselves."));
    form.addRow(QString(), notifications_);
    notifications_->setWhatsThis(tr("A notification when an experiment ends or fails while the window is not in front."));
    notifications_->setToolTip(notifications_->whatsThis());
    connect(theme_, &QComboBox::activated, this, [this] {
        settings_.setTheme(theme_->currentData().value<Theme>());
        Q_EMIT themeChanged();
    });
    connect(chartRate_, &QComboBox::activated, this, [this] {
        settings_.setChartRate(chartRate_->currentData().toInt());
        Q_EMIT chartRateChanged();
    });
    connect(notifications_, &QCheckBox::toggled, this, [this](bool on) {
        settings_.setNotifiesAtEnd(on);
        Q_EMIT notificationsChanged();
    });
}

void SettingsDialog::refresh() {
    const QString runsDir = settings_.runsDir();
    const QString kept = runsDir.isEmpty() ? QString::fromStdString(default_runs_dir().string()) : runsDir;
    runsDir_->setFolder(given_.runsDir.isEmpty() ? kept : given_.runsDir);
    givenRunsDir_->setText(tr("Named with --runs-dir for this session. Without it: %1").arg(kept));
    givenRunsDir_->setVisible(!given_.runsDir.isEmpty());
    givenDataRoots_->setText(tr("Before these, for this session, as named with --data-root: %1")
                                 .arg(given_.dataRoots.join(QStringLiteral(", "))));
    givenDataRoots_->setVisible(!given_.dataRoots.isEmpty());
    QStringList usual{tr("After these, from OVERFIT_DATA and the standard places:")};
    for (const std::filesystem::path& root : data_roots()) usual << shortPath(QString::fromStdString(root.string()));
    usualDataRoots_->setText(usual.join(QLatin1Char('\n')));
    furtherRunsDirs_->setFolders(settings_.furtherRunsDirs());
    dataRoots_->setFolders(settings_.dataRoots());
    choose(*threads_, settings_.threads().value_or(0));
    choose(*theme_, QVariant::fromValue(settings_.theme()));
    choose(*chartRate_, settings_.chartRate());
    const QSignalBlocker quiet(notifications_);
    notifications_->setChecked(settings_.notifiesAtEnd());
}

void SettingsDialog::fitHeight() {
    // A note that wraps is as high as the dialog leaves it.
    layout()->invalidate();
    layout()->activate();
    if (const int wanted = layout()->totalHeightForWidth(width()); wanted > height()) resize(width(), wanted);
}

void SettingsDialog::setGiven(const GivenPlaces& given) {
    given_ = given;
    refresh();
    fitHeight();
}

void SettingsDialog::reset() {
    settings_.resetPreferences();
    given_.runsDir.clear();
    refresh();
    Q_EMIT runsFolderChanged();
    Q_EMIT furtherRunsFoldersChanged();
    Q_EMIT dataFoldersChanged();
    Q_EMIT themeChanged();
    Q_EMIT chartRateChanged();
    Q_EMIT notificationsChanged();
}

void SettingsDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    refresh();
    fitHeight();
}

}   // namespace overfit::ui
