#include "ui/settings/app_settings.h"

#include "ui/settings/set_aside.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

namespace overfit::ui {

namespace {

const auto runsDirKey = QStringLiteral("places/runs_dir");
const auto furtherRunsDirsKey = QStringLiteral("places/further_runs_dirs");
const auto dataRootsKey = QStringLiteral("places/data_root");   // one folder in the files of version 0.1
const auto threadsKey = QStringLiteral("experiment/threads");
const auto themeKey = QStringLiteral("window/theme");
const auto chartRateKey = QStringLiteral("window/chart_rate");
const auto notifyKey = QStringLiteral("window/notify_at_end");
const auto geometryKey = QStringLiteral("window/geometry");
const auto stateKey = QStringLiteral("window/state");
const auto viewKey = QStringLiteral("window/view");
const auto sectionsKey = QStringLiteral("window/form_sections");
const auto comparisonPanesKey = QStringLiteral("window/comparison_panes");
const auto dataPanesKey = QStringLiteral("window/data_panes");
const auto liveKey = QStringLiteral("session/live");
const auto experimentKey = QStringLiteral("session/experiment");
const auto chosenKey = QStringLiteral("session/chosen_runs");
const auto libraryKey = QStringLiteral("window/library");
const auto openedKey = QStringLiteral("session/opened_folders");
const auto notesKey = QStringLiteral("session/unsaved_notes");
const auto coloursKey = QStringLiteral("session/run_colours");
const auto ratesKey = QStringLiteral("session/training_rates");
const auto exportOptionsKey = QStringLiteral("session/export_options");
const auto exportFolderKey = QStringLiteral("session/export_folder");
const auto comparisonKey = QStringLiteral("session/comparison");
const auto waitingKey = QStringLiteral("session/waiting_experiments");
const auto endedKey = QStringLiteral("session/ended_experiments");
const auto quickStartKey = QStringLiteral("session/quick_start_seen");
const auto quickStartRunsKey = QStringLiteral("session/quick_start_runs");

QString tr(const char* text) { return QCoreApplication::translate("AppSettings", text); }

}   // namespace

QStringList AppSettings::folders(const QString& key) const {
    QStringList folders = store_.value(key).toStringList();
    folders.removeAll(QString());   // what QSettings makes of an empty list
    return folders;
}

AppSettings::AppSettings()
    : store_(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("overfit-workbench"),
             QStringLiteral("overfit-workbench")) {
    examine();
}

AppSettings::AppSettings(const QString& iniFile) : store_(iniFile, QSettings::IniFormat) { examine(); }

void AppSettings::examine() {
    if (store_.status() == QSettings::NoError) return;
    QFile file(store_.fileName());
    const QString copy = file.open(QIODevice::ReadOnly)
                             ? setAside(QFileInfo(file).path(), QFileInfo(file).fileName(), file.readAll())
                             : QString();
    problemAtStart_ =
        copy.isEmpty() ? tr("The settings in %1 can't be read; the defaults count.").arg(store_.fileName())
                       : tr("The settings in %1 can't be read as a whole; what is missing has its default. The file as it "
                            "was is kept as %2.")
                             .arg(store_.fileName(), copy);
}

QString AppSettings::save() {
    // Another object for the same file writes the same values, and its status is that of this time only.
    QSettings now(store_.fileName(), QSettings::IniFormat);
    store_.sync();
    now.sync();
    if (now.status() != QSettings::AccessError) return {};
    return tr("The settings can't be written to %1: make its folder writable, or free some space.").arg(store_.fileName());
}

QString AppSettings::runsDir() const { return store_.value(runsDirKey).toString(); }
void AppSettings::setRunsDir(const QString& folder) { store_.setValue(runsDirKey, folder); }

QStringList AppSettings::furtherRunsDirs() const { return folders(furtherRunsDirsKey); }
void AppSettings::setFurtherRunsDirs(const QStringList& folders) { store_.setValue(furtherRunsDirsKey, folders); }

QStringList AppSettings::dataRoots() const { return folders(dataRootsKey); }
void AppSettings::setDataRoots(const QStringList& folders) { store_.setValue(dataRootsKey, folders); }

std::optional<int> AppSettings::threads() const {
    const int threads = store_.value(threadsKey).toInt();
    return threads > 0 ? std::optional(threads) : std::nullopt;
}

void AppSettings::setThreads(std::optional<int> threads) {
    if (threads) {
        store_.setValue(threadsKey, *threads);
    } else {
        store_.remove(threadsKey);
    }
}

ExperimentConfig AppSettings::newExperiment() const {
    ExperimentConfig config;
    if (const auto preferred = threads()) config.threads = *preferred;
    return config;
}

Theme AppSettings::theme() const {
    // By name, so that the file can be read and edited by people; an unknown word is the system's theme.
    const QString name = store_.value(themeKey).toString();
    if (name == QLatin1String("light")) return Theme::Light;
    if (name == QLatin1String("dark")) return Theme::Dark;
    return Theme::System;
}

void AppSettings::setTheme(Theme theme) {
    const auto name = theme == Theme::Light  ? QStringLiteral("light")
                      : theme == Theme::Dark ? QStringLiteral("dark")
                                             : QStringLiteral("system");
    store_.setValue(themeKey, name);
}

int AppSettings::chartRate() const {
    const int hertz = store_.value(chartRateKey).toInt();
    return std::ranges::find(chartRates, hertz) != chartRates.end() ? hertz : chartRates.back();
}
void AppSettings::setChartRate(int hertz) { store_.setValue(chartRateKey, hertz); }

bool AppSettings::notifiesAtEnd() const { return store_.value(notifyKey, true).toBool(); }
void AppSettings::setNotifiesAtEnd(bool on) { store_.setValue(notifyKey, on); }

void AppSettings::resetPreferences() {
    for (const QString& key :
         {runsDirKey, furtherRunsDirsKey, dataRootsKey, threadsKey, themeKey, chartRateKey, notifyKey}) {
        store_.remove(key);
    }
}

QByteArray AppSettings::geometry() const { return store_.value(geometryKey).toByteArray(); }
void AppSettings::setGeometry(const QByteArray& geometry) { store_.setValue(geometryKey, geometry); }

QByteArray AppSettings::windowState() const { return store_.value(stateKey).toByteArray(); }
void AppSettings::setWindowState(const QByteArray& state) { store_.setValue(stateKey, state); }

QString AppSettings::lastExperiment() const { return store_.value(experimentKey).toString(); }
void AppSettings::setLastExperiment(const QString& yaml) { store_.setValue(experimentKey, yaml); }

QStringList AppSettings::chosenRuns() const { return store_.value(chosenKey).toStringList(); }
void AppSettings::setChosenRuns(const QStringList& folders) { store_.setValue(chosenKey, folders); }

QString AppSettings::shownView() const { return store_.value(viewKey).toString(); }
void AppSettings::setShownView(const QString& name) { store_.setValue(viewKey, name); }

QString AppSettings::live() const { return store_.value(liveKey).toString(); }
void AppSettings::setLive(const QString& state) { store_.setValue(liveKey, state); }

QByteArray AppSettings::formSections() const { return store_.value(sectionsKey).toByteArray(); }
void AppSettings::setFormSections(const QByteArray& json) { store_.setValue(sectionsKey, json); }

QByteArray AppSettings::comparisonPanes() const { return store_.value(comparisonPanesKey).toByteArray(); }
void AppSettings::setComparisonPanes(const QByteArray& panes) { store_.setValue(comparisonPanesKey, panes); }

QByteArray AppSettings::dataPanes() const { return store_.value(dataPanesKey).toByteArray(); }
void AppSettings::setDataPanes(const QByteArray& panes) { store_.setValue(dataPanesKey, panes); }

QByteArray AppSettings::libraryState() const { return store_.value(libraryKey).toByteArray(); }
void AppSettings::setLibraryState(const QByteArray& json) { store_.setValue(libraryKey, json); }

QByteArray AppSettings::unsavedNotes() const { return store_.value(notesKey).toByteArray(); }
void AppSettings::setUnsavedNotes(const QByteArray& json) { store_.setValue(notesKey, json); }

QMap<QString, int> AppSettings::runColours() const {
    QMap<QString, int> places;
    const QVariantMap stored = store_.value(coloursKey).toMap();
    for (auto entry = stored.begin(); entry != stored.end(); ++entry) places.insert(entry.key(), entry.value().toInt());
    return places;
}

void AppSettings::setRunColours(const QMap<QString, int>& places) {
    QVariantMap stored;
    for (auto entry = places.begin(); entry != places.end(); ++entry) stored.insert(entry.key(), entry.value());
    store_.setValue(coloursKey, stored);
}

QStringList AppSettings::openedFolders() const { return store_.value(openedKey).toStringList(); }
void AppSettings::setOpenedFolders(const QStringList& folders) { store_.setValue(openedKey, folders); }

QMap<QString, double> AppSettings::trainingRates() const {
    QMap<QString, double> rates;
    const QVariantMap stored = store_.value(ratesKey).toMap();
    for (auto entry = stored.begin(); entry != stored.end(); ++entry) rates.insert(entry.key(), entry.value().toDouble());
    return rates;
}

void AppSettings::setTrainingRates(const QMap<QString, double>& rates) {
    QVariantMap stored;
    for (auto entry = rates.begin(); entry != rates.end(); ++entry) stored.insert(entry.key(), entry.value());
    store_.setValue(ratesKey, stored);
}

QString AppSettings::exportOptions() const { return store_.value(exportOptionsKey).toString(); }
QString AppSettings::exportFolder() const { return store_.value(exportFolderKey).toString(); }
void AppSettings::setExport(const QString& options, const QString& folder) {
    store_.setValue(exportOptionsKey, options);
    store_.setValue(exportFolderKey, folder);
}
QString AppSettings::comparison() const { return store_.value(comparisonKey).toString(); }
void AppSettings::setComparison(const QString& state) { store_.setValue(comparisonKey, state); }

QStringList AppSettings::waitingExperiments() const { return store_.value(waitingKey).toStringList(); }
void AppSettings::setWaitingExperiments(const QStringList& yaml) { store_.setValue(waitingKey, yaml); }

QByteArray AppSettings::endedExperiments() const { return store_.value(endedKey).toByteArray(); }
void AppSettings::setEndedExperiments(const QByteArray& json) { store_.setValue(endedKey, json); }

bool AppSettings::quickStartSeen() const { return store_.value(quickStartKey, false).toBool(); }
void AppSettings::setQuickStartSeen(bool seen) { store_.setValue(quickStartKey, seen); }

QByteArray AppSettings::quickStartRuns() const { return store_.value(quickStartRunsKey).toByteArray(); }
void AppSettings::setQuickStartRuns(const QByteArray& json) { store_.setValue(quickStartRunsKey, json); }

}   // namespace overfit::ui
