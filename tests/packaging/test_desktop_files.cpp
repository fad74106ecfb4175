// What a desktop needs to know of the window: checked by the desktops' own tools where they are installed.

#include "tests/places.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

namespace {

const QString checkout = QString::fromLocal8Bit(overfit::places::source_dir);
const QString folder = checkout + QStringLiteral("/packaging/desktop/");

/// What the tool says; empty when it is content.
QString verdictOf(const QString& tool, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(tool, arguments);
    if (!process.waitForFinished(60'000)) return tool + QStringLiteral(" did not end");
    return process.exitCode() == 0 ? QString() : QString::fromUtf8(process.readAll());
}

}   // namespace

class TestDesktopFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theDesktopEntryIsValid() {
        if (QStandardPaths::findExecutable("desktop-file-validate").isEmpty()) {
            QSKIP("desktop-file-validate (desktop-file-utils) is not installed");
        }
        const QString verdict = verdictOf("desktop-file-validate", {folder + "overfit-workbench.desktop"});
        QVERIFY2(verdict.isEmpty(), qPrintable(verdict));
    }

    void theMetainfoIsValid() {
        if (QStandardPaths::findExecutable("appstreamcli").isEmpty()) QSKIP("appstreamcli (appstream) is not installed");
        // The project has no web address yet from which an id in reversed domain order could be made.
        const QString verdict =
            verdictOf("appstreamcli", {"validate", "--no-net", "--override=cid-desktopapp-is-not-rdns=info",
                                       folder + "overfit-workbench.metainfo.xml"});
        QVERIFY2(verdict.isEmpty(), qPrintable(verdict));
    }

    void bothSpeakOfTheSameProgram() {
        QFile entry(folder + "overfit-workbench.desktop"), metainfo(folder + "overfit-workbench.metainfo.xml");
        QVERIFY(entry.open(QIODevice::ReadOnly) && metainfo.open(QIODevice::ReadOnly));
        const QByteArray desktop = entry.readAll(), component = metainfo.readAll();
        QVERIFY(desktop.contains("\nExec=overfit-workbench %F\n"));
        QVERIFY(desktop.contains("\nIcon=overfit-workbench\n"));
        QVERIFY(component.contains("<launchable type=\"desktop-id\">overfit-workbench.desktop</launchable>"));
        QVERIFY(component.contains("<release version=\"" OVERFIT_VERSION "\""));
        QVERIFY(QFile::exists(checkout + "/resources/icons/overfit-workbench.svg"));
    }
};

QTEST_APPLESS_MAIN(TestDesktopFiles)
#include "test_desktop_files.moc"
