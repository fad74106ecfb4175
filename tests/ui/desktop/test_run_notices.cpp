#include "tests/ui/main_window/desk.h"
#include "ui/desktop/run_notices.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QProcess>
#include <QStandardPaths>

using namespace overfit;
using namespace overfit::ui;

/// What a desktop does with notices, on a bus of the test's own.
class FakeDesktop : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Notice {
        uint replaces = 0;
        QString title, words;
    };
    std::vector<Notice> notices;

public Q_SLOTS:
    QStringList GetCapabilities() { return {QStringLiteral("actions"), QStringLiteral("body-markup")}; }
    uint Notify(const QString&, uint replaces, const QString&, const QString& title, const QString& words,
                const QStringList&, const QVariantMap&, int) {
        notices.push_back({replaces, title, words});
        return 42;
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
};

class TestRunNotices : public QObject {
    Q_OBJECT

    QProcess bus_;
    FakeDesktop desktop_;
    bool hasDesktop_ = false;

    static RunOutcome ended(StopReason reason, const std::string& explanation = {}) {
        RunOutcome outcome;
        outcome.summary.emplace();
        outcome.summary->reason = reason;
        outcome.summary->explanation = explanation;
        outcome.summary->duration_s = 28;
        outcome.summary->final_metrics.epoch = 41;
        outcome.summary->final_metrics.train_accuracy = 1.0;
        outcome.summary->final_metrics.test_accuracy = 0.098;
        return outcome;
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");   // never the bus of whoever runs the tests
        const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (daemon.isEmpty()) return;
        bus_.start(daemon, {"--session", "--nofork", "--nopidfile", "--print-address"});
        if (!bus_.waitForStarted() || !bus_.waitForReadyRead()) return;
        const QByteArray address = bus_.readLine().trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        QDBusConnection desktop = QDBusConnection::connectToBus(QString::fromLatin1(address), QStringLiteral("desktop"));
        hasDesktop_ = desktop.registerService(QStringLiteral("org.freedesktop.Notifications")) &&
                      desktop.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &desktop_,
                                             QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
    }
    void init() { desktop_.notices.clear(); }
    void cleanupTestCase() {
        QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
        bus_.kill();
        bus_.waitForFinished();
    }

    void theNoticeTellsTheResult() {
        const NoticeText fitted = noticeText("random labels", ended(StopReason::Fitted), 0);
        QCOMPARE(fitted.title, QStringLiteral("random labels: fitted in epoch 41 after 28 s"));
        QCOMPARE(fitted.words, QStringLiteral("train 100.0 % · test 9.8 %"));
        const NoticeText diverged = noticeText("a", ended(StopReason::Diverged, "the loss became NaN in step 7"), 2);
        QCOMPARE(diverged.title, QStringLiteral("a diverged"));
        QCOMPARE(diverged.words, QStringLiteral("the loss became NaN in step 7 · 2 more wait"));
        RunOutcome failed;
        failed.error = "the disk is full";
        QCOMPARE(noticeText("a", failed, 1).title, QStringLiteral("a could not be trained"));
        QCOMPARE(noticeText("a", failed, 1).words, QStringLiteral("the disk is full · 1 more waits"));
    }

    void anInactiveWindowTellsTheDesktopAndAnActiveOneDoesNot() {
        if (!hasDesktop_) QSKIP("there is no dbus-daemon here, or it does not start");
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("watched"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        desk.form()->setConfig(good("a < b"));
        desk.press("Run");
        QApplication::setActiveWindow(nullptr);
        QTRY_COMPARE(desktop_.notices.size(), std::size_t{1});
        QVERIFY2(desktop_.notices[0].title.startsWith("a < b: fitted"), qPrintable(desktop_.notices[0].title));
        desk.training->failure = "x < y & z";
        desk.action("Run")->trigger();
        QApplication::setActiveWindow(nullptr);
        QTRY_COMPARE(desktop_.notices.size(), std::size_t{2});
        QCOMPARE(desktop_.notices[1].replaces, 42U);   // one notice, however long the queue
        QVERIFY2(desktop_.notices[1].words.contains("x &lt; y &amp; z"), qPrintable(desktop_.notices[1].words));
        desk.window->showMinimized();
        Q_EMIT desktop_.ActionInvoked(42, "default");
        QTRY_VERIFY(!desk.window->isMinimized());
    }

    void itCanBeSwitchedOff() {
        if (!hasDesktop_) QSKIP("there is no dbus-daemon here, or it does not start");
        Desk desk;
        desk.settings->setNotifiesAtEnd(false);
        desk.open();
        desk.form()->setConfig(good("quiet"));
        desk.press("Run");
        QApplication::setActiveWindow(nullptr);
        QTRY_VERIFY(desk.idle());
        QTest::qWait(100);
        QVERIFY(desktop_.notices.empty());
    }
};

QTEST_MAIN(TestRunNotices)
#include "test_run_notices.moc"
