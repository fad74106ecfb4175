// The window fits small screens, large fonts and long words, and comes back as it was left.

#include "tests/ui/main_window/desk.h"
#include "ui/settings/folder_list.h"
#include "ui/settings/settings_dialog.h"

#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScrollArea>
#include <QTranslator>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// Makes every text of the program as much longer as German is. Keys, formats and short words stay what they are.
class LongWords : public QTranslator {
public:
    QString translate(const char*, const char* text, const char*, int) const override {
        const QString words = QString::fromUtf8(text);
        if (words.startsWith("Ctrl+") || words.startsWith("F1") || words.size() < 4 ||
            !words.contains(QRegularExpression("[a-z]"))) {
            return words;
        }
        QString longer = words;
        const auto more = static_cast<qsizetype>(0.35 * static_cast<double>(words.size()));
        for (qsizetype at = 0; at < more; ++at) longer += at % 9 == 0 ? QLatin1Char(' ') : QLatin1Char('m');
        return longer;
    }
    bool isEmpty() const override { return false; }
};

/// Restores font and language of the program.
class Circumstances {
public:
    Circumstances() : font_(QApplication::font()) {}
    ~Circumstances() {
        QApplication::setFont(font_);
        QCoreApplication::removeTranslator(&longWords_);
    }
    void enlarge(double factor) {
        QFont font = font_;
        font.setPointSizeF(font.pointSizeF() * factor);
        QApplication::setFont(font);
    }
    void lengthen() { QCoreApplication::installTranslator(&longWords_); }

private:
    QFont font_;
    LongWords longWords_;
};

/// Visible labels that lose a part of their text: of the whole one, or of a word where the text wraps.
QStringList cutLabels(const QWidget& root) {
    QStringList cut;
    for (const QLabel* label : root.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->textFormat() == Qt::RichText) continue;
        QString text = label->text();
        if (label->buddy() != nullptr) text.remove(QLatin1Char('&'));
        QStringList pieces{text};
        if (label->wordWrap()) pieces = text.split(QRegularExpression("\\s"), Qt::SkipEmptyParts);
        for (const QString& piece : pieces) {
            if (label->fontMetrics().horizontalAdvance(piece) > label->contentsRect().width()) cut << piece;
        }
    }
    return cut;
}

}   // namespace

class TestWindowSize : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fitsASmallScreen_data() {
        QTest::addColumn<double>("font");
        QTest::addColumn<bool>("longWords");
        QTest::newRow("as it is") << 1.0 << false;
        QTest::newRow("30 % larger") << 1.3 << false;
        QTest::newRow("long words") << 1.0 << true;
        QTest::newRow("larger and longer") << 1.3 << true;
    }
    void fitsASmallScreen() {
        QFETCH(double, font);
        QFETCH(bool, longWords);
        Circumstances circumstances;
        circumstances.enlarge(font);
        if (longWords) circumstances.lengthen();
        Desk desk;
        MainWindow& window = desk.open();
        desk.form()->setConfig(good("small"));
        window.resize(1024, 768);
        QCoreApplication::processEvents();
        const QSize least = window.minimumSizeHint();
        QVERIFY2(least.width() <= 1024 && least.height() <= 768,
                 qPrintable(QStringLiteral("%1 x %2").arg(least.width()).arg(least.height())));
        QCOMPARE(window.size(), QSize(1024, 768));
    }

    void theFormNeverScrollsSideways_data() { fitsASmallScreen_data(); }
    void theFormNeverScrollsSideways() {
        QFETCH(double, font);
        QFETCH(bool, longWords);
        Circumstances circumstances;
        circumstances.enlarge(font);
        if (longWords) circumstances.lengthen();
        Desk desk;
        MainWindow& window = desk.open();
        window.resize(1024, 768);
        ExperimentConfig wrong = good("sideways");
        wrong.training.batch_size = 1'000'000;   // with a problem under a field
        desk.form()->setConfig(wrong);
        QCoreApplication::processEvents();
        const auto* scroll = desk.form()->findChild<QScrollArea*>();
        QVERIFY2(scroll->widget()->width() <= scroll->viewport()->width(),
                 qPrintable(QString::number(scroll->widget()->width())));
        const QStringList cut = cutLabels(*desk.form());
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join("; ")));
    }

    void theChartsUseALargeScreen() {
        Desk desk;
        MainWindow& window = desk.open();
        window.resize(2560, 1440);
        QCoreApplication::processEvents();
        QVERIFY(window.centralWidget()->width() > 1600);
        QVERIFY(window.centralWidget()->height() > 1250);
    }

    void theSettingsFitBesideLongWords() {
        Circumstances circumstances;
        circumstances.enlarge(1.3);
        circumstances.lengthen();
        Desk desk;
        desk.open();
        SettingsDialog dialog(*desk.settings);
        dialog.show();
        QVERIFY2(dialog.width() <= 1024 && dialog.height() <= 720,
                 qPrintable(QStringLiteral("%1 x %2").arg(dialog.width()).arg(dialog.height())));
        const QStringList cut = cutLabels(dialog);
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join("; ")));
    }

    void movedDocksComeBackAndGoHomeOnRequest() {
        Desk desk;
        desk.open();
        auto* experiment = desk.find<QDockWidget>("experimentPanel");
        desk.window->addDockWidget(Qt::RightDockWidgetArea, experiment);
        desk.settings->setTheme(Theme::Dark);
        QVERIFY(desk.window->close());
        desk.restart();
        experiment = desk.find<QDockWidget>("experimentPanel");
        QCOMPARE(desk.window->dockWidgetArea(experiment), Qt::RightDockWidgetArea);
        QCOMPARE(desk.settings->theme(), Theme::Dark);
        for (const QAction* action : desk.window->findChildren<QAction*>()) {
            if (action->text().remove('&') == "Dark") QVERIFY(action->isChecked());
        }
        desk.action("Reset layout")->trigger();
        QCOMPARE(desk.window->dockWidgetArea(experiment), Qt::LeftDockWidgetArea);
    }

    void settingsTakeEffectAtOnce() {
        Desk desk;
        desk.places->setDataRoots({"/given data"});
        MainWindow& window = desk.open();
        QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
        auto* dialog = desk.find<SettingsDialog>("settingsDialog");
        QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());
        const QString runs = desk.folder.filePath("other runs");
        QVERIFY(QDir().mkpath(runs));
        QLineEdit* line = nullptr;
        for (QLineEdit* edit : dialog->findChildren<QLineEdit*>()) {
            if (edit->accessibleName() == "Runs folder") line = edit;
        }
        QVERIFY(line);
        line->selectAll();
        QTest::keyClicks(line, runs);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(desk.places->runsDir().string(), runs.toStdString());
        auto* further = dialog->findChildren<FolderList*>().front();
        desk.places->setRunsDir("/given");   // as by the command line
        further->add(desk.folder.path());
        QCOMPARE(desk.places->runsDir(), std::filesystem::path("/given"));
        QCOMPARE(desk.settings->furtherRunsDirs(), QStringList({desk.folder.path()}));
        auto* data = dialog->findChildren<FolderList*>().back();
        data->add("/more data");
        QCOMPARE(desk.places->dataRoots(), (std::vector<std::filesystem::path>{"/given data", "/more data"}));
        desk.settings->setThreads(1);
        QApplication::setActiveWindow(&window);   // from the dialog back to it: shortcuts need that
        QTest::keyClick(&window, Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(desk.form()->config().threads, std::optional<std::int64_t>(1));
    }
};

QTEST_MAIN(TestWindowSize)
#include "test_window_size.moc"
