#include "core/config/model_facts.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <algorithm>

using namespace overfit;

namespace {

/// What the audit says of the first loss of an honest run; empty when nothing. The run ends with its first evaluation.
std::string found(const ModelConfig& model, int classes, std::uint64_t seed) {
    ExperimentConfig config = sample_config(1.0);
    config.model = model;
    config.model.depth = 10;
    config.seed = seed;
    config.training.epochs = 1;
    const int side = find_model_facts(model.name)->smallest_side;
    std::stop_source after_the_audit;
    RunDiary diary;
    diary.at_epoch = [&](const EpochMetrics&) { after_the_audit.request_stop(); };
    const PreparedExperiment experiment = sample_experiment(
        config, {.train = 32, .test = 8, .classes = classes, .shape = {.channels = 3, .height = side, .width = side}});
    train_sample(experiment, diary, after_the_audit.get_token());
    const AuditReport& audit = diary.headers.front().audit;
    const auto finding = std::ranges::find(audit.findings, "initial-loss", &Finding::code);
    return finding == audit.findings.end() ? std::string() : model.name + ": " + finding->message;
}

}   // namespace

class TestInitialLoss : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void honestNetworksStartWithTheLossThatIsExpected_data() {
        QTest::addColumn<int>("initialization");
        QTest::newRow("default") << static_cast<int>(Initialization::Default);
        QTest::newRow("truncated-normal") << static_cast<int>(Initialization::TruncatedNormal);
        QTest::newRow("he") << static_cast<int>(Initialization::He);
        QTest::newRow("xavier") << static_cast<int>(Initialization::Xavier);
    }
    /// Of every model.
    void honestNetworksStartWithTheLossThatIsExpected() {
        QFETCH(int, initialization);
        std::vector<ModelConfig> models(model_facts().size() + 1);
        for (std::size_t model = 0; model < model_facts().size(); ++model) models[model].name = model_facts()[model].name;
        models.back().name = "small-inception";
        models.back().batch_norm = false;
        for (ModelConfig& model : models) {
            model.initialization = static_cast<Initialization>(initialization);
            const bool large = find_model_facts(model.name)->smallest_side > 32;   // seconds each
            for (std::uint64_t seed = 1; seed <= (large ? 1 : 8); ++seed) {
                const std::string finding = found(model, 10, seed);
                QVERIFY2(finding.empty(), finding.c_str());
            }
        }
    }

    void soDoesInceptionOfAThousandClasses() {
        ModelConfig model;
        model.name = "inception-v3";
        for (const std::uint64_t seed : {1, 2, 3}) {
            const std::string finding = found(model, 1000, seed);
            QVERIFY2(finding.empty(), finding.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestInitialLoss)
#include "test_initial_loss.moc"
