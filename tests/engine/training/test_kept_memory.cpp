// Memory that a run's tensors free: kept while it trains, in every thread, and given back after it.

#include "core/engine/training/process_settings.h"
#include "tests/engine/training/sample_run.h"

#include <torch/torch.h>

#include <QFile>
#include <QTest>
#include <array>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

using namespace overfit;

namespace {

constexpr std::int64_t tensor_bytes = 40 << 20;   // above the 32 MB from which glibc maps each block for itself
constexpr int tensors = 8;
constexpr std::int64_t step_bytes = tensors * tensor_bytes;

/// What a step does with memory: its forward pass keeps tensors, its backward pass frees them from the last one on.
void step() {
    std::array<torch::Tensor, tensors> kept;
    for (torch::Tensor& tensor : kept) tensor = torch::ones({tensor_bytes}, torch::kByte);
    for (auto tensor = kept.rbegin(); tensor != kept.rend(); ++tensor) tensor->reset();
}

/// Bytes that the kernel has mapped for this thread until now, each at its first use.
std::int64_t mapped_bytes() {
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_minflt * ::sysconf(_SC_PAGESIZE);
}

/// What had to be mapped anew in ten steps, as a share of what these use.
double mapped_anew() {
    step();   // the first one needs it all
    step();
    const std::int64_t before = mapped_bytes();
    for (int count = 0; count < 10; ++count) step();
    return static_cast<double>(mapped_bytes() - before) / (10.0 * step_bytes);
}

std::int64_t resident_bytes() {
    QFile file("/proc/self/statm");
    if (!file.open(QIODevice::ReadOnly)) return 0;
    return file.readAll().split(' ').at(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

void run_on(bool new_thread, const std::function<void()>& work) {
    if (!new_thread) return work();
    std::jthread thread(work);
}

}   // namespace

class TestKeptMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryStaysWhileARunTrainsAndGoesAfterIt_data() {
        QTest::addColumn<bool>("newThread");
        QTest::newRow("main thread, as in the terminal") << false;
        QTest::newRow("another one, as in the window") << true;
    }
    void memoryStaysWhileARunTrainsAndGoesAfterIt() {
        QFETCH(bool, newThread);
        Compute compute;
        compute.threads = 1;
        double without = 0.0, with = 1.0;
        std::int64_t before = 0, during = 0, left = 0;
        run_on(newThread, [&] {
            at::set_num_threads(1);   // so that the faults are this thread's
            without = mapped_anew();
            before = resident_bytes();
            {
                const ProcessSettings outer(compute, false);
                {
                    const ProcessSettings inner(compute, false);   // a run beside it, which ends first
                }
                with = mapped_anew();
                during = resident_bytes();
            }
            left = resident_bytes();
        });
        QVERIFY2(without > 0.9, qPrintable(QString::number(without)));   // else glibc needs none of this
        QVERIFY2(with < 0.05, qPrintable(QString::number(with)));        // measured: 0 and 0.0125, one tensor of 80
        QVERIFY2(during - before > step_bytes / 2, qPrintable(QString::number(during - before)));
        QVERIFY2(left - before < step_bytes / 10, qPrintable(QString::number(left - before)));
    }

    void aRunMapsNothingAfterItsFirstEpochs_data() { memoryStaysWhileARunTrainsAndGoesAfterIt_data(); }
    void aRunMapsNothingAfterItsFirstEpochs() {
        QFETCH(bool, newThread);
        ExperimentConfig config = sample_config();
        config.model.name = "wide-resnet";
        config.model.depth = 10;
        config.model.width = 2;
        config.training.batch_size = 128;
        config.training.epochs = 6;
        const SampleSizes sizes{.train = 256, .shape = {.channels = 3, .height = 32, .width = 32}};
        std::vector<std::int64_t> mapped;   // after each epoch
        RunDiary diary;
        diary.at_epoch = [&](const EpochMetrics&) { mapped.push_back(mapped_bytes()); };
        run_on(newThread, [&] { train_sample(sample_experiment(config, sizes), diary); });
        QCOMPARE(mapped.size(), std::size_t{7});
        const std::int64_t late = mapped.back() - mapped.at(3);   // glibc's own settings: 229 MB
        QVERIFY2(late < (16 << 20), qPrintable(QString::number(late)));
    }
};

QTEST_APPLESS_MAIN(TestKeptMemory)
#include "test_kept_memory.moc"
