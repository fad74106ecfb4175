// How long from a change in the form to the new picture, off screen: preview_speed [DATA_ROOT ...]
// For Fashion-MNIST (5,000 and 60,000 images) and CIFAR-10 (50,000), those that are there: from the change to the strip that
// has painted the answer, median and worst of 60 changes of each kind, after the first picture, which reads the data. Ends
// with 1 when a median is not under 100 ms.

#include "core/data/dataset_table.h"
#include "ui/preview/preview_strip.h"
#include "ui/preview/preview_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QWidget>
#include <algorithm>
#include <cstdio>
#include <functional>

using namespace overfit;
using namespace overfit::ui;

namespace {

constexpr int changes = 60;
constexpr double longest = 100.0;   // ms

using Change = std::function<void(ExperimentConfig&, int)>;

/// ms until the picture of `config` is painted.
double timeOf(PreviewView& view, const ExperimentConfig& config) {
    QEventLoop loop;
    QObject::connect(view.findChild<PreviewLoader*>(), &PreviewLoader::answered, &loop, [&] {
        view.findChild<PreviewStrip*>()->repaint();
        loop.quit();
    });
    QElapsedTimer timer;
    timer.start();
    view.setExperiment(config, {});
    loop.exec();
    return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

bool report(PreviewView& view, ExperimentConfig& config, const char* kind, const Change& change) {
    std::vector<double> times;
    for (int i = 0; i < changes; ++i) {
        change(config, i);
        times.push_back(timeOf(view, config));
    }
    std::sort(times.begin(), times.end());
    std::printf("  %-34s median %5.1f ms, worst %5.1f ms (n = %d)\n", kind, times[changes / 2], times.back(), changes);
    return times[changes / 2] < longest;
}

bool measure(const char* dataset, std::int64_t examples, const std::vector<std::filesystem::path>& roots) {
    if (!locate_dataset(dataset, roots).present) {
        std::printf("%s is not there\n", dataset);
        return true;
    }
    QWidget window;
    PreviewView view(&window);
    window.resize(340, 400);
    view.resize(window.size());
    view.setDataRoots(roots);
    window.show();
    ExperimentConfig config;
    config.data.dataset = dataset;
    config.data.train_examples = examples;
    const double first = timeOf(view, config);
    std::printf("%s, %lld images: first picture, with reading %.0f ms\n", dataset, static_cast<long long>(examples), first);
    bool fast = report(view, config, "share of corrupted labels",
                       [](ExperimentConfig& changed, int i) { changed.corruption.labels.fraction = (i + 1.0) / changes; });
    fast &= report(view, config, "label seed", [](ExperimentConfig& changed, int i) { changed.seeds.labels = i; });
    fast &= report(view, config, "scaling", [](ExperimentConfig& changed, int i) {
        changed.data.scaling = i % 2 == 0 ? Scaling::ChannelStatistics : Scaling::PerImageWhitening;
    });
    fast &= report(view, config, "crop, with channel statistics", [](ExperimentConfig& changed, int i) {
        changed.data.scaling = Scaling::ChannelStatistics;
        changed.data.crop = 20 + i % 8;
    });
    return fast;
}

}   // namespace

int main(int count, char** values) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(count, values);
    const std::vector<std::filesystem::path> given(values + 1, values + count);
    const std::vector<std::filesystem::path> roots = data_roots(given);
    bool fast = measure("fashion-mnist", 5'000, roots);
    fast &= measure("fashion-mnist", 60'000, roots);
    fast &= measure("cifar10", 50'000, roots);
    return fast ? 0 : 1;
}
