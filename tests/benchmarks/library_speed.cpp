// How long the list of runs takes, off screen, from files that were just written: library_speed [RUNS ...]
// Makes RUNS folders each (1,000 and 10,000 if not given) and prints: time until the first rows stand in the list, until all
// do, and until every configuration was read for the table; the longest time that the window's thread was busy meanwhile;
// one key in the search, with painting; one page of scrolling. Ends with 1 when 1,000 runs are not listed within a second or
// a key in the search takes longer than 100 ms.

#include "core/config/config_yaml.h"
#include "tests/ui/library/sample_library.h"
#include "ui/library/run_columns.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

void makeRuns(const QString& root, int count) {
    for (int place = 0; place < count; ++place) {
        ExperimentConfig config;
        config.seed = static_cast<std::uint64_t>(place % 5);
        config.corruption.labels.fraction = (place % 11) / 10.0;
        RunRecord run =
            record("2026-" + std::to_string(100000 + place) + (place % 2 ? " random labels" : " true labels"), 1);
        run.created = "2026-0" + std::to_string(1 + place % 9) + "-12T03:04:05Z";
        run.data = DataSummary{place % 3 ? "cifar10" : "fashion-mnist", 5000, 0, 10000, 10, std::string(64, 'a')};
        run.model = ModelSummary{place % 4 ? "mlp" : "wide-resnet", 407050};
        writeConfig(writeRun(root, run), config);
    }
}

double milliseconds(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) * 1e-6; }

struct Timing {
    double firstRows = 0.0, all = 0.0, configs = 0.0, stall = 0.0, key = 0.0, page = 0.0;   // ms
};

/// The slowest of several, each with painting.
template <typename Act>
double slowest(int times, QWidget& painted, Act act) {
    double longest = 0.0;
    for (int time = 0; time < times; ++time) {
        QElapsedTimer timer;
        timer.start();
        act(time);
        QApplication::processEvents();
        painted.repaint();
        longest = std::max(longest, milliseconds(timer));
    }
    return longest;
}

Timing measure(const QString& root, int count, bool configs) {
    Timing timing;
    QElapsedTimer sinceStart, sinceTick;
    sinceStart.start();
    LibraryState state;
    state.table = configs;   // with columns of the configuration
    Library library(root, state);
    QTimer ticks;
    QObject::connect(&ticks, &QTimer::timeout, &library.view,
                     [&] { timing.stall = std::max(timing.stall, static_cast<double>(sinceTick.restart())); });
    sinceTick.start();
    ticks.start(0);
    const int fraction = columnOf(QStringLiteral("config.corruption.labels.fraction"));
    const auto isRead = [&](int row) {
        return !library.view.model()->index(row, fraction).data(Qt::DisplayRole).toString().isEmpty();
    };
    while (timing.all == 0.0 || (configs && timing.configs == 0.0)) {
        QApplication::processEvents(QEventLoop::AllEvents, 1);
        const int rows = library.list()->model()->rowCount();
        if (timing.firstRows == 0.0 && rows > 0) timing.firstRows = milliseconds(sinceStart);
        if (timing.all == 0.0 && rows == count) timing.all = milliseconds(sinceStart);
        if (configs && rows == count && isRead(0) && isRead(count / 2) && isRead(count - 1))
            timing.configs = milliseconds(sinceStart);
    }
    ticks.stop();
    if (configs) return timing;
    library.view.focusSearch();
    auto* search = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    const QString text = QStringLiteral("random tag:");
    timing.key = slowest(11, library.view, [&](int key) { search->insert(text.mid(key, 1)); });
    timing.key = std::max(timing.key, slowest(11, library.view, [&](int) { search->backspace(); }));
    timing.page = slowest(50, *library.list(), [&](int) {
        library.list()->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
    });
    return timing;
}

Timing report(int count) {
    const QTemporaryDir root;
    makeRuns(root.path(), count);
    Timing timing = measure(root.path(), count, false);
    const Timing table = measure(root.path(), count, true);
    timing.configs = table.configs;
    timing.stall = std::max(timing.stall, table.stall);
    std::printf(
        "%6d runs: first rows %.0f ms, all %.0f ms, as a table with all configurations %.0f ms; longest stall %.0f ms; key "
        "in the search "
        "%.1f ms, page of scrolling %.1f ms (the slowest of 22 and 50)\n",
        count, timing.firstRows, timing.all, timing.configs, timing.stall, timing.key, timing.page);
    std::fflush(stdout);
    return timing;
}

}   // namespace

int main(int count, char** values) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(count, values);
    if (count > 1) {
        for (int value = 1; value < count; ++value) report(std::max(1, std::atoi(values[value])));
        return 0;
    }
    const Timing thousand = report(1000);
    const Timing tenThousand = report(10000);
    return thousand.all < 1000.0 && tenThousand.key < 100.0 ? 0 : 1;
}
