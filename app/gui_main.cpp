// overfit-workbench: the window. Puts settings, places and training together and hands them to MainWindow.

#include "app/display_check.h"
#include "app/gui_arguments.h"
#include "app/sleeping_threads.h"
#include "app/startup_clock.h"
#include "core/data/dataset_table.h"
#include "core/experiment/engine.h"
#include "core/experiment/experiment.h"
#include "core/runs/run_store.h"
#include "ui/exports/figure_arguments.h"
#include "ui/help/program_facts.h"
#include "ui/main_window/main_window.h"
#include "ui/settings/app_settings.h"
#include "ui/settings/theme.h"
#include "ui/settings/theme_style.h"
#include "ui/worker/background.h"

#include <QApplication>
#include <QDir>
#include <cstdio>
#include <exception>

using namespace overfit;

namespace {

constexpr int failed = 1;
constexpr int wrongUse = 2;

int refuse(const QString& problem, int code) {
    std::fprintf(stderr, "overfit-workbench: %s\n", qPrintable(problem));
    return code;
}

QStringList wordsOf(int count, char** values) {
    QStringList words;
    for (int place = 1; place < count; ++place) words << QString::fromLocal8Bit(values[place]);
    return words;
}

std::filesystem::path pathOf(const QString& text) { return QDir::cleanPath(QDir(text).absolutePath()).toStdString(); }

std::shared_ptr<ui::RunPlaces> placesFor(const GuiArguments& arguments, const ui::AppSettings& settings) {
    const QString runsDir = arguments.runsDir.isEmpty() ? settings.runsDir() : arguments.runsDir;
    std::vector<std::filesystem::path> roots;
    if (!arguments.dataRoot.isEmpty()) roots.push_back(pathOf(arguments.dataRoot));
    for (const QString& root : settings.dataRoots()) roots.push_back(pathOf(root));
    return std::make_shared<ui::RunPlaces>(runsDir.isEmpty() ? default_runs_dir() : pathOf(runsDir), roots);
}

ui::WindowServices servicesAt(const std::shared_ptr<ui::RunPlaces>& places) {
    const auto train = [places](const ExperimentConfig& config, TrainingObserver& observer, std::stop_token stop,
                                const std::function<void(const std::filesystem::path&)>& on_folder) {
        return record_experiment(config, places->runsDir(), observer, stop, data_roots(places->dataRoots()), on_folder);
    };
    const auto resume = [places](const std::filesystem::path& folder, TrainingObserver& observer, std::stop_token stop) {
        return resume_experiment(folder, observer, stop, data_roots(places->dataRoots()));
    };
    return {places, train, ui::askEngine, resume};
}

int showWindow(const GuiArguments& arguments, StartupClock& clock) {
    ui::AppSettings settings;
    ui::applyTheme(settings.theme());
    ui::MainWindow window(settings, servicesAt(placesFor(arguments, settings)));
    QString problem;
    if (!arguments.experiment.isEmpty()) problem = window.openExperiment(arguments.experiment);
    if (!arguments.runs.isEmpty()) window.openRuns(arguments.runs);
    if (arguments.quickStart) window.showQuickStart();
    if (arguments.measureStartup) clock.watch(window);
    window.show();
    if (!arguments.trainAndClose) return QApplication::exec();
    if (problem.isEmpty()) problem = window.trainAndClose();
    if (!problem.isEmpty()) return refuse(problem, wrongUse);
    const int code = QApplication::exec();
    return window.failure().isEmpty() ? code : refuse(window.failure(), failed);
}

}   // namespace

int main(int count, char** values) {
    StartupClock clock;
    const QStringList given = wordsOf(count, values);
    GuiArguments arguments = parseGuiArguments(given);
    if (!arguments.mistake.isEmpty()) {
        std::fprintf(stderr, "overfit-workbench: %s. overfit-workbench --help lists what there is.\n",
                     qPrintable(arguments.mistake));
        return wrongUse;
    }
    if (arguments.task == GuiArguments::Task::Help) {
        std::fputs(qPrintable(arguments.text), stdout);
        return 0;
    }
    if (arguments.task == GuiArguments::Task::Version) {
        std::printf("overfit-workbench %s\n", qPrintable(ui::programVersion()));
        return 0;
    }
    if (arguments.task == GuiArguments::Task::Window) let_training_threads_sleep(values);
    set_engine_environment();
    explain_display_failures();
    if (arguments.task == GuiArguments::Task::ExportFigure) {
        if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    } else if (const std::string problem = missing_display(); !problem.empty()) {
        std::fprintf(stderr, "overfit-workbench: %s\n", problem.c_str());
        return failed;
    }

    QApplication application(count, values);
    QApplication::setApplicationName(QStringLiteral("overfit-workbench"));
    QApplication::setApplicationVersion(ui::programVersion());
    QApplication::setApplicationDisplayName(QStringLiteral("Overfit Workbench"));
    QApplication::setDesktopFileName(QStringLiteral("overfit-workbench"));
    QApplication::setStyle(new ui::ThemeStyle);
    try {
        if (arguments.task == GuiArguments::Task::ExportFigure) return ui::renderFigureFromArguments(arguments.figure);
        const int code = showWindow(arguments, clock);
        ui::finishBackground();   // a file that is being written
        return code;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "overfit-workbench: %s\n", error.what());
        return failed;
    }
}
