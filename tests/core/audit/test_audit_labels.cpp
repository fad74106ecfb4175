#include "core/audit/audit_labels.h"
#include "core/corruption/label_noise.h"
#include "core/data/label_hash.h"
#include "core/experiment/prepared_experiment.h"

#include <QTest>
#include <algorithm>

using namespace overfit;

namespace {

using Labels = std::vector<std::uint16_t>;

LabelPair pair_of(const PreparedExamples& examples) { return {examples.images.labels, examples.given_labels}; }

QString codes(const AuditReport& report) {
    QStringList words;
    for (const Finding& finding : report.findings) words << QString::fromStdString(finding.code);
    return words.join(' ');
}

ExperimentConfig experiment(double fraction, LabelDraw draw, std::uint64_t seed, std::int64_t examples) {
    ExperimentConfig config;
    config.data.dataset = "synthetic";
    config.data.train_examples = examples;
    config.corruption.labels = {.fraction = fraction, .draw = draw};
    config.training.batch_size = 16;
    config.seed = seed;
    return config;
}

/// What a run folder would tell of a fitted run whose network guesses on the test set.
SavedRun saved(const PreparedExperiment& prepared, const AuditReport& at_start) {
    return {.train = pair_of(prepared.train),
            .test = pair_of(prepared.test),
            .classes = prepared.classes(),
            .labels_sha256_at_start = at_start.labels_sha256,
            .train_accuracy = 1.0,
            .test_accuracy = 0.1,
            .test_corrupted_accuracy = 0.1};
}

}   // namespace

class TestAuditLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aThousandHonestDrawsRaiseNoError() {
        const Labels all = [] {
            Labels labels(5000);
            for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::uint16_t>(i % 10);
            return labels;
        }();
        int draws = 0;
        for (const LabelDraw draw : {LabelDraw::AllClasses, LabelDraw::WrongClasses, LabelDraw::Reference}) {
            for (const double fraction : {0.0, 0.1, 0.5, 0.9, 1.0}) {
                for (const std::size_t examples : {64, 500, 5000}) {
                    for (std::uint64_t seed = 1; seed <= 24; ++seed) {
                        const std::span<const std::uint16_t> labels = std::span(all).first(examples);
                        const ExperimentConfig config = experiment(fraction, draw, seed, 0);
                        RandomStream stream(resolve_seeds(config).labels);
                        const Labels given = corrupt_labels(labels, 10, config.corruption.labels, stream);
                        const AuditReport report = audit_prepared(config, {labels, given}, 10);
                        QVERIFY2(!report.has_error(), report.findings.empty() ? "" : report.findings[0].message.c_str());
                        ++draws;
                    }
                }
            }
        }
        QVERIFY(draws > 1000);
    }

    void honestExperimentsPassBeforeAndAfterTraining() {
        for (const LabelDraw draw : {LabelDraw::AllClasses, LabelDraw::WrongClasses, LabelDraw::Reference}) {
            for (const double fraction : {0.0, 0.5, 1.0}) {
                const ExperimentConfig config = experiment(fraction, draw, 3, 64);
                const PreparedExperiment prepared = prepare_experiment(config, {});
                const AuditReport before = audit_prepared(config, pair_of(prepared.train), prepared.classes());
                QCOMPARE(codes(before), "");
                QCOMPARE(before.chance_accuracy, 0.1);
                QCOMPARE(before.labels_changed_fraction, static_cast<double>(before.labels_changed) / 64.0);
                SavedRun run = saved(prepared, before);
                run.test_accuracy = run.test_corrupted_accuracy = fraction == 0.0 ? 0.9 : 0.08;
                const AuditReport after = audit_saved_run(config, run);
                QVERIFY2(!after.has_error(), qPrintable(codes(after)));
            }
        }
    }

    void aSavedRunWhoseLabelsWereNeverCorruptedIsFound() {
        const ExperimentConfig config = experiment(1.0, LabelDraw::AllClasses, 1, 500);
        PreparedExperiment prepared = prepare_experiment(config, {});
        prepared.train.given_labels = prepared.train.images.labels;
        const AuditReport before = audit_prepared(config, pair_of(prepared.train), 10);
        QCOMPARE(codes(before), "labels-not-corrupted");
        SavedRun run = saved(prepared, before);
        run.test_accuracy = 0.86;
        QCOMPARE(codes(audit_saved_run(config, run)), "labels-not-corrupted impossible-test-accuracy");
    }

    void storedLabelsThatAreNotTheTrainedOnesAreFound() {
        const ExperimentConfig config = experiment(1.0, LabelDraw::AllClasses, 1, 500);
        PreparedExperiment prepared = prepare_experiment(config, {});
        const AuditReport before = audit_prepared(config, pair_of(prepared.train), 10);
        std::vector<std::uint16_t>& given = prepared.train.given_labels;
        std::rotate(given.begin(), given.begin() + 1, given.end());
        QCOMPARE(codes(audit_saved_run(config, saved(prepared, before))), "data-changed");
    }

    void aRunWithoutARecordedHashIsJudgedByTheRest() {
        const ExperimentConfig config = experiment(1.0, LabelDraw::AllClasses, 1, 500);
        const PreparedExperiment prepared = prepare_experiment(config, {});
        SavedRun run = saved(prepared, {});
        run.selected_on_test = true;
        QCOMPARE(codes(audit_saved_run(config, run)), "selected-on-test");
        run.test_accuracy.reset();
        run.test_corrupted_accuracy.reset();
        run.train_accuracy.reset();
        run.selected_on_test = false;
        QCOMPARE(codes(audit_saved_run(config, run)), "");
    }

    void theHashIsThatOfLittleEndianWords() {
        // sha256 of the bytes 01 00 02 01
        QCOMPARE(QString::fromStdString(labels_sha256(Labels{1, 258})),
                 "d4744442255e7771a216170e3f705b6c9e519b7f05d6c0ce0eaf402e44a8c6a9");
    }
};

QTEST_APPLESS_MAIN(TestAuditLabels)
#include "test_audit_labels.moc"
