#include "tests/core/layering_rules.h"
#include "tests/places.h"

#include <QTest>
#include <filesystem>
#include <fstream>

namespace layering = overfit::layering;
namespace fs = std::filesystem;

namespace {

bool is_source(const fs::path& file) {
    const auto extension = file.extension();
    return extension == ".h" || extension == ".cpp" || extension == ".cu";
}

std::vector<std::string> violations_of(const fs::path& root, const fs::path& file) {
    std::vector<std::string> found;
    const std::string name = fs::relative(file, root).generic_string();
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const auto header = layering::included_by(line);
        if (!header) continue;
        const std::string problem = layering::violation(name, *header);
        if (!problem.empty()) found.push_back(problem);
    }
    return found;
}

}   // namespace

class LayeringTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWholeTreeKeepsTheArrows() {
        const fs::path root = overfit::places::source_dir;
        int files = 0;
        std::string all;
        for (const char* folder : {"core", "ui", "app", "tests"}) {
            for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
                if (!entry.is_regular_file() || !is_source(entry.path())) continue;
                ++files;
                for (const std::string& problem : violations_of(root, entry.path())) all += "\n  " + problem;
            }
        }
        QVERIFY2(files > 20, "the sources were not found");
        QVERIFY2(all.empty(), all.c_str());
    }

    void plantedViolationsAreSeen_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char* name, const char* file, const char* line) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(line);
        };
        row("Qt in core", "core/runs/run_store.cpp", "#include <QString>");
        row("Qt in core, by module", "core/config/config_yaml.cpp", "#include <QtCore/qstring.h>");
        row("Qt in the terminal program", "app/cli_main.cpp", "#include <QCoreApplication>");
        row("Qt in a command", "app/commands/run_command.cpp", "#include <QFile>");
        row("the window's views in the terminal program", "app/commands/run_command.cpp",
            "#include \"ui/live/live_view.h\"");
        row("Qt Charts outside its room", "ui/live/live_view.cpp", "#include <QChartView>");
        row("Qt Charts outside its room, by module", "ui/live/live_view.cpp", "#include <QtCharts/QLineSeries>");
        row("Qt Charts in a test of another room", "tests/ui/live/test_live_view.cpp", "#include <QLineSeries>");
        row("Torch in core", "core/experiment/experiment.cpp", "#include <torch/torch.h>");
        row("Torch in the window", "ui/worker/training_worker.cpp", "  #  include \"ATen/ATen.h\"");
        row("CUDA in the engine's own module", "core/engine/training/device.cpp", "#include <c10/cuda/CUDAStream.h>");
        row("recording on training", "core/engine/cuda/cuda_module.cpp", "#include \"core/engine/training/device.h\"");
        row("the engine's inside from core", "core/experiment/engine_loader.cpp",
            "#include \"core/engine/models/network.h\"");
        row("the engine's inside from the window", "ui/live/live_view.cpp", "#include \"core/engine/torch_headers.h\"");
        row("core on the window", "core/runs/run_store.cpp", "#include \"ui/curves/shown_run.h\"");
        row("a room of the window on one above it", "ui/charts/curve_chart.cpp", "#include \"ui/live/live_view.h\"");
        row("core on the programs", "core/runs/run_store.cpp", "#include \"app/cli_options.h\"");
        row("support on config", "core/support/text.cpp", "#include \"core/config/experiment_config.h\"");
        row("config on data", "core/config/config_check.cpp", "#include \"core/data/dataset.h\"");
        row("data on corruption", "core/data/split.cpp", "#include \"core/corruption/label_noise.h\"");
        row("runs on data", "core/runs/run_recorder.cpp", "#include \"core/data/dataset.h\"");
        row("runs on the door of training", "core/runs/run_recorder.cpp", "#include \"core/experiment/experiment.h\"");
        row("models on tensors", "core/engine/models/mlp.cpp", "#include \"core/engine/tensors/batches.h\"");
        row("tensors on training", "core/engine/tensors/batches.cpp", "#include \"core/engine/training/evaluation.h\"");
        row("training on the recorder", "core/engine/training/training_loop.cpp", "#include \"core/runs/run_recorder.h\"");
        row("the window on the programs", "ui/live/live_view.cpp", "#include \"app/gui_main.h\"");
        row("a room without a line", "core/utils/things.cpp", "#include \"core/support/text.h\"");
    }

    void plantedViolationsAreSeen() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, line);
        const auto header = layering::included_by(line.constData());
        QVERIFY(header.has_value());
        QVERIFY(!layering::violation(file.constData(), *header).empty());
    }

    void whatIsAllowedIsNotReported_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char* name, const char* file, const char* line) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(line);
        };
        row("its own room", "core/runs/run_store.cpp", "#include \"core/runs/run_store.h\"");
        row("a shared header", "core/runs/run_recorder.cpp", "#include \"core/experiment/observer.h\"");
        row("the door", "ui/worker/training_worker.cpp", "#include \"core/experiment/experiment.h\"");
        row("Qt in the window", "ui/live/live_view.cpp", "#include <QWidget>");
        row("Qt in the window's main", "app/gui_main.cpp", "#include <QApplication>");
        row("the views in the window's main", "app/gui_main.cpp", "#include \"ui/main_window/main_window.h\"");
        row("Qt Charts in its room", "ui/charts/line_chart.cpp", "#include <QChartView>");
        row("Torch in the engine", "core/engine/models/mlp.cpp", "#include <torch/nn.h>");
        row("CUDA in its module", "core/engine/cuda/cuda_graphs.cpp", "#include <ATen/cuda/CUDAGraph.h>");
        row("the standard library", "core/support/text.cpp", "#include <string>");
        row("the engine's main on its rooms", "core/engine/engine_module.cpp",
            "#include \"core/engine/training/training_loop.h\"");
    }

    void whatIsAllowedIsNotReported() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, line);
        const auto header = layering::included_by(line.constData());
        QVERIFY(header.has_value());
        QCOMPARE(layering::violation(file.constData(), *header), std::string());
    }

    void otherLinesIncludeNothing() {
        QVERIFY(!layering::included_by("// #include <QString>"));
        QVERIFY(!layering::included_by("const char* text = \"#include <QString>\";"));
        QVERIFY(!layering::included_by("#define X"));
    }
};

QTEST_APPLESS_MAIN(LayeringTest)
#include "test_layering.moc"
