#include "tests/ui/compare/compared_folders.h"
#include "tests/ui/compare/comparison_parts.h"
#include "ui/compare/comparison_view.h"
#include "ui/settings/theme.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QLabel>
#include <QTest>
#include <QThread>
#include <QToolButton>
#include <atomic>
#include <stdexcept>

using namespace overfit;
using namespace overfit::ui;

/// What the view shows of what is read while it is shown.
class TestComparisonReading : public QObject, ComparisonDesk {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { view_.reset(); }

    void aSlowDiskDoesNotKeepEveryAnswerFromBeingShown() {
        std::atomic<bool> slow = false;
        const auto runs = fiveShownRuns(*root_);
        view_ = std::make_unique<ComparisonView>([&slow](const std::filesystem::path& folder) {
            if (slow) QThread::msleep(300);   // five runs take longer than the time between two readings
            return read_compared_run(folder);
        });
        view_->resize(1000, 760);
        view_->setRuns(runs);
        view_->show();
        QTRY_VERIFY_WITH_TIMEOUT(results(*view_) && results(*view_)->model()->rowCount() > 0, patience);
        slow = true;
        for (const ShownRun& run : runs) {
            RunRecord record = *read_run(run.id.toStdString()).record;
            record.status = RunStatus::Diverged;
            samples::put((run.id + QStringLiteral("/run.json")).toStdString(), run_record_to_json(record));
        }
        const auto status = [this] { return row(results(*view_), QStringLiteral("status")).value(1); };
        const QDeadlineTimer end(patience);
        while (!end.hasExpired() && !status().contains(QStringLiteral("diverged"))) {
            view_->setRuns(runs);   // as a growing run does
            QTest::qWait(50);
        }
        QVERIFY2(status().contains(QStringLiteral("diverged")), qPrintable(status()));
        view_.reset();   // before what its reader refers to
    }

    void aFaultIsToldInLineAndTriedAgain() {
        std::atomic<bool> broken = true;
        view_ = std::make_unique<ComparisonView>([&broken](const std::filesystem::path& folder) {
            if (broken) throw std::length_error("a fault that is no Error");
            return read_compared_run(folder);
        });
        view_->resize(1000, 760);
        view_->setRuns(fiveShownRuns(*root_));
        view_->show();
        const auto again = [this] { return button(*view_, QStringLiteral("Read the compared runs again")); };
        QTRY_VERIFY_WITH_TIMEOUT(again(), patience);
        QVERIFY(again()->parentWidget()->findChild<QLabel*>()->text().contains(QStringLiteral("a fault that is no Error")));
        broken = false;
        QTest::mouseClick(again(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(results(*view_) && results(*view_)->model()->rowCount() > 0, patience);
        QVERIFY(!again());
        view_.reset();   // before what its reader refers to
    }

    void aRunThatEndedIsReadAgain() {
        auto runs = fiveShownRuns(*root_);
        show(runs);
        RunRecord record = *samples::compared_run("true labels, seed 4", 4, 0.0, 0.7).listing.record;
        record.status = RunStatus::Completed;
        samples::put((runs[3].id + QStringLiteral("/run.json")).toStdString(), run_record_to_json(record));
        view_->setRuns(runs);
        QTRY_VERIFY_WITH_TIMEOUT(row(results(*view_), QStringLiteral("status"))[1].contains(QStringLiteral("1 completed")),
                                 patience);
    }

    void anAuditErrorAndAMissingConfigurationAreSeen() {
        auto runs = fiveShownRuns(*root_);
        runs.resize(2);
        RunRecord record = *samples::compared_run("random labels, seed 2", 2, 1.0, 0.9).listing.record;
        record.audit->findings = {{FindingLevel::Error, "labels-not-corrupted", "x"}};
        samples::put((runs[1].id + QStringLiteral("/run.json")).toStdString(), run_record_to_json(record));
        QVERIFY(QFile::remove(runs[0].id + QStringLiteral("/config.yaml")));
        show(runs);
        QVERIFY(columns(results(*view_))[1].contains(QStringLiteral("audit error")));
        QTRY_VERIFY_WITH_TIMEOUT(button(*view_, QStringLiteral("Remove random labels, seed 2"))
                                     ->parentWidget()
                                     ->findChild<QToolButton*>()
                                     ->text()
                                     .startsWith(QStringLiteral("⚠")),
                                 patience);
        bool noted = false;
        for (const QLabel* label : view_->findChildren<QLabel*>())
            noted = noted || (label->isVisible() && label->text().contains(QStringLiteral("config.yaml")));
        QVERIFY(noted);
    }
};

QTEST_MAIN(TestComparisonReading)
#include "test_comparison_reading.moc"
