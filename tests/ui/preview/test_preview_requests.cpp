// When a preview is made, and what ends it; the previews are made up.

#include "core/support/stopped.h"
#include "tests/ui/preview/made_up_previews.h"
#include "ui/preview/preview_view.h"

#include <QTest>
#include <QThread>
#include <atomic>
#include <memory>
#include <semaphore>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::previews;

class TestPreviewRequests : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNewestRequestWinsAndThoseOvertakenAreNeverMade() {
        std::atomic<int> made = 0;
        std::counting_semaphore<> go(0);
        {
            PreviewView view(
                [&](const PreviewRequest& request, const std::stop_token&) {
                    ++made;
                    go.acquire();
                    return madeUp(request);
                },
                nullptr);
            view.show();
            for (std::uint64_t seed = 1; seed <= 50; ++seed) view.setExperiment(seeded(seed), {});
            QTRY_COMPARE(made.load(), 1);
            go.release(2);
            QTRY_VERIFY(shareOf(view).startsWith(QStringLiteral("50 of 5,000")));
        }
        QCOMPARE(made.load(), 2);
    }

    void photographsAreDecodedOnlyOnRequest() {
        Asked asked;
        PreviewView view(asked.make(), nullptr);
        ExperimentConfig config = seeded(1);
        config.data.dataset = "image-folder";
        view.show();
        view.setExperiment(config, {});
        QTRY_VERIFY2(noteOf(view).contains("photographs"), qPrintable(noteOf(view)));
        config.seeds.labels = 2;
        view.setExperiment(config, {});
        QTest::mouseClick(button(view, "Show images"), Qt::LeftButton);
        QTRY_COMPARE(asked.all(), Seeds({2}));
        config.seeds.labels = 3;
        view.setExperiment(config, {});
        QTRY_COMPARE(asked.all(), Seeds({2, 3}));   // asked for once, seen from then on
    }

    void otherDataEndsWhatIsBeingDecoded() {
        std::atomic<int> begun = 0, stopped = 0;
        PreviewView view(
            [&](const PreviewRequest& request, const std::stop_token& stop) {
                ++begun;
                while (request.config.data.dataset == "mnist" && !stop.stop_requested()) QThread::msleep(1);
                if (stop.stop_requested()) ++stopped;
                throw_if_stopped(stop);
                return madeUp(request);
            },
            nullptr);
        view.show();
        ExperimentConfig slow = seeded(1);
        slow.data.dataset = "mnist";
        view.setExperiment(slow, {});
        QTRY_COMPARE(begun.load(), 1);
        slow.corruption.labels.fraction = 0.5;   // of the same images: what is decoded serves this one, too
        view.setExperiment(slow, {});
        QTest::qWait(30);
        QCOMPARE(stopped.load(), 0);
        view.setExperiment(seeded(7), {});
        QTRY_VERIFY(shareOf(view).startsWith(QStringLiteral("7 of 5,000")));
        QCOMPARE(stopped.load(), 1);
        QCOMPARE(begun.load(), 2);
        QCOMPARE(noteOf(view), QString());   // a stop is nothing to tell
    }

    void closingEndsWhatIsBeingDecoded() {
        std::atomic<bool> begun = false, stopped = false;
        {
            PreviewView view(
                [&](const PreviewRequest& request, const std::stop_token& stop) {
                    begun = true;
                    while (!stop.stop_requested()) QThread::msleep(1);   // for ever, if nobody asks
                    stopped = true;
                    throw_if_stopped(stop);
                    return madeUp(request);
                },
                nullptr);
            view.show();
            view.setExperiment(seeded(1), {});
            QTRY_VERIFY(begun.load());
        }
        QTRY_VERIFY(stopped.load());   // nobody waits for it
    }

    void readsNothingWhileItIsHidden() {
        Asked asked;
        PreviewView view(asked.make(), nullptr);
        view.setExperiment(seeded(3), {});   // would be made at once
        view.setExperiment(seeded(4), {});
        view.show();
        QTRY_VERIFY(shareOf(view).startsWith(QStringLiteral("4 of 5,000")));
        QCOMPARE(asked.all(), Seeds({4}));
    }

    void aProblemOfTheTrainingChangesNoPicture() {
        Asked asked;
        PreviewView view(asked.make(), nullptr);
        view.show();
        view.setExperiment(seeded(3), {});
        QTRY_VERIFY(!shareOf(view).isEmpty());
        view.setExperiment(seeded(3), {{"training.epochs", "expected at least 1, found 0"}});
        QVERIFY(!stripOf(view)->isDimmed());
        view.setExperiment(seeded(4), {});
        QTRY_VERIFY(shareOf(view).startsWith(QStringLiteral("4 of 5,000")));
        QCOMPARE(asked.all(), Seeds({3, 4}));
    }

    void anotherNameIsNoOtherPicture() {
        Asked asked;
        PreviewView view(asked.make(), nullptr);
        view.show();
        view.setExperiment(seeded(3), {});
        QTRY_COMPARE(asked.all(), Seeds({3}));
        ExperimentConfig renamed = seeded(3);
        renamed.name = "another name";
        view.setExperiment(renamed, {});
        QTest::qWait(50);
        QCOMPARE(asked.all(), Seeds({3}));
    }

    void endsWhileAPictureIsBeingMade() {
        auto view = std::make_unique<PreviewView>(
            [](const PreviewRequest& request, const std::stop_token&) {
                QThread::msleep(50);
                return madeUp(request);
            },
            nullptr);
        view->show();
        view->setExperiment(seeded(1), {});
        view.reset();   // waits for its thread
    }
};

QTEST_MAIN(TestPreviewRequests)
#include "test_preview_requests.moc"
