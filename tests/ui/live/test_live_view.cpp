#include "tests/ui/live/plausible_runs.h"
#include "ui/charts/curve_chart.h"
#include "ui/exports/export_dialog.h"
#include "ui/live/live_view.h"
#include "ui/settings/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMouseEvent>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <algorithm>

using namespace overfit;
using namespace overfit::ui;

namespace {

std::vector<ShownRun> twoRuns(int epochs = 100) {
    return {plausibleRun(QStringLiteral("true labels"), 0, 0.0, epochs),
            plausibleRun(QStringLiteral("random labels"), 1, 1.0, epochs)};
}

CurveChart* chart(const LiveView& view, const char* name) { return view.findChild<CurveChart*>(QString::fromLatin1(name)); }

bool anyLabelSays(const QWidget& view, const QString& text) {
    for (const QLabel* label : view.findChildren<QLabel*>()) {
        if (label->isVisible() && label->text().contains(text)) return true;
    }
    return false;
}

QAbstractButton* button(const QWidget& view, const QString& accessibleName) {
    for (QAbstractButton* some : view.findChildren<QAbstractButton*>()) {
        if (some->accessibleName() == accessibleName) return some;
    }
    return nullptr;
}

void show(LiveView& view, QSize size = {1000, 640}) {
    view.resize(size);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
}

}   // namespace

class TestLiveView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emptyViewOffersTheQuickStart() {
        LiveView view;
        show(view);
        QSignalSpy asked(&view, &LiveView::quickStartRequested);
        QTest::mouseClick(button(view, QStringLiteral("Open the quick start")), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QVERIFY(!chart(view, "lossChart")->isVisible());
    }

    void showsBothChartsWithChanceLine() {
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        QVERIFY(chart(view, "lossChart")->isVisible());
        const ChartContent& accuracy = chart(view, "accuracyChart")->content();
        QCOMPARE(accuracy.references.size(), std::size_t{1});
        QCOMPARE(accuracy.references.front().y, 0.1);
        QVERIFY(chart(view, "lossChart")->content().references.empty());
        QCOMPARE(accuracy.lines.size(), std::size_t{6});   // train and test of both; clean and corrupted of one
    }

    /// What stands below the charts comes and goes with each run.
    void theChartsKeepTheirHeightFromRunToRun() {
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        LiveProgress running;
        running.running = true;
        running.name = QStringLiteral("random labels");
        running.epochs = 100;
        LiveProgress ended = running;
        ended.running = false;
        ended.outcome = QStringLiteral("completed 100 epochs in 41 s");
        ended.audit.emplace().chance_accuracy = 0.1;
        view.setProgress(ended);
        const auto height = [&view] {
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
            return chart(view, "lossChart")->height();
        };
        const int before = height();
        view.setProgress(running);   // nothing of it has been checked
        QVERIFY(anyLabelSays(view, "not checked yet"));
        QCOMPARE(height(), before);
        running.audit = ended.audit;
        view.setProgress(running);
        QCOMPARE(height(), before);
        QVERIFY(!anyLabelSays(view, "not checked yet"));
    }

    void aLongNameStandsWholeWhereThereIsRoom() {
        LiveView view;
        show(view, {1400, 640});
        LiveProgress ended;
        ended.name = QStringLiteral("the small inception on five thousand images of Fashion-MNIST, p 0.5");
        ended.outcome = QStringLiteral("completed 100 epochs in 41 s");
        view.setProgress(ended);
        QCoreApplication::processEvents();
        const auto labels = view.findChildren<QLabel*>();
        const auto name = std::ranges::find_if(labels, [&](const QLabel* label) { return label->text() == ended.name; });
        QVERIFY(name != labels.end());
        QVERIFY((*name)->width() >= (*name)->sizeHint().width());
    }

    void runsSetWhileHiddenAreThereWhenShown() {
        LiveView view;
        view.setRuns(twoRuns());
        show(view);
        QCOMPARE(chart(view, "accuracyChart")->content().lines.size(), std::size_t{6});
    }

    void theLastOfManyUpdatesIsDrawn() {
        LiveView view;
        show(view);
        for (int epochs = 1; epochs <= 30; ++epochs) view.setRuns(twoRuns(epochs));
        QTRY_COMPARE(chart(view, "lossChart")->content().lines.front().curve.x.back(), 30.0);
    }

    void axisAndSmoothingReachBothCharts() {
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        view.findChild<QComboBox*>()->setCurrentIndex(1);
        view.findChild<QDoubleSpinBox*>()->setValue(0.6);
        for (const char* name : {"lossChart", "accuracyChart"}) {
            QCOMPARE(chart(view, name)->content().axis, XAxis::Step);
            QCOMPARE(chart(view, name)->content().smoothing, 0.6);
        }
        QCOMPARE(view.findChild<QSlider*>()->value(), 60);
    }

    void keysInAChartMoveTheControls() {
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        QWidget* canvas = chart(view, "lossChart")->canvas();
        QTest::keyClick(canvas, Qt::Key_S);
        QCOMPARE(view.findChild<QDoubleSpinBox*>()->value(), 0.6);
        QCOMPARE(chart(view, "accuracyChart")->content().smoothing, 0.6);
        QTest::keyClick(canvas, Qt::Key_L);
        QVERIFY(chart(view, "lossChart")->content().logY);
        QVERIFY(!chart(view, "accuracyChart")->content().logY);
        QVERIFY(button(view, QStringLiteral("Logarithmic loss axis"))->isChecked());
    }

    void zoomingOneChartZoomsTheOther() {
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        CurveChart* loss = chart(view, "lossChart");
        QTest::keyClick(loss->canvas(), Qt::Key_Plus);
        QVERIFY(loss->zoomedX().has_value());
        QCOMPARE(chart(view, "accuracyChart")->zoomedX(), loss->zoomedX());
        QVERIFY(!chart(view, "accuracyChart")->zoomedY().has_value());
        view.resetZoom();
        QVERIFY(!chart(view, "accuracyChart")->zoomedX().has_value());
    }

    void progressTellsWhereItIsAndStops() {
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        view.setProgress(plausibleProgress());
        QVERIFY(anyLabelSays(view, QStringLiteral("epoch 37/100")));
        QVERIFY(anyLabelSays(view, QStringLiteral("12,432 images/s")));
        QVERIFY(anyLabelSays(view, QStringLiteral("90.1 % of labels changed (90.0 % expected)")));
        QCOMPARE(view.findChild<QProgressBar*>()->value(), 368);
        QSignalSpy stop(&view, &LiveView::stopRequested);
        QTest::mouseClick(button(view, QStringLiteral("Stop the training")), Qt::LeftButton);
        QCOMPARE(stop.count(), 1);
    }

    void whereThereIsNoRoomTheTimeLeftIsCutLast() {
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        view.setProgress(plausibleProgress());
        QVERIFY(std::ranges::any_of(view.findChildren<QLabel*>(),
                                    [](const QLabel* label) { return label->text().startsWith(QStringLiteral("about ")); }));
    }

    void aFailureIsMarkedAndSaidAsPlainText() {
        LiveView view;
        show(view);
        auto runs = twoRuns();
        runs.back().failure = QStringLiteral("the loss became <b>NaN</b> in step 37");
        view.setRuns(runs);
        LiveProgress progress;
        progress.name = QStringLiteral("<i>run</i>");
        progress.outcome = runs.back().failure;
        progress.failed = true;
        view.setProgress(progress);
        QCOMPARE(chart(view, "lossChart")->content().marks.front().text, runs.back().failure);
        QVERIFY(anyLabelSays(view, QStringLiteral("<b>NaN</b>")));
        for (const QLabel* label : view.findChildren<QLabel*>()) {
            if (label->text().contains(u'<')) QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

    void stacksItsChartsWhenNarrow() {
        LiveView view;
        show(view, {560, 700});
        view.setRuns(twoRuns());
        const auto top = [&](const char* name) { return chart(view, name)->mapTo(&view, QPoint()).y(); };
        QTRY_VERIFY(top("accuracyChart") > top("lossChart") + 100);
        view.resize(1000, 640);
        QTRY_COMPARE(top("accuracyChart"), top("lossChart"));
    }

    void everyControlHasAnAccessibleName() {
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        view.setProgress(plausibleProgress());
        QStringList nameless;
        for (const QWidget* widget : view.findChildren<QWidget*>()) {
            const bool takesFocus = widget->focusPolicy() != Qt::NoFocus && widget->isVisible();
            if (takesFocus && widget->accessibleName().isEmpty() && !qobject_cast<const QLabel*>(widget) &&
                widget->focusProxy() == nullptr && !widget->objectName().startsWith(QLatin1String("qt_")))
                nameless << QString::fromLatin1(widget->metaObject()->className());
        }
        QCOMPARE(nameless, QStringList());
    }

    void exportWritesTheFigureWithoutBlocking() {
        QTemporaryDir folder;
        LiveView view;
        show(view);
        view.setRuns(twoRuns());
        QSignalSpy said(&view, &LiveView::statusMessage);
        view.exportFigure();   // returns at once
        auto* dialog = view.findChild<ExportDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        const QString file = folder.filePath(QStringLiteral("figure.png"));
        dialog->setFile(file);
        dialog->accept();
        QVERIFY(said.isEmpty());
        view.exportFigure();
        dialog = view.findChildren<ExportDialog*>().last();
        dialog->setFile(file);
        for (QPushButton* push : dialog->findChildren<QPushButton*>()) {
            if (push->text().contains(QLatin1String("Save"))) QTest::mouseClick(push, Qt::LeftButton);
        }
        QTRY_COMPARE(said.count(), 1);
        QVERIFY(QImage(file).width() > 100);
    }

    // Pictures for the eye: OVERFIT_SCREENSHOTS=DIR, with QT_SCALE_FACTOR as wanted.
    void savesScreenshots() {
        const QString folder = qEnvironmentVariable("OVERFIT_SCREENSHOTS");
        if (folder.isEmpty()) QSKIP("OVERFIT_SCREENSHOTS names no folder");
        const auto save = [&](QWidget& view, const QString& name) {
            QTest::qWait(150);
            QVERIFY(view.grab().save(QDir(folder).filePath(name + QStringLiteral(".png"))));
        };
        for (const bool dark : {false, true}) {
            QApplication::setPalette(dark ? darkPalette() : lightPalette());
            const QString tone = dark ? QStringLiteral("dark") : QStringLiteral("light");
            LiveView view;
            show(view, {860, 640});
            save(view, tone + QStringLiteral("-empty"));
            view.setRuns(twoRuns());
            view.setProgress(plausibleProgress());
            save(view, tone + QStringLiteral("-two"));
            button(view, QStringLiteral("Logarithmic loss axis"))->setChecked(true);
            view.findChild<QDoubleSpinBox*>()->setValue(0.9);
            button(view, QStringLiteral("Show the audit in full"))->setChecked(true);
            QWidget* canvas = chart(view, "accuracyChart")->canvas();
            const QPointF at(canvas->width() / 2.0, canvas->height() / 3.0);
            QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
            QApplication::sendEvent(canvas, &move);
            save(view, tone + QStringLiteral("-readout"));
            view.resize(1400, 860);
            auto runs = twoRuns(41);
            for (int i = 2; i < 9; ++i)
                runs.push_back(
                    plausibleRun(QStringLiteral("p = 0.%1, small-inception without batch norm").arg(i), i, 0.5, 20 + 9 * i));
            runs[1].failure = QStringLiteral("the loss became NaN in step 820");
            view.setRuns(runs);
            save(view, tone + QStringLiteral("-many"));
            view.setRuns(twoRuns());
            view.resize(520, 760);
            save(view, tone + QStringLiteral("-narrow"));
        }
    }

    void initTestCase() { QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))); }
};

QTEST_MAIN(TestLiveView)
#include "test_live_view.moc"
