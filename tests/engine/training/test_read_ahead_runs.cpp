#include "core/engine/tensors/read_ahead_images.h"
#include "core/support/error.h"
#include "core/support/stopped.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <functional>

using namespace overfit;

namespace {

/// Images in memory that fail from one of them on, when that is asked for.
class FragileImages : public ImagesInMemory {
public:
    using ImagesInMemory::ImagesInMemory;

    void read(std::int64_t place, std::span<std::uint8_t> pixels) const override {
        if (place == broken) throw Error({.where = "cache", .problem = "expected image 7, found damage", .remedy = ""});
        ++reads;
        ImagesInMemory::read(place, pixels);
        if (at_read) at_read(pixels);
    }

    mutable std::int64_t broken = -1;
    mutable std::atomic<std::int64_t> reads = 0;
    mutable std::function<void(std::span<std::uint8_t>)> at_read;   // may change them; on the thread that reads
};

/// The same experiment, its images no longer in memory as far as the engine can see.
struct StoredExperiment {
    explicit StoredExperiment(const PreparedExperiment& experiment) : memory(experiment), stored(experiment) {
        for (const auto block : {&PreparedExperiment::train, &PreparedExperiment::validation, &PreparedExperiment::test}) {
            (stored.*block).images.pixels.clear();
            (stored.*block).stored = std::make_shared<const FragileImages>((memory.*block).images);
        }
    }

    const FragileImages& train() const { return static_cast<const FragileImages&>(*stored.train.stored); }
    const FragileImages& test() const { return static_cast<const FragileImages&>(*stored.test.stored); }

    PreparedExperiment memory, stored;
};

ExperimentConfig small_config(const QString& model, Scaling scaling) {
    ExperimentConfig config = sample_config(0.5);
    config.model.name = model.toStdString();
    config.model.depth = 10;
    config.data.scaling = scaling;
    config.checkpoint.every_minutes = 1e-9;   // after each step
    return config;
}

}   // namespace

class TestReadAheadRuns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bitsAreThoseOfAResidentRun_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("scaling");
        QTest::addColumn<bool>("augmented");
        QTest::addColumn<int>("channels");
        for (const char* model : {"mlp", "wide-resnet"}) {
            for (const int channels : {1, 3}) {
                const auto row = [&](const char* name, Scaling scaling, bool augmented) {
                    QTest::addRow("%s, %s, %d channels", model, name, channels)
                        << QString(model) << static_cast<int>(scaling) << augmented << channels;
                };
                row("whitened", Scaling::PerImageWhitening, false);
                row("by channel", Scaling::ChannelStatistics, false);
                row("flipped", Scaling::Unit, true);
            }
        }
    }

    void bitsAreThoseOfAResidentRun() {
        QFETCH(QString, model);
        QFETCH(int, scaling);
        QFETCH(bool, augmented);
        QFETCH(int, channels);
        ExperimentConfig config = small_config(model, static_cast<Scaling>(scaling));
        config.augmentation.horizontal_flip = augmented;
        const StoredExperiment experiment(
            sample_experiment(config, {.validation = 20, .shape = {.channels = channels, .height = 8, .width = 8}}));
        RunDiary resident, read_ahead;
        const RunSummary expected = train_sample(experiment.memory, resident);
        const RunSummary summary = train_sample(experiment.stored, read_ahead);
        QCOMPARE(timeless(read_ahead.lines), timeless(resident.lines));
        QVERIFY(same_arrays(read_ahead.checkpoints.back().weights, resident.checkpoints.back().weights));
        QCOMPARE(summary.audit.images_sha256, expected.audit.images_sha256);
        QCOMPARE(summary.audit.labels_sha256, expected.audit.labels_sha256);
        QCOMPARE(codes(summary.audit, FindingLevel::Error), codes(expected.audit, FindingLevel::Error));
        QCOMPARE(codes(summary.audit, FindingLevel::Warning), codes(expected.audit, FindingLevel::Warning));
    }

    void imagesForWhichTheDeviceHasNoRoomAreReadAhead() {
        const ExperimentConfig config = small_config("mlp", Scaling::PerImageWhitening);
        const PreparedExperiment experiment = sample_experiment(config);
        Compute compute = choose_compute(config, "");
        RunDiary resident, read_ahead;
        train_sample(experiment, resident);
        compute.memory_bytes = 1'000;
        const TrainingData data = make_training_data(experiment, compute);
        QVERIFY(dynamic_cast<const ReadAheadImages*>(data.train.images.get()) != nullptr);
        train_sample(experiment, read_ahead, {}, nullptr, &data);
        QCOMPARE(timeless(read_ahead.lines), timeless(resident.lines));
    }

    void aResumedRunEqualsAnUninterruptedOne_data() {
        QTest::addColumn<int>("stop_at_step");
        for (const int step : {2, 3, 5}) QTest::addRow("step %d", step) << step;
    }

    void aResumedRunEqualsAnUninterruptedOne() {
        QFETCH(int, stop_at_step);
        const StoredExperiment experiment(sample_experiment(small_config("mlp", Scaling::PerImageWhitening)));
        RunDiary whole, before, after;
        train_sample(experiment.stored, whole);
        std::stop_source stop;
        before.at_checkpoint = [&](const Checkpoint& checkpoint) {
            if (checkpoint.step == stop_at_step) stop.request_stop();
        };
        QCOMPARE(train_sample(experiment.stored, before, stop.get_token()).reason, StopReason::Cancelled);
        train_sample(experiment.stored, after, {}, &before.checkpoints.back());
        QVERIFY(same_arrays(after.checkpoints.back().weights, whole.checkpoints.back().weights));
    }

    void aStopEndsTheFirstAudit() {
        const StoredExperiment experiment(sample_experiment(small_config("mlp", Scaling::PerImageWhitening)));
        RunDiary diary;
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, train_sample(experiment.stored, diary, stop.get_token()));
        QVERIFY(diary.headers.empty());
    }

    /// Reading millions of images once more is not what somebody waits for who stops a run.
    void aStopEndsTheLastAudit() {
        const StoredExperiment experiment(sample_experiment(small_config("mlp", Scaling::PerImageWhitening)));
        RunDiary diary;
        std::stop_source stop;
        diary.at_epoch = [&](const EpochMetrics& line) {
            if (line.epoch != 1) return;
            stop.request_stop();
            experiment.train().reads = 0;
        };
        const RunSummary summary = train_sample(experiment.stored, diary, stop.get_token());
        QCOMPARE(summary.reason, StopReason::Cancelled);
        QVERIFY2(experiment.train().reads < 64, qPrintable(QString::number(experiment.train().reads)));
        QCOMPARE(codes(summary.audit, FindingLevel::Error), std::vector<std::string>());
        QVERIFY(std::ranges::count(codes(summary.audit, FindingLevel::Note), "images-not-read-again") == 1);
    }

    void whatWasReadBeforeAStopIsStillCompared() {
        const StoredExperiment experiment(sample_experiment(small_config("mlp", Scaling::PerImageWhitening)));
        RunDiary diary;
        std::stop_source stop;
        diary.at_epoch = [&](const EpochMetrics& line) {
            if (line.epoch != 3) return;   // the last
            experiment.train().at_read = [](std::span<std::uint8_t> pixels) { pixels[0] ^= 0x40; };
            experiment.test().at_read = [&](std::span<std::uint8_t>) { stop.request_stop(); };
        };
        const RunSummary summary = train_sample(experiment.stored, diary, stop.get_token());
        QCOMPARE(codes(summary.audit, FindingLevel::Error), std::vector<std::string>{"data-changed"});
        QVERIFY(std::ranges::count(codes(summary.audit, FindingLevel::Note), "images-not-read-again") == 1);
    }

    void damageReachesTheTrainingAsAnError() {
        const StoredExperiment experiment(sample_experiment(small_config("mlp", Scaling::PerImageWhitening)));
        RunDiary diary;
        diary.at_epoch = [&](const EpochMetrics& line) {
            if (line.epoch == 1) experiment.train().broken = 7;
        };
        QVERIFY_THROWS_EXCEPTION(Error, train_sample(experiment.stored, diary));
        QCOMPARE(diary.lines.back().epoch, 1);
    }
};

QTEST_APPLESS_MAIN(TestReadAheadRuns)
#include "test_read_ahead_runs.moc"
