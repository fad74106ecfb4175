#include "core/engine/training/loss_scale.h"
#include "core/engine/training/objective.h"
#include "tests/engine/golden_file.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace overfit;

namespace {

struct Loss {
    torch::Tensor value, gradient;   // of the logits
};

Loss compute(Objective& objective, const torch::Tensor& logits, const BatchTargets& targets) {
    const torch::Tensor leaf = logits.clone().requires_grad_();
    const torch::Tensor loss = objective.loss(leaf, targets);
    loss.backward();
    return {.value = loss.detach(), .gradient = leaf.grad()};
}

bool close(const torch::Tensor& found, const torch::Tensor& golden) {
    return torch::allclose(found.to(torch::kFloat64).view_as(golden), golden, 1e-5, 1e-6);
}

}   // namespace

class TestObjective : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lossesAreThoseOfPytorch_data() {
        QTest::addColumn<double>("smoothing");
        QTest::addColumn<bool>("mixed");
        QTest::newRow("plain") << 0.0 << false;
        QTest::newRow("label smoothing 0.1") << 0.1 << false;
        QTest::newRow("mixup") << 0.0 << true;
        QTest::newRow("mixup, label smoothing 0.2") << 0.2 << true;
    }
    void lossesAreThoseOfPytorch() {
        QFETCH(double, smoothing);
        QFETCH(bool, mixed);
        const GoldenFile golden("objectives.safetensors");
        TrainingConfig training;
        training.label_smoothing = smoothing;
        Objective objective(training, 9, 4, torch::kCPU);
        BatchTargets targets{.places = golden["places"], .labels = golden["labels"], .mixture = {}};
        if (mixed) targets.mixture = Mixture{.weight = torch::full({}, 0.3), .partner = golden["partner"]};
        const std::string name = QTest::currentDataTag();
        const Loss loss = compute(objective, golden["logits"][0].to(torch::kFloat32), targets);
        QVERIFY(close(loss.value, golden[name]));
        QVERIFY(close(loss.gradient, golden[name + ", gradient"]));
        QVERIFY(objective.state().empty());
    }

    void earlyLearningRegularisationIsThatOfLiu() {
        const GoldenFile golden("objectives.safetensors");
        TrainingConfig training;
        training.early_learning = {.weight = 3.0, .momentum = 0.7};
        Objective objective(training, 9, 4, torch::kCPU);
        const BatchTargets targets{.places = golden["places"], .labels = golden["labels"], .mixture = {}};
        for (int step = 0; step < 3; ++step) {
            const Loss loss = compute(objective, golden["logits"][step].to(torch::kFloat32), targets);
            const std::string name = "early learning, step " + std::to_string(step);
            QVERIFY(close(loss.value, golden[name]));
            QVERIFY(close(loss.gradient, golden[name + ", gradient"]));
        }
        QCOMPARE(objective.state().size(), 1);
        QVERIFY(close(objective.state().front().second, golden["early learning, means"]));
    }

    void aMixedImageCountsAsItsLargerShare() {
        const torch::Tensor labels = torch::tensor({1, 2, 3}), partner = torch::tensor({2, 0, 1});
        BatchTargets targets{.places = labels, .labels = labels, .mixture = {}};
        QVERIFY(targets.counted_labels().equal(labels));
        targets.mixture = Mixture{.weight = torch::full({}, 0.4), .partner = partner};
        QVERIFY(targets.counted_labels().equal(torch::tensor({3, 1, 2})));
    }

    void anOverflowHalvesTheScaleAndIsReported() {
        LossScale scale(torch::kCPU);
        const torch::Tensor one = torch::ones({});
        QCOMPARE(scale.scaled(one).item<double>(), 65536.0);
        const std::vector<torch::Tensor> gradients{torch::full({3}, 65536.0), torch::full({2}, 131072.0)};
        QCOMPARE(scale.unscale(gradients).item<double>(), 0.0);
        QVERIFY(gradients[0].eq(1.0).all().item<bool>() && gradients[1].eq(2.0).all().item<bool>());
        QCOMPARE(scale.scaled(one).item<double>(), 65536.0);
        gradients[1][0] = std::numeric_limits<float>::infinity();
        QCOMPARE(scale.unscale(gradients).item<double>(), 1.0);
        QCOMPARE(scale.scaled(one).item<double>(), 32768.0);
        gradients[1].zero_();
        QCOMPARE(scale.unscale(gradients).item<double>(), 0.0);   // forgotten
    }

    void twoThousandGoodStepsDoubleTheScale() {
        LossScale scale(torch::kCPU);
        const std::vector<torch::Tensor> gradients{torch::ones({1})};
        for (int step = 0; step < 1999; ++step) scale.unscale(gradients);
        QCOMPARE(scale.scaled(torch::ones({})).item<double>(), 65536.0);
        scale.unscale(gradients);
        QCOMPARE(scale.scaled(torch::ones({})).item<double>(), 131072.0);
    }
};

QTEST_APPLESS_MAIN(TestObjective)
#include "test_objective.moc"
