#include "ui/help/program_facts.h"

#include "core/experiment/machine_check.h"
#include "core/support/library_notices.h"

#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QStringList>
#include <QSysInfo>
#include <algorithm>

// Qt's macro must stand outside of any namespace. Without the call the linker drops a static library's resources.
static void makeResourcesAvailable() { Q_INIT_RESOURCE(overfit); }

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::AboutDialog", text); }

QString line(const QString& name, const QString& version, const QString& licence) {
    return version.isEmpty() ? QStringLiteral("%1 (%2)").arg(name, licence)
                             : QStringLiteral("%1 %2 (%3)").arg(name, version, licence);
}

/// Columns as wide as their longest entry, as the terminal program aligns them.
QString aligned(const std::vector<MachineCheck>& checks) {
    std::size_t words = 0, subjects = 0;
    for (const MachineCheck& check : checks) {
        words = std::max(words, health_word(check.health).size());
        subjects = std::max(subjects, check.subject.size());
    }
    QStringList lines, remedies;
    for (const MachineCheck& check : checks) {
        const QString subject = QString::fromStdString(check.subject);
        const auto word = health_word(check.health);
        lines << QStringLiteral("%1  %2  %3")
                     .arg(QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()))
                              .leftJustified(static_cast<int>(words)),
                          subject.leftJustified(static_cast<int>(subjects)), QString::fromStdString(check.state));
        if (!check.remedy.empty()) {
            remedies << QStringLiteral("  %1: %2").arg(subject, QString::fromStdString(check.remedy));
        }
    }
    if (!remedies.isEmpty()) lines << QString() << tr("what to do:") << remedies;
    return lines.join(QLatin1Char('\n'));
}

}   // namespace

QString programVersion() { return QStringLiteral(OVERFIT_VERSION); }

QString programSentence() {
    return QStringLiteral("Overfit Workbench %1, built with %2; Qt %3 on %4; %5, %6")
        .arg(programVersion(), QString::fromStdString(compiler_name()), QString::fromLatin1(qVersion()),
             QGuiApplication::platformName(), QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture());
}

QString libraryList(const QString& libtorch) {
    const QString qt = QString::fromLatin1(qVersion());
    QStringList lines{
        line(QStringLiteral("Qt"), qt, QStringLiteral("LGPL-3.0")),
        line(QStringLiteral("Qt Charts"), qt, QStringLiteral("GPL-3.0")),
        line(QStringLiteral("LibTorch"), libtorch.isEmpty() ? tr("not loaded") : libtorch, QStringLiteral("BSD-3-Clause"))};
    for (const LibraryNotice& library : core_libraries()) {
        lines << line(QString::fromStdString(library.name), QString::fromStdString(library.version),
                      QString::fromStdString(library.licence));
    }
    lines << line(QStringLiteral("DejaVu fonts"), {}, QStringLiteral("Bitstream Vera"));
    return lines.join(QLatin1Char('\n'));
}

QString licenceText() {
    makeResourcesAvailable();
    QFile file(QStringLiteral(":/licence.txt"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

MachineFacts examineMachine(const std::filesystem::path& runsDir, const std::vector<std::filesystem::path>& dataRoots) {
    MachineFacts facts;
    std::vector<MachineCheck> checks = check_engine();
    for (const MachineCheck& check : checks) {
        if (check.subject == "LibTorch" && check.health == Health::Works) {
            facts.libtorch = QString::fromStdString(check.state).section(QLatin1Char(' '), 0, 0);
        }
    }
    checks.push_back(check_runs_folder(runsDir));
    for (MachineCheck& check : check_data(dataRoots)) checks.push_back(std::move(check));
    facts.text = aligned(checks);
    return facts;
}

}   // namespace overfit::ui
