#pragma once

#include "core/runs/run_store.h"
#include "tests/fakes/fake_training.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_library_view.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/message_bar.h"
#include "ui/main_window/status_line.h"
#include "ui/session/chosen_runs.h"
#include "ui/settings/app_settings.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <memory>

namespace overfit::ui {

/// An experiment that check() accepts and that needs no files.
inline ExperimentConfig good(const std::string& name) {
    ExperimentConfig config;
    config.name = name;
    config.data.dataset = "synthetic";
    config.corruption.labels.fraction = 1.0;
    config.training.epochs = 5;
    config.training.batch_size = 50;
    return config;
}

inline EngineAnswer fakeEngine(const ExperimentConfig&) {
    EngineAnswer answer;
    answer.model.parameters = 407050;
    answer.machine = "CPU · 2 threads";
    return answer;
}

/// The whole window over a folder of its own, with a fake training.
class Desk {
public:
    explicit Desk(EngineProbe::Ask engine = fakeEngine) : engine_(std::move(engine)) {
        places = std::make_shared<RunPlaces>(folder.filePath("runs").toStdString(), std::vector<std::filesystem::path>{});
        std::filesystem::create_directories(places->runsDir());
        training = std::make_unique<FakeTraining>(places);
        settings = std::make_unique<AppSettings>(folder.filePath("settings.ini"));
        settings->setQuickStartSeen(true);
    }

    MainWindow& open() {
        window = std::make_unique<MainWindow>(*settings,
                                              WindowServices{places, training->function(), engine_, training->resume()});
        window->show();
        QApplication::setActiveWindow(window.get());   // shortcuts need it
        return *window;
    }
    void restart() {
        window.reset();
        settings = std::make_unique<AppSettings>(folder.filePath("settings.ini"));
        open();
    }

    template <typename Widget>
    Widget* find(const char* name = nullptr) {
        return name ? window->findChild<Widget*>(QLatin1String(name)) : window->findChild<Widget*>();
    }
    ExperimentForm* form() { return find<ExperimentForm>(); }
    RunLibraryView* library() { return find<RunLibraryView>(); }
    MessageBar* message() { return find<MessageBar>(); }
    StatusLine* status() { return find<StatusLine>(); }
    TrainingController* controller() { return find<TrainingController>(); }

    QAction* action(const QString& text) {
        for (QAction* action : window->findChildren<QAction*>()) {
            if (action->text().remove(QLatin1Char('&')) == text) return action;
        }
        return nullptr;
    }
    /// Presses a button of the tool bar or of the message, by its words, as a person would.
    void press(const QString& text) {
        for (auto* button : window->findChildren<QAbstractButton*>()) {
            if (button->text().remove(QLatin1Char('&')) != text || !button->isVisible()) continue;
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
        QFAIL(qPrintable("no button " + text));
    }
    void clickRun(const QString& name, Qt::KeyboardModifiers keys = {}) {
        auto* list = library()->findChild<QListView*>();
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            if (index.data().toString() != name) continue;
            QTest::mouseClick(list->viewport(), Qt::LeftButton, keys, list->visualRect(index).center());
            return;
        }
        QFAIL(qPrintable("no run " + name));
    }
    int rows() { return library()->findChild<QListView*>()->model()->rowCount(); }
    std::vector<RunListing> runs() { return list_runs(places->runsDir()); }
    std::vector<ShownRun> shown() { return find<ChosenRuns>()->shown(); }
    bool idle() { return controller()->state() == TrainingController::State::Idle; }

    QTemporaryDir folder;
    std::shared_ptr<RunPlaces> places;
    std::unique_ptr<FakeTraining> training;
    std::unique_ptr<AppSettings> settings;
    std::unique_ptr<MainWindow> window;

private:
    EngineProbe::Ask engine_;
};

}   // namespace overfit::ui
