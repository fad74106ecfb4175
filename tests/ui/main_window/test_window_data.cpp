// The data view in the window: the way to it from a missing data set, and closing while something is fetched.

#include "tests/ui/main_window/desk.h"
#include "ui/data/data_view.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <atomic>
#include <thread>

using namespace overfit;
using namespace overfit::ui;
using namespace std::chrono_literals;

class TestWindowData : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Desk> desk_;
    std::atomic<int> fetches_ = 0;

    /// Goes on until it is stopped.
    FetchResult endless(FetchObserver& observer, const std::stop_token& stop) {
        ++fetches_;
        observer.on_phase("fetching");
        observer.on_progress(
            {.file = "train-images-idx3-ubyte.gz", .done_bytes = 30, .total_bytes = 100, .seconds_left = {}});
        while (!stop.stop_requested()) std::this_thread::sleep_for(5ms);
        return {FetchEnd::Stopped, {}};
    }

    void open() {
        desk_ = std::make_unique<Desk>();
        const auto fetch = [this](std::string_view, std::span<const std::filesystem::path>, const FetchOptions&,
                                  FetchObserver& observer, const std::stop_token& stop) { return endless(observer, stop); };
        desk_->places->setDataRoots({desk_->folder.filePath("data").toStdString()});
        desk_->window = std::make_unique<MainWindow>(
            *desk_->settings,
            WindowServices{desk_->places, desk_->training->function(), fakeEngine, desk_->training->resume(), fetch});
        desk_->window->show();
        QApplication::setActiveWindow(desk_->window.get());
    }

    void useMissingSet() {
        ExperimentConfig config = good("on KMNIST");
        config.data.dataset = "kmnist";
        desk_->form()->setConfig(config);
        QTRY_VERIFY(desk_->find<QPushButton>("offer") != nullptr);
    }

private Q_SLOTS:
    void init() {
        fetches_ = 0;
        open();
    }
    void cleanup() { desk_.reset(); }

    void aMissingSetLeadsToTheDataViewWhichStartsNothing() {
        useMissingSet();
        desk_->press("Get it in the Data view");
        auto* view = desk_->find<DataView>();
        QVERIFY(view->isVisible());
        QCOMPARE(view->findChild<QTableView*>()->currentIndex().siblingAtColumn(0).data().toString(), QString("KMNIST"));
        QTRY_COMPARE(desk_->find<QPushButton>("fetch")->text(), QString("&Download"));
        QCOMPARE(fetches_, 0);
        desk_->form()->setConfig(good("on patterns"));   // needs no file
        QVERIFY(!desk_->find<QPushButton>("offer")->isVisible());
    }

    void closingWhileFetchingAsksInLineAndStops() {
        useMissingSet();
        desk_->press("Get it in the Data view");
        QTRY_VERIFY(desk_->find<QPushButton>("fetch")->isEnabled());
        QTest::mouseClick(desk_->find<QPushButton>("fetch"), Qt::LeftButton);
        QTRY_COMPARE(fetches_, 1);
        QVERIFY(!desk_->window->close());
        QVERIFY2(desk_->message()->text().startsWith("KMNIST: the download is not finished"),
                 qPrintable(desk_->message()->text()));
        desk_->press("Keep downloading");
        QVERIFY(desk_->window->isVisible() && desk_->find<DataView>()->isBusy());
        QVERIFY(!desk_->window->close());
        desk_->press("Stop and close");
        QTRY_VERIFY(!desk_->window->isVisible());
        QVERIFY(!desk_->find<DataView>()->isBusy());
    }

    void closingWhileTrainingAndFetchingTellsOfBoth() {
        desk_->training->epochs = 100'000;
        desk_->form()->setConfig(good("long"));
        desk_->press("Run");
        QTRY_VERIFY(!desk_->idle());
        useMissingSet();
        desk_->press("Get it in the Data view");
        QTRY_VERIFY(desk_->find<QPushButton>("fetch")->isEnabled());
        QTest::mouseClick(desk_->find<QPushButton>("fetch"), Qt::LeftButton);
        QTRY_COMPARE(fetches_, 1);
        QVERIFY(!desk_->window->close());
        const QString text = desk_->message()->text();
        QVERIFY2(text.contains("long is training") && text.contains("KMNIST: the download"), qPrintable(text));
        desk_->press("Stop and close");
        QTRY_VERIFY_WITH_TIMEOUT(!desk_->window->isVisible(), 20'000);
    }
};

QTEST_MAIN(TestWindowData)
#include "test_window_data.moc"
