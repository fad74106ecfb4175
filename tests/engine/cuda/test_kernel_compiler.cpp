#include "core/engine/cuda/kernel_compiler.h"

#include <QTest>
#include <array>
#include <string>

using namespace overfit;

namespace {

/// Where NVRTC lies: OVERFIT_NVRTC; empty without.
std::string nvrtc() { return qEnvironmentVariable("OVERFIT_NVRTC").toStdString(); }

}   // namespace

class TestKernelCompiler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// For the GPUs of 2020 and 2022. What a launch names must be there under that name.
    void theKernelsCompile_data() {
        QTest::addColumn<QString>("architecture");
        for (const char* architecture : {"sm_80", "sm_90"}) QTest::newRow(architecture) << QString(architecture);
    }
    void theKernelsCompile() {
        QFETCH(QString, architecture);
        if (nvrtc().empty()) QSKIP("OVERFIT_NVRTC does not name libnvrtc.so.13; packaging/test fetches it");
        const CompiledKernels compiled = compile_kernels(nvrtc(), architecture.toStdString());
        QVERIFY2(compiled.problem.empty(), compiled.problem.c_str());
        QVERIFY(
            compiled.code.starts_with("\x7f"
                                      "ELF"));
        const auto has = [&](const std::string& kernel) {
            return compiled.code.find(".text." + kernel + '\0') != std::string::npos;
        };
        for (const char* kernel : {"partial_moments", "rectify", "partial_gradients", "input_gradient"}) {
            for (const char* values : {"float1", "float4", "half1", "half8", "bfloat1", "bfloat8"}) {
                QVERIFY2(has(std::string(kernel) + "_" + values), kernel);
            }
        }
        for (const char* kernel :
             {"finish_moments", "finish_gradients", "cross_entropy", "finish_cross_entropy", "row_scores"}) {
            QVERIFY2(has(kernel), kernel);
        }
    }

    void whatCannotBeCompiledIsTold() {
        const CompiledKernels missing = compile_kernels("/nowhere/libnvrtc.so.13", "sm_90");
        QVERIFY(missing.code.empty());
        QVERIFY2(missing.problem.find("/nowhere/libnvrtc.so.13") != std::string::npos, missing.problem.c_str());
        if (nvrtc().empty()) QSKIP("the rest needs OVERFIT_NVRTC");
        const CompiledKernels unknown = compile_kernels(nvrtc(), "sm_1");
        QVERIFY(unknown.code.empty());
        QVERIFY2(unknown.problem.starts_with("NVRTC cannot compile them for sm_1: "), unknown.problem.c_str());
    }

    void anotherLibraryIsNotTakenForNvrtc() {
        const CompiledKernels other = compile_kernels("libc.so.6", "sm_90");
        QVERIFY2(other.problem.starts_with("libc.so.6 has no nvrtc"), other.problem.c_str());
    }
};

QTEST_APPLESS_MAIN(TestKernelCompiler)
#include "test_kernel_compiler.moc"
