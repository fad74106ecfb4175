#include "core/engine/cuda/cuda_entry.h"
#include "core/engine/cuda/cuda_module.h"
#include "core/experiment/libtorch_search.h"
#include "core/support/error.h"
#include "tests/places.h"

#include <QTest>
#include <dlfcn.h>
#include <filesystem>
#include <utility>

using namespace overfit;
namespace fs = std::filesystem;

class TestCudaModule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theEnvironmentAsksForEach_data() {
        QTest::addColumn<QString>("variable");
        QTest::newRow("graphs") << "OVERFIT_CUDA_GRAPHS";
        QTest::newRow("kernels") << "OVERFIT_CUDA_KERNELS";
    }
    void theEnvironmentAsksForEach() {
        QFETCH(QString, variable);
        const auto asked = variable.endsWith("GRAPHS") ? &cuda_graphs_wanted : &cuda_kernels_wanted;
        qunsetenv(qPrintable(variable));
        QVERIFY(!asked());
        for (const auto& [value, wanted] : {std::pair{"", false}, {"off", false}, {"on", true}}) {
            qputenv(qPrintable(variable), value);
            QCOMPARE(asked(), wanted);
        }
        qputenv(qPrintable(variable), "yes");
        QVERIFY_THROWS_EXCEPTION(UsageError, asked());
        qunsetenv(qPrintable(variable));
    }

    void withoutItsModuleThereIsAReason() {
        const OpenedRecorder opened = open_cuda_recorder(torch::Device("cuda:0"));   // not beside this test
        QVERIFY(opened.recorder == nullptr);
        QVERIFY(opened.problem.find("liboverfit_cuda.so") != std::string::npos);
        const OpenedKernels kernels = open_cuda_kernels(torch::Device("cuda:0"));
        QVERIFY(kernels.launcher == nullptr);
        QVERIFY(kernels.problem.find("liboverfit_cuda.so") != std::string::npos);
    }

    /// Needs LibTorch's CUDA part with all of its libraries, but no GPU.
    void theModuleOpens() {
        const fs::path module = fs::path(places::bin_dir) / "liboverfit_cuda.so";
        if (!fs::exists(module)) QSKIP("liboverfit_cuda.so is not built: CMake has said why");
        const fs::path cuda_part = find_libtorch(libtorch_places()) / "lib" / "libtorch_cuda.so";
        if (::dlopen(cuda_part.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
            QSKIP((std::string("LibTorch's CUDA part cannot be opened here: ") + ::dlerror()).c_str());
        }
        void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
        QVERIFY2(library != nullptr, ::dlerror());
        QVERIFY(::dlsym(library, make_cuda_recorder_symbol) != nullptr);
        QVERIFY(::dlsym(library, make_cuda_kernels_symbol) != nullptr);
    }
};

QTEST_APPLESS_MAIN(TestCudaModule)
#include "test_cuda_module.moc"
