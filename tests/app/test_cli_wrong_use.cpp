#include "tests/app/program.h"

using overfit::test::Call;
using overfit::test::Program;
using overfit::test::smallExperiment;

namespace {

/// An IDX file as MNIST's: magic, sizes, bytes.
QByteArray idx(quint32 magic, std::initializer_list<quint32> sizes, int bytes) {
    QByteArray content;
    const auto add = [&content](quint32 value) {
        for (int shift = 24; shift >= 0; shift -= 8) content.append(static_cast<char>(value >> shift & 0xFFU));
    };
    add(magic);
    for (const quint32 size : sizes) add(size);
    return content.append(bytes, '\x01');
}

/// MNIST in torchvision's layout with the first ten of its train images; `missing` bytes short.
void writeMnist(const Program& program, int missing) {
    const QString raw = "data/MNIST/raw/";
    program.write(raw + "train-images-idx3-ubyte", idx(0x803, {10, 28, 28}, 10 * 28 * 28 - missing));
    program.write(raw + "train-labels-idx1-ubyte", idx(0x801, {10}, 10));
    program.write(raw + "t10k-images-idx3-ubyte", idx(0x803, {10, 28, 28}, 10 * 28 * 28));
    program.write(raw + "t10k-labels-idx1-ubyte", idx(0x801, {10}, 10));
}

}   // namespace

/// Wrong use ends with a message that says what to do, exit code 2 (1 where the machine is at fault), and no run folder.
class CliWrongUseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wrongSettingsAreToldWhereNoExperimentIsNamed() {
        const Call call = Program().call({"run", "precision=fp8", "seed=2", "trainign.epochs=1"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "precision=fp8: ", call);
        VERIFY_SAID(call.err, "trainign.epochs=1: ", call);
        VERIFY_SAID(call.err, "no experiment is named", call);
        QVERIFY2(!call.err.contains("seed=2"), call.all());
    }

    void wrongSettingsAreRefusedBeforeAnythingIsMade_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown key") << "training.learning_rat=0.1"
                                     << "training.learning_rate";
        QTest::newRow("unknown section") << "trainign.epochs=1"
                                         << "training";
        QTest::newRow("fraction above one") << "corruption.labels.fraction=1.5"
                                            << "corruption.labels.fraction";
        QTest::newRow("batch larger than the data") << "training.batch_size=201"
                                                    << "training.batch_size";
        QTest::newRow("zero epochs") << "training.epochs=0"
                                     << "training.epochs";
        QTest::newRow("learning rate that is no number") << "training.learning_rate=NaN"
                                                         << "training.learning_rate";
        QTest::newRow("infinite learning rate") << "training.learning_rate=Infinity"
                                                << "training.learning_rate";
        QTest::newRow("negative seed") << "seed=-1"
                                       << "seed";
        QTest::newRow("word for a number") << "training.epochs=many"
                                           << "training.epochs";
        QTest::newRow("model of a wrong depth") << "model={name: wide-resnet, depth: 27}"
                                                << "model";
        QTest::newRow("crop larger than the image") << "data.crop=64"
                                                    << "data.crop";
        QTest::newRow("unknown model") << "model.name=mpl"
                                       << "mlp";
        QTest::newRow("fp16 on the CPU") << "precision=fp16"
                                         << "only on CUDA";
        QTest::newRow("model for larger images") << "model.name=alexnet"
                                                 << "at least 63 x 63 pixels";
        QTest::newRow("early stopping without a split") << "training.early_stopping.patience=3"
                                                        << "validation";
        QTest::newRow("no value") << "training.epochs="
                                  << "training.epochs";
    }

    void wrongSettingsAreRefusedBeforeAnythingIsMade() {
        QFETCH(QString, setting);
        QFETCH(QString, said);
        const Program program;
        const Call call = program.call({"run", program.write("small.yaml", smallExperiment()), setting});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, said, call);
        QCOMPARE(program.runFolders(), QStringList());
    }

    void modelThatDoesNotFitTheImageSizeIsRefused() {
        const Program program;
        const QString file = program.write("small.yaml", smallExperiment());
        const Call call = program.call({"run", file, "model.name=wide-resnet", "data.crop=2"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "wide-resnet", call);
        QCOMPARE(program.runFolders(), QStringList());
    }

    void allMistakesOfAFileAreToldWithTheirLines() {
        const Program program;
        const QString file = program.write("wrong.yaml",
                                           "format: 1\n"
                                           "data: {dataset: synthetic}\n"
                                           "training:\n"
                                           "  epoch: 3\n"
                                           "  batch_size: fifty\n");
        const Call call = program.call({"run", file});
        COMPARE_CODE(call, 2);
        for (const char* part : {"wrong.yaml:4", "wrong.yaml:5", "epochs"}) VERIFY_SAID(call.err, part, call);
    }

    void configurationFromANewerFormatIsRefusedByName() {
        const Program program;
        const Call call = program.call({"run", program.write("newer.yaml", "format: 2\n")});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "format", call);
    }

    void missingFileIsNamed() {
        const Call call = Program().call({"run", "nowhere.yaml"});
        QVERIFY2(call.code == 1 || call.code == 2, call.all());
        VERIFY_SAID(call.err, "nowhere.yaml", call);
    }

    void twoExperimentsAtOnceAreRefused() {
        const Program program;
        const QString file = program.write("small.yaml", smallExperiment());
        COMPARE_CODE(program.call({"run", file, file}), 2);
        COMPARE_CODE(program.call({"run", file, "--preset", "quick-start-true-labels"}), 2);
        COMPARE_CODE(program.call({"run", "--resume", "x", file}), 2);
        COMPARE_CODE(program.call({"run"}), 2);
    }

    void missingDataSetSaysHowToGetIt() {
        const Program program;
        const QString file = program.write("small.yaml", smallExperiment());
        const Call call = program.call({"run", file, "data.dataset=cifar100", "training.batch_size=50"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "CIFAR-100", call);
        VERIFY_SAID(call.err, "http", call);
        QCOMPARE(program.runFolders(), QStringList());

        const Call list = program.call({"data", "list"});
        COMPARE_CODE(list, 0);
        VERIFY_SAID(list.out, "missing", list);
        VERIFY_SAID(list.out, "synthetic", list);
        VERIFY_SAID(list.out, "overfit data fetch NAME", list);
    }

    void dataRootIsSearchedFirst() {
        const Program program;
        writeMnist(program, 0);
        const Call call = program.call({"data", "list", "--data-root", program.file("data")});
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, program.file("data"), call);
    }

    void truncatedDataFileIsNamedWithItsSizes() {
        const Program program;
        writeMnist(program, 100);
        const QString file = program.write("small.yaml", smallExperiment());
        const Call call =
            program.call({"audit", file, "data.dataset=mnist", "data.train_examples=10", "data.test_examples=10",
                          "training.batch_size=5", "--data-root", program.file("data")});
        COMPARE_CODE(call, 1);
        for (const char* part : {"train-images-idx3-ubyte", "expected 7,840 bytes", "found 7,740"})
            VERIFY_SAID(call.err, part, call);
    }

    // Root may write where the mode forbids it, so these are places that nobody can write.
    void unwritableRunsFolderIsRefused_data() {
        QTest::addColumn<QString>("folder");
        QTest::newRow("below a file") << "small.yaml/runs";
        QTest::newRow("in /proc") << "/proc/overfit-runs";
    }

    void unwritableRunsFolderIsRefused() {
        QFETCH(QString, folder);
        if (!Program::hasEngine()) QSKIP("built without the engine, whose absence is told before any folder is made");
        const Program program;
        const QString file = program.write("small.yaml", smallExperiment());
        const Call call = program.call({"run", file, "--runs-dir", folder});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, folder, call);

        const Call doctor = program.call({"doctor", "--runs-dir", folder});
        COMPARE_CODE(doctor, 1);
        VERIFY_SAID(doctor.out, "BROKEN", doctor);
    }

    void doctorRefusesWhatIsNoDevice() {
        for (const char* word : {"gpu", "cuda:", "cuda:x", "CPU"}) {
            const Call call = Program().call({"doctor", "--device", word});
            COMPARE_CODE(call, 2);
            VERIFY_SAID(call.err, "expected auto, cpu, cuda or one device as in cuda:1", call);
            QVERIFY2(call.out.isEmpty(), call.all());
        }
    }

    void withoutLibTorchOnlyTrainingFails() {
        Program program;
        program.set("OVERFIT_LIBTORCH", "/nonexistent");
        const QString file = program.write("small.yaml", smallExperiment());

        const Call run = program.call({"run", file});
        QVERIFY2(run.code == 1 || run.code == 2, run.all());
        VERIFY_SAID(run.err, Program::hasEngine() ? "/nonexistent" : "without its engine", run);

        const Call doctor = program.call({"doctor"});
        COMPARE_CODE(doctor, 1);
        VERIFY_SAID(doctor.out, "BROKEN", doctor);
        VERIFY_SAID(doctor.out, "LibTorch", doctor);

        COMPARE_CODE(program.call({"list"}), 0);
        COMPARE_CODE(program.call({"presets"}), 0);
        COMPARE_CODE(program.call({"data", "list", "--json"}), 0);
        COMPARE_CODE(program.call({"audit", file}), 0);
        COMPARE_CODE(program.call({"audit", "--preset", "quick-start-random-labels", "data.dataset=synthetic",
                                   "data.train_examples=0"}),
                     0);
    }

    void exportWithoutAFileSaysWhatToGive() {
        const Call call = Program().call({"export", "some-run"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "--csv", call);
    }

    void unknownRunIsWrongUse() {
        const Program program;
        for (const char* command : {"show", "audit"}) {
            const Call call = program.call({command, "nothing"});
            COMPARE_CODE(call, 2);
            VERIFY_SAID(call.err, "nothing", call);
        }
        COMPARE_CODE(program.call({"export", "nothing", "--csv", "-"}), 2);
        COMPARE_CODE(program.call({"run", "--resume", "nothing"}), 2);
    }
};

QTEST_GUILESS_MAIN(CliWrongUseTest)
#include "test_cli_wrong_use.moc"
