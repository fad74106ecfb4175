#include "core/experiment/engine.h"
#include "core/experiment/libtorch_search.h"
#include "core/support/error.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <string>

using namespace overfit;
namespace fs = std::filesystem;

namespace {

/// A folder that looks like a LibTorch of some version.
fs::path fake_libtorch(const fs::path& folder, const std::string& version_line) {
    fs::create_directories(folder / "lib");
    std::ofstream(folder / "lib" / "libtorch_cpu.so") << "not a library";
    std::ofstream(folder / "version.py") << "import os\n" << version_line << "\n";
    return folder;
}

std::string message_of(const LibtorchPlaces& places) {
    try {
        find_libtorch(places);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}   // namespace

class TestEngineLoader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { root_ = fs::path(directory_.filePath(QTest::currentTestFunction()).toStdString()); }

    void takesTheFirstPlaceThatHasIt() {
        const fs::path built = fake_libtorch(root_ / "built", "__version__ = '2.11.0+cu130'");
        const fs::path fetched = fake_libtorch(root_ / "fetched", "__version__ = '2.11.0'");
        const fs::path named = fake_libtorch(root_ / "named", "__version__ = '2.11.0+cpu'");
        QCOMPARE(find_libtorch({.named = {}, .built_with = built, .fetched = fetched}), built);
        QCOMPARE(find_libtorch({.named = {}, .built_with = root_ / "gone", .fetched = fetched}), fetched);
        QCOMPARE(find_libtorch({.named = named, .built_with = built, .fetched = fetched}), named);
    }

    void aWrongNamedPlaceIsAnErrorThoughOthersWouldDo() {
        const fs::path fetched = fake_libtorch(root_ / "fetched", "__version__ = '2.11.0'");
        const std::string message = message_of({.named = root_ / "wrong", .built_with = {}, .fetched = fetched});
        QVERIFY2(contains(message, "OVERFIT_LIBTORCH=") && contains(message, "lib/libtorch_cpu.so"), message.c_str());
    }

    void anotherVersionIsNamed() {
        const fs::path old = fake_libtorch(root_ / "old", "__version__ = '2.3.1+cpu'");
        const std::string message = message_of({.named = old, .built_with = {}, .fetched = root_ / "none"});
        QVERIFY2(contains(message, "expected LibTorch 2.11.0, found 2.3.1"), message.c_str());
    }

    void withoutLibTorchTheMessageSaysHowToGetIt() {
        const std::string message = message_of({.named = {}, .built_with = {}, .fetched = root_ / "none"});
        QVERIFY2(contains(message, "packaging/setup") && contains(message, "OVERFIT_LIBTORCH"), message.c_str());
        QVERIFY2(contains(message, (root_ / "none").string()), message.c_str());
    }

    void theEngineTellsWhatIsMissingAndOpensOnceItIsThere() {
        qputenv("OVERFIT_LIBTORCH", "/nonexistent/libtorch");
        QVERIFY_THROWS_EXCEPTION(UsageError, engine());
        qunsetenv("OVERFIT_LIBTORCH");
        const EngineInfo info = engine().info();
        QCOMPARE(info.libtorch_version, "2.11.0");
        QCOMPARE(info.devices.front().device, "cpu");
        QVERIFY(info.devices.front().memory_bytes > 0);
        QVERIFY(info.threads >= 1);
        QCOMPARE(info.cuda_problem.empty(), info.devices.size() > 1);
        QCOMPARE(&engine(), &engine());
    }

    /// Qt may have opened OpenMP in this program already: what matters is what the terminal program would ask it for.
    void waitingThreadsSoonSleepUnlessTheUserWantsItOtherwise() {
        engine();
        if (wait_policy_.isNull()) {
            QCOMPARE(qgetenv("OMP_WAIT_POLICY"), QByteArray("passive"));
            QVERIFY(!qgetenv("GOMP_SPINCOUNT").isEmpty());
        } else {
            QCOMPARE(qgetenv("OMP_WAIT_POLICY"), wait_policy_);
            QCOMPARE(qgetenv("GOMP_SPINCOUNT"), spin_count_);
        }
    }

    void theEngineDescribesModels() {
        ModelConfig model;
        const ModelDescription description = engine().describe_model(model, {.channels = 3, .height = 28, .width = 28}, 10);
        QCOMPARE(description.parameters, 1'209'866);
        model.name = "perceptron";
        // Types cross the module's border: core's error is caught as such.
        QVERIFY_THROWS_EXCEPTION(UsageError, engine().describe_model(model, {.channels = 1, .height = 8, .width = 8}, 10));
    }

    void tooLittleMemoryIsSaidInOurWords() {
        ModelConfig model;
        model.hidden = {1'000'000'000'000};   // 3 PB of weights: more than an address space holds
        try {
            engine().describe_model(model, {.channels = 1, .height = 28, .width = 28}, 10);
            QFAIL("no machine has that much memory");
        } catch (const Error& error) {
            QVERIFY2(contains(error.what(), "not enough memory") && contains(error.what(), "lower"), error.what());
        }
    }

private:
    QTemporaryDir directory_;
    QByteArray wait_policy_ = qgetenv("OMP_WAIT_POLICY"), spin_count_ = qgetenv("GOMP_SPINCOUNT");   // of the user
    fs::path root_;
};

QTEST_APPLESS_MAIN(TestEngineLoader)
#include "test_engine_loader.moc"
