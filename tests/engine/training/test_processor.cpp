#include "core/engine/training/device.h"
#include "core/engine/training/processor.h"

#include <ATen/autocast_mode.h>

#include <QTest>
#include <sstream>

using namespace overfit;

class TestProcessor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void instructionsForBf16AreWholeFlags_data() {
        QTest::addColumn<QByteArray>("cpuinfo");
        QTest::addColumn<bool>("found");
        QTest::newRow("x86 with AVX-512") << QByteArray("model name\t: X\nflags\t\t: fpu avx512_bf16 wbnoinvd\n") << true;
        QTest::newRow("x86 with AMX") << QByteArray("flags\t\t: fpu amx_bf16\n") << true;
        QTest::newRow("ARM") << QByteArray("Features\t: fp asimd bf16 i8mm\n") << true;
        QTest::newRow("without") << QByteArray("model name\t: bf16\nflags\t\t: fpu avx512f svebf16x\nbugs\t\t: bf16\n")
                                 << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void instructionsForBf16AreWholeFlags() {
        QFETCH(QByteArray, cpuinfo);
        std::istringstream stream(cpuinfo.toStdString());
        QTEST(names_bf16_instructions(stream), "found");
    }

    /// The text of a large machine has hundreds of kilobytes.
    void onlyTheFirstProcessorIsReadAbout() {
        std::istringstream stream("processor: 0\nflags: fpu\nprocessor: 1\nflags: fpu\n");
        QVERIFY(!names_bf16_instructions(stream));
        std::string next;
        QVERIFY(std::getline(stream, next) && next == "processor: 1");
    }

    void emulatedPrecisionIsNoted() {
        ExperimentConfig config;
        config.device = "cpu";
        QCOMPARE(choose_compute(config, "").note, std::string());
        config.precision = Precision::Bf16;
        QCOMPARE(choose_compute(config, "").note.empty(), has_bf16_instructions());
        QCOMPARE(available_devices().front().emulates_bf16, !has_bf16_instructions());
    }

    void autocastEndsAsItBegan() {
        const torch::ScalarType usual = at::autocast::get_autocast_dtype(torch::kCPU);
        Compute fp16, bf16;
        fp16.precision = Precision::Fp16;
        bf16.precision = Precision::Bf16;
        {
            const AutocastScope outer(fp16);
            { const AutocastScope inner(bf16); }
            QVERIFY(at::autocast::is_autocast_enabled(torch::kCPU));
            QVERIFY(at::autocast::get_autocast_dtype(torch::kCPU) == torch::kHalf);
        }
        QVERIFY(!at::autocast::is_autocast_enabled(torch::kCPU));
        QVERIFY(at::autocast::get_autocast_dtype(torch::kCPU) == usual);
    }
};

QTEST_APPLESS_MAIN(TestProcessor)
#include "test_processor.moc"
