// The form's estimate of the memory against the peak of real runs of the terminal program.

#include "core/config/config_yaml.h"
#include "core/config/dataset_facts.h"
#include "core/config/memory_estimate.h"
#include "core/experiment/engine.h"
#include "core/experiment/model_summary.h"
#include "tests/app/program.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace overfit;
using namespace overfit::test;

namespace {

/// Peak resident bytes of a program that is started and waited for; nothing when it failed.
std::optional<std::int64_t> peakOf(const QStringList& words) {
    std::vector<QByteArray> bytes;
    for (const QString& word : words) bytes.push_back(word.toLocal8Bit());
    std::vector<char*> arguments;
    for (QByteArray& word : bytes) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) != child || status != 0) return std::nullopt;
    return std::int64_t{usage.ru_maxrss} * 1024;
}

std::int64_t estimateFor(const ExperimentConfig& config) {
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    const ModelDescription model =
        engine().describe_model(config.model, {facts->channels, facts->height, facts->width}, facts->classes);
    return estimate_memory(config, model.parameters, layer_values(model))->total();
}

}   // namespace

class TestMemoryOfRuns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (!Program::hasEngine()) QSKIP("built without the engine");
    }

    void theEstimateIsNearThePeak_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::newRow("small mlp") << QByteArray("model: {name: mlp, hidden: [512]}\n");
        QTest::newRow("wide mlp, many weights") << QByteArray("model: {name: mlp, hidden: [4096, 4096]}\n");
        QTest::newRow("wide resnet, many activations") << QByteArray("model: {name: wide-resnet, depth: 16, width: 2}\n");
    }
    void theEstimateIsNearThePeak() {
        QFETCH(QByteArray, yaml);
        const Program home;
        const QByteArray whole =
            "format: 1\nname: memory\ndata: {dataset: synthetic, train_examples: 512, test_examples: 128}\n"
            "training: {epochs: 1, batch_size: 256, stop_when_fitted: false}\ndevice: cpu\nthreads: 2\n" +
            yaml;
        const ExperimentConfig config = parse_config(whole.toStdString());
        const QString file = home.write("memory.yaml", whole);
        const auto peak = peakOf({Program::path(), "run", file, "--runs-dir", home.runs(), "--quiet"});
        QVERIFY(peak);
        const double ratio = static_cast<double>(estimateFor(config)) / static_cast<double>(*peak);
        qInfo("estimate / peak = %.2f (peak %lld MB)", ratio, static_cast<long long>(*peak / 1'000'000));
        QVERIFY2(ratio > 0.7 && ratio < 1.4, qPrintable(QString::number(ratio)));
    }
};

QTEST_GUILESS_MAIN(TestMemoryOfRuns)
#include "test_memory_of_runs.moc"
