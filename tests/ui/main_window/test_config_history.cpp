// Undo of what was done outside the form: its end, and what ends a redo.

#include "ui/experiment_form/experiment_form.h"
#include "ui/main_window/config_history.h"

#include <QTest>

using namespace overfit::ui;

class TestConfigHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void forgettingWhatWasUndoneLeavesTheRest() {
        ExperimentForm form;
        ConfigHistory history(form);
        int done = 2;
        for (int deed = 0; deed < 2; ++deed)
            history.addDone(
                QStringLiteral("deed"), [&] { --done; }, [&] { ++done; });
        history.stack().undo();
        QVERIFY(history.stack().canRedo());
        history.forgetUndone();
        QVERIFY(!history.stack().canRedo());
        history.stack().undo();
        QCOMPARE(done, 0);
    }

    /// As many as the history holds: a new one would push the first out.
    void aFullHistoryKeepsItsFirstDeed() {
        ExperimentForm form;
        ConfigHistory history(form);
        int done = history.stack().undoLimit();
        const int all = done;
        QVERIFY(all > 0);
        for (int deed = 0; deed < all; ++deed)
            history.addDone(
                QStringLiteral("deed"), [&] { --done; }, [&] { ++done; });
        history.forgetUndone();
        QCOMPARE(history.stack().count(), all);
        while (history.stack().canUndo()) history.stack().undo();
        QCOMPARE(done, 0);
    }
};

QTEST_MAIN(TestConfigHistory)
#include "test_config_history.moc"
