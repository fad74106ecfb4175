// A whole session at the window, by keys and clicks: what one test of a single feature cannot see.

#include "tests/ui/main_window/desk.h"
#include "ui/charts/curve_chart.h"
#include "ui/exports/export_dialog.h"
#include "ui/live/live_view.h"
#include "ui/session/live_pace.h"
#include "ui/session/run_session.h"

#include <QAbstractSpinBox>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <fstream>

using namespace overfit;
using namespace overfit::ui;

namespace {

void type(Desk& desk, const char* field, const char* text) {
    auto* edit = desk.form()->findChild<QAbstractSpinBox*>(QLatin1String(field))->findChild<QLineEdit*>();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, QLatin1String(text));
    QTest::keyClick(edit, Qt::Key_Return);
}

std::string firstLineOf(const QString& file) {
    std::ifstream stream(file.toStdString());
    std::string line;
    std::getline(stream, line);
    return line;
}

}   // namespace

class TestWorkingSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDayAtTheWindowIsFoundAgainAfterARestart() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("morning"));

        // Wrong first: nothing runs, and the reason is there.
        type(desk, "training.batch_size", "0");
        QVERIFY(!desk.action("Run")->isEnabled());
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(desk.idle());
        type(desk, "training.batch_size", "50");
        type(desk, "corruption.labels.fraction", "0.5");
        QVERIFY(desk.action("Run")->isEnabled());

        // A run to its end, one that is stopped, and two that wait behind it.
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY(desk.idle());
        QCOMPARE(desk.runs().front().record->status, RunStatus::Fitted);
        desk.training->epochs = 100000;
        desk.press("Run");
        QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 2);
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.controller()->queue().size(), std::size_t{2});
        desk.training->epochs = 3;
        QTest::keyClick(desk.window.get(), Qt::Key_Period, Qt::ControlModifier);
        QTRY_VERIFY(desk.idle());
        QCOMPARE(desk.training->trained(),
                 (std::vector<std::string>{"morning", "morning (2)", "morning (3)", "morning (4)"}));
        QTRY_COMPARE(desk.rows(), 4);

        // Named, compared, exported.
        desk.clickRun("morning (3)");
        QTest::keyClick(desk.window.get(), Qt::Key_F2);
        auto* editor = desk.library()->findChild<QListView*>()->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, "the good one");
        QTest::keyClick(editor, Qt::Key_Return);
        desk.clickRun("morning (4)", Qt::ControlModifier);
        QTRY_COMPARE(desk.shown().size(), std::size_t{2});
        QTRY_COMPARE(desk.shown()[0].metrics->epochs.size(), std::size_t{4});
        QTRY_COMPARE(desk.shown()[1].metrics->epochs.size(), std::size_t{4});
        const QString figure = desk.folder.filePath("figure.png");
        QTest::qWait(200);   // the charts follow at 10 Hz
        QTest::keyClick(desk.window.get(), Qt::Key_E, Qt::ControlModifier);
        auto* dialog = desk.find<ExportDialog>();
        dialog->setFile(figure);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save), Qt::LeftButton);
        QTRY_VERIFY(firstLineOf(figure).find("PNG") != std::string::npos);

        // The next day.
        const QStringList chosen = desk.library()->chosen();
        const ExperimentConfig experiment = desk.form()->config();
        QVERIFY(desk.window->close());
        desk.restart();
        QVERIFY(desk.form()->config() == experiment);
        QTRY_COMPARE(desk.rows(), 4);
        QCOMPARE(desk.library()->chosen(), chosen);
        QTRY_COMPARE(desk.shown()[0].name, QStringLiteral("the good one"));
        QTRY_COMPARE(desk.shown()[0].metrics->epochs.size(), std::size_t{4});
        QVERIFY(!desk.message()->isVisible());
    }

    /// The short form of tests/benchmarks/window_frames: no times, but every point arrives in every chart.
    void fourChartsFollowARunToItsLastPoint() {
        Desk desk;
        desk.training->epochs = 200;
        desk.training->millisecondsPerEpoch = 5;
        desk.training->threads = 1;   // a core to spare: the charts may move fast
        desk.open().resize(1600, 1000);
        auto* second = new LiveView;
        auto* dock = new QDockWidget(desk.window.get());
        dock->setObjectName("secondView");
        dock->setWidget(second);
        desk.window->addDockWidget(Qt::BottomDockWidgetArea, dock);
        int drawn = 0;
        connect(desk.find<LivePace>(), &LivePace::due, second, [&] {
            second->setRuns(desk.shown());
            ++drawn;
        });
        ExperimentConfig config = good("long");
        config.training.epochs = desk.training->epochs;
        desk.form()->setConfig(config);
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QVERIFY2(drawn > 3, qPrintable(QString::number(drawn)));
        QList<CurveChart*> charts = desk.window->findChildren<CurveChart*>();
        charts.removeIf([](const CurveChart* chart) { return !chart->isVisible(); });   // the comparison's behind its tab
        QCOMPARE(charts.size(), 4);
        const RunMetrics saved = read_metrics(desk.runs().front().folder);
        QCOMPARE(saved.epochs.size(), std::size_t{201});
        QVERIFY(desk.shown().front().metrics->epochs == saved.epochs);
        for (const CurveChart* chart : std::as_const(charts)) {
            QTRY_VERIFY(chart->isVisible());
            const auto hasLastPoint = [chart] {
                const ChartContent content = chart->visibleContent();
                return std::any_of(content.lines.begin(), content.lines.end(), [](const ChartLine& line) {
                    return !line.curve.x.empty() && line.curve.x.back() == 200.0;
                });
            };
            QTRY_VERIFY(hasLastPoint());
        }
    }
};

QTEST_MAIN(TestWorkingSession)
#include "test_working_session.moc"
