#include "core/runs/checkpoint_files.h"
#include "core/support/error.h"
#include "tests/core/runs/array_samples.h"
#include "tests/core/runs/python_check.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>
#include <set>

using namespace overfit;
using samples::checkpoint_at;

namespace {

const char* const load_in_python =
    "import sys, safetensors.numpy\n"
    "arrays = safetensors.numpy.load_file(sys.argv[1])\n"
    "assert sorted(arrays) == ['batches', 'layers.0.weight', 'mask'], arrays\n"
    "assert arrays['layers.0.weight'].tolist() == [[7.0, 1.0], [-2.0, 0.5]], arrays\n"
    "assert str(arrays['layers.0.weight'].dtype) == 'float32'\n"
    "assert arrays['batches'].shape == () and arrays['batches'] == 7\n"
    "assert arrays['mask'].tolist() == [1, 2, 3]\n"
    "with safetensors.safe_open(sys.argv[2], framework='numpy') as state:\n"
    "    assert state.metadata() == {'step': '7', 'time_s': '0.1'}, state.metadata()\n"
    "    assert state.get_tensor('nothing').shape == (0, 4)\n";

}   // namespace

class TestCheckpointFiles : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path run_, checkpoints_;

    std::set<std::string> names() {
        std::set<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(checkpoints_))
            found.insert(entry.path().filename().string());
        return found;
    }

    std::string error_now() {
        try {
            read_newest_checkpoint(run_);
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        run_ = folder_->path().toStdString();
        checkpoints_ = run_ / "checkpoints";
    }

    void thereIsNoneInAFreshFolder() { QVERIFY(!read_newest_checkpoint(run_)); }

    void readsBackWhatItWrote() {
        const Checkpoint written = checkpoint_at(7);
        write_checkpoint(run_, written, 2);
        const Checkpoint read = read_newest_checkpoint(run_).value();
        QCOMPARE(read.step, std::int64_t{7});
        QVERIFY(read.position == written.position);
        QCOMPARE(read.weights.size(), written.weights.size());
        QCOMPARE(read.state.size(), written.state.size());
    }

    void keepsTheNewest() {
        for (const std::int64_t step : {10, 20, 30, 40}) write_checkpoint(run_, checkpoint_at(step), 2);
        QCOMPARE(names(),
                 (std::set<std::string>{"last.safetensors", "latest.json", "step-30.safetensors",
                                        "step-30.state.safetensors", "step-40.safetensors", "step-40.state.safetensors"}));
        QCOMPARE(read_newest_checkpoint(run_)->step, std::int64_t{40});
    }

    void keepsAtLeastOne() {
        write_checkpoint(run_, checkpoint_at(10), 0);
        QCOMPARE(read_newest_checkpoint(run_)->step, std::int64_t{10});
    }

    void lastIsTheNewestWeights() {
        write_checkpoint(run_, checkpoint_at(10), 2);
        write_checkpoint(run_, checkpoint_at(20), 2);
        QCOMPARE(samples::content_of(checkpoints_ / "last.safetensors"),
                 samples::content_of(checkpoints_ / "step-20.safetensors"));
        QVERIFY(samples::content_of(checkpoints_ / "last.safetensors") !=
                samples::content_of(checkpoints_ / "step-10.safetensors"));
    }

    void aStepWrittenAgainReplacesItself() {
        write_checkpoint(run_, checkpoint_at(10), 3);
        write_checkpoint(run_, checkpoint_at(10), 3);
        QCOMPARE(read_newest_checkpoint(run_)->step, std::int64_t{10});
    }

    void laterStepsThatWereGivenUpAreDropped() {
        for (const std::int64_t step : {10, 20, 30}) write_checkpoint(run_, checkpoint_at(step), 3);
        write_checkpoint(run_, checkpoint_at(15), 3);   // after a resume from step 10
        QCOMPARE(read_newest_checkpoint(run_)->step, std::int64_t{15});
        QVERIFY(!names().contains("step-30.safetensors"));
        QVERIFY(names().contains("step-10.safetensors"));
    }

    void aDamagedOneFallsBackToTheOneBefore() {
        for (const char* name : {"step-20.safetensors", "step-20.state.safetensors"}) {
            init();
            write_checkpoint(run_, checkpoint_at(10), 2);
            write_checkpoint(run_, checkpoint_at(20), 2);
            std::filesystem::resize_file(checkpoints_ / name, std::filesystem::file_size(checkpoints_ / name) - 1);
            QCOMPARE(read_newest_checkpoint(run_)->step, std::int64_t{10});
            std::filesystem::remove(checkpoints_ / name);
            QCOMPARE(read_newest_checkpoint(run_)->step, std::int64_t{10});
        }
    }

    void noneThatVerifiesIsAnError() {
        write_checkpoint(run_, checkpoint_at(10), 2);
        samples::put(checkpoints_ / "step-10.safetensors", "damaged");
        QVERIFY2(error_now().find("none of 1 checkpoints can be used") != std::string::npos, error_now().c_str());
        QVERIFY(error_now().find("expected sha256") != std::string::npos);
    }

    void aListThatLeadsOutOfTheFolderIsRefused() {
        write_checkpoint(run_, checkpoint_at(10), 2);
        std::string json = samples::content_of(checkpoints_ / "latest.json");
        json.replace(json.find("step-10.safetensors"), 19, "step-/../../secret");
        samples::put(checkpoints_ / "latest.json", json);
        QVERIFY2(error_now().find("checkpoints[0].weights: expected a name") != std::string::npos, error_now().c_str());
    }

    void everyPrefixOfTheListIsAClearError() {
        write_checkpoint(run_, checkpoint_at(10), 2);
        const std::string whole = samples::content_of(checkpoints_ / "latest.json");
        for (std::size_t cut = 0; cut + 1 < whole.size(); ++cut) {
            samples::put(checkpoints_ / "latest.json", whole.substr(0, cut));
            QVERIFY(error_now().find("latest.json") != std::string::npos);
        }
    }

    void anyFlippedByteEndsWell() {
        std::mt19937 random(9);
        write_checkpoint(run_, checkpoint_at(10), 2);
        const std::string whole = samples::content_of(checkpoints_ / "latest.json");
        for (int round = 0; round < 1000; ++round) {
            samples::put(checkpoints_ / "latest.json", samples::damaged(whole, random));
            error_now();
        }
    }

    void aDamagedListDoesNotStopTheNextCheckpoint() {
        write_checkpoint(run_, checkpoint_at(10), 2);
        samples::put(checkpoints_ / "latest.json", "{");
        write_checkpoint(run_, checkpoint_at(20), 2);
        QCOMPARE(read_newest_checkpoint(run_)->step, std::int64_t{20});
    }

    void loadsInPython() {
        const samples::PythonCheck python("safetensors.numpy");
        if (!python.reason.isEmpty()) QSKIP(qPrintable(python.reason));
        write_checkpoint(run_, checkpoint_at(7), 2);
        const QString problem =
            python.run(load_in_python, {QString::fromStdString(checkpoints_ / "last.safetensors"),
                                        QString::fromStdString(checkpoints_ / "step-7.state.safetensors")});
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
};

QTEST_APPLESS_MAIN(TestCheckpointFiles)
#include "test_checkpoint_files.moc"
