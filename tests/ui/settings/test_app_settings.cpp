#include "ui/settings/app_settings.h"
#include "ui/settings/theme.h"

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace overfit::ui;

namespace {

/// Contrast as WCAG 2 defines it, 1 to 21.
double contrast(const QColor& one, const QColor& other) {
    const auto linear = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    const auto luminance = [&](const QColor& colour) {
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}   // namespace

class TestAppSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingComesBackAfterARestart() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("settings.ini");
        {
            AppSettings settings(file);
            settings.setRunsDir("/somewhere/runs");
            settings.setFurtherRunsDirs({"/more/runs, of old", "/still/more"});
            settings.setDataRoots({"/somewhere/data", "/elsewhere, too"});
            settings.setThreads(2);
            settings.setChartRate(5);
            settings.setNotifiesAtEnd(false);
            settings.setTrainingRates({{"mlp auto auto auto false", 1.5e9}});
            settings.setTheme(Theme::Dark);
            settings.setGeometry("geometry");
            settings.setWindowState("state");
            settings.setLastExperiment("format: 1\nname: \"a: b, c\"\n");
            settings.setChosenRuns({"/runs/a, b", "/runs/c"});
            settings.setOpenedFolders({"/elsewhere/x"});
            settings.setLibraryState("{\"table\": true}");
            settings.setComparison(R"({"layout":"grid"})");
            settings.setShownView("compare");
            settings.setLive("{}");
            settings.setFormSections("{\"data\":false}");
            settings.setComparisonPanes("{}");
            settings.setDataPanes("panes");
            settings.setQuickStartRuns("{\"awaited\":true}");
            settings.setQuickStartSeen(true);
            settings.setWaitingExperiments({"name: a\n", "name: \"b, c\"\n"});
            settings.setNotifiesAtEnd(false);
        }
        const AppSettings settings(file);
        QCOMPARE(settings.runsDir(), QStringLiteral("/somewhere/runs"));
        QCOMPARE(settings.furtherRunsDirs(), QStringList({"/more/runs, of old", "/still/more"}));
        QCOMPARE(settings.dataRoots(), QStringList({"/somewhere/data", "/elsewhere, too"}));
        QCOMPARE(settings.threads(), std::optional(2));
        QCOMPARE(settings.newExperiment().threads, std::optional<std::int64_t>(2));
        QCOMPARE(settings.chartRate(), 5);
        QVERIFY(!settings.notifiesAtEnd());
        QCOMPARE(settings.trainingRates().value("mlp auto auto auto false"), 1.5e9);
        QCOMPARE(settings.theme(), Theme::Dark);
        QCOMPARE(settings.geometry(), QByteArray("geometry"));
        QCOMPARE(settings.windowState(), QByteArray("state"));
        QCOMPARE(settings.lastExperiment(), QStringLiteral("format: 1\nname: \"a: b, c\"\n"));
        QCOMPARE(settings.chosenRuns(), QStringList({"/runs/a, b", "/runs/c"}));
        QCOMPARE(settings.openedFolders(), QStringList({"/elsewhere/x"}));
        QCOMPARE(settings.libraryState(), QByteArray("{\"table\": true}"));
        QCOMPARE(settings.comparison(), QStringLiteral(R"({"layout":"grid"})"));
        QCOMPARE(settings.shownView(), QString("compare"));
        QCOMPARE(settings.live(), QString("{}"));
        QCOMPARE(settings.formSections(), QByteArray("{\"data\":false}"));
        QCOMPARE(settings.comparisonPanes(), QByteArray("{}"));
        QCOMPARE(settings.dataPanes(), QByteArray("panes"));
        QCOMPARE(settings.quickStartRuns(), QByteArray("{\"awaited\":true}"));
        QVERIFY(settings.quickStartSeen());
        QCOMPARE(settings.waitingExperiments(), QStringList({"name: a\n", "name: \"b, c\"\n"}));
        QVERIFY(!settings.notifiesAtEnd());
    }

    void anEmptyOrBrokenFileGivesDefaults() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("settings.ini");
        QFile broken(file);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("[window\ntheme=purple\n\x01\x02");
        broken.close();
        const AppSettings settings(file);
        QCOMPARE(settings.theme(), Theme::System);
        QVERIFY(settings.runsDir().isEmpty());
        QVERIFY(settings.chosenRuns().isEmpty());
        QVERIFY(!settings.quickStartSeen());
        QVERIFY(settings.furtherRunsDirs().isEmpty());
        QVERIFY(settings.dataRoots().isEmpty());
        QCOMPARE(settings.threads(), std::optional<int>());
        QCOMPARE(settings.chartRate(), 25);
        QVERIFY(settings.notifiesAtEnd());
    }

    void senselessNumbersAreDefaults() {
        const QTemporaryDir folder;
        AppSettings settings(folder.filePath("settings.ini"));
        settings.setChartRate(1000);
        settings.setThreads(-3);
        QCOMPARE(settings.chartRate(), 25);
        QCOMPARE(settings.threads(), std::optional<int>());
    }

    void emptyListsComeBackEmpty() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("settings.ini");
        { AppSettings(file).setDataRoots({}); }
        QVERIFY(AppSettings(file).dataRoots().isEmpty());
    }

    void themesSwitchWhileRunning() {
        applyTheme(Theme::Dark);
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 128);
        applyTheme(Theme::Light);
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 128);
        applyTheme(Theme::System);
    }

    void textIsReadableInBothThemes_data() {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << lightPalette();
        QTest::newRow("dark") << darkPalette();
    }
    void textIsReadableInBothThemes() {
        QFETCH(QPalette, palette);
        const auto of = [&](QPalette::ColorRole role) { return palette.color(QPalette::Active, role); };
        QVERIFY(contrast(of(QPalette::WindowText), of(QPalette::Window)) >= 7.0);
        QVERIFY(contrast(of(QPalette::Text), of(QPalette::Base)) >= 7.0);
        QVERIFY(contrast(of(QPalette::PlaceholderText), of(QPalette::Base)) >= 4.0);
        QVERIFY(contrast(of(QPalette::HighlightedText), of(QPalette::Highlight)) >= 4.0);
        QVERIFY(contrast(of(QPalette::Link), of(QPalette::Window)) >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::Disabled, QPalette::WindowText), of(QPalette::Window)) >= 2.5);
    }
};

QTEST_MAIN(TestAppSettings)
#include "test_app_settings.moc"
