// Several runs in one process: each as if it were alone, and refused where process-wide settings cannot serve both.

#include "core/support/error.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <exception>
#include <thread>
#include <vector>

using namespace overfit;

namespace {

PreparedExperiment experiment_of(const char* model, std::uint64_t seed, int threads = 1) {
    ExperimentConfig config = sample_config();
    config.model.name = model;
    config.model.depth = 10;
    config.model.dropout = 0.2;
    config.augmentation.horizontal_flip = true;
    config.seed = seed;
    config.threads = threads;
    if (threads > 1 && config.model.name == "mlp") use_several_threads(config);
    return sample_experiment(config);
}

struct Trained {
    RunDiary diary;
    std::exception_ptr failure;
};

void train_into(Trained& trained, const PreparedExperiment& experiment) {
    try {
        train_sample(experiment, trained.diary);
    } catch (...) {
        trained.failure = std::current_exception();
    }
}

std::vector<Trained> trained_at_once(const std::vector<PreparedExperiment>& experiments) {
    std::vector<Trained> results(experiments.size());
    std::vector<std::jthread> threads;
    for (std::size_t run = 0; run < experiments.size(); ++run) {
        threads.emplace_back([&, run] { train_into(results[run], experiments[run]); });
    }
    threads.clear();   // joins
    return results;
}

}   // namespace

class TestRunsAtOnce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachOneEqualsTheSameRunAlone_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread each") << 1;
        QTest::newRow("two threads each") << 2;
    }
    void eachOneEqualsTheSameRunAlone() {
        QFETCH(int, threads);
        std::vector<PreparedExperiment> experiments;
        for (const char* model : {"mlp", "wide-resnet", "mlp", "small-alexnet", "wide-resnet", "mlp"}) {
            experiments.push_back(experiment_of(model, experiments.size(), threads));
        }
        const std::vector<Trained> at_once = trained_at_once(experiments);
        for (std::size_t run = 0; run < experiments.size(); ++run) {
            QVERIFY(!at_once[run].failure);
            RunDiary alone;
            train_sample(experiments[run], alone);
            QCOMPARE(timeless(at_once[run].diary.lines), timeless(alone.lines));
            QVERIFY(same_arrays(at_once[run].diary.checkpoints.back().weights, alone.checkpoints.back().weights));
            QVERIFY(same_arrays(at_once[run].diary.checkpoints.back().state, alone.checkpoints.back().state));
        }
    }

    void settingsOfTheWholeProcessHaveToAgree_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<bool>("deterministic");
        QTest::addColumn<QString>("told");
        QTest::newRow("threads") << 2 << false
                                 << "a run that trains now has 1 thread, tf32 off, deterministic: false where this one "
                                    "wants 2 threads, tf32 off, deterministic: false";
        QTest::newRow("determinism") << 1 << true << "where this one wants 1 thread, tf32 off, deterministic: true";
    }
    void settingsOfTheWholeProcessHaveToAgree() {
        QFETCH(int, threads);
        QFETCH(bool, deterministic);
        QFETCH(QString, told);
        PreparedExperiment other = experiment_of("mlp", 2, threads);
        other.config.deterministic = deterministic;
        Trained refused;
        RunDiary first;
        first.at_epoch = [&](const EpochMetrics& line) {
            if (line.epoch == 1) std::jthread([&] { train_into(refused, other); });
        };
        train_sample(experiment_of("mlp", 1), first);
        QCOMPARE(first.lines.size(), std::size_t{4});   // it went on
        try {
            QVERIFY(refused.failure != nullptr);
            std::rethrow_exception(refused.failure);
        } catch (const UsageError& error) {
            QVERIFY2(QString(error.what()).contains(told), error.what());
        }
        train_sample(other, refused.diary);   // alone it may
        QCOMPARE(refused.diary.lines.size(), std::size_t{4});
    }
};

QTEST_APPLESS_MAIN(TestRunsAtOnce)
#include "test_runs_at_once.moc"
