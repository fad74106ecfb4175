#include "ui/main_window/engine_probe.h"

#include "core/config/config_check.h"
#include "core/config/config_yaml.h"
#include "core/config/dataset_facts.h"
#include "core/support/error.h"
#include "ui/main_window/run_session.h"

#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int settleMilliseconds = 250;   // while a person types a number

/// Everything on which the speed of the steps depends.
QString speedKey(const ExperimentConfig& config) {
    ExperimentConfig key;
    key.data.dataset = config.data.dataset;
    key.data.crop = config.data.crop;
    key.data.resize = config.data.resize;
    key.model = config.model;
    key.augmentation = config.augmentation;
    key.training.batch_size = config.training.batch_size;
    key.training.optimizer = config.training.optimizer;
    key.device = config.device;
    key.precision = config.precision;
    key.threads = config.threads;
    key.deterministic = config.deterministic;
    return QString::fromStdString(config_to_yaml(key));
}

}   // namespace

EngineProbe::EngineProbe(Ask ask, QObject* parent) : QObject(parent), ask_(std::move(ask)) {
    pool_.setMaxThreadCount(1);
    settle_.setSingleShot(true);
    settle_.setInterval(settleMilliseconds);
    connect(&settle_, &QTimer::timeout, this, &EngineProbe::begin);
}

EngineProbe::~EngineProbe() { pool_.waitForDone(); }

void EngineProbe::ask(const ExperimentConfig& config) {
    question_ = config;
    settle_.start();
}

void EngineProbe::begin() {
    if (asking_ || !question_) return;
    const ExperimentConfig config = *std::exchange(question_, std::nullopt);
    if (!check(config).empty()) return;   // the form says what is wrong
    asking_ = true;
    pool_.start([this, config] {
        FormFacts facts;
        QString machine, whole;
        try {
            const EngineAnswer answer = ask_(config);
            facts.parameters = answer.model.parameters;
            machine = answer.machine;
        } catch (const Error& error) {
            // The form has room for a few words; the rest stands in the tool bar's tooltip.
            const QString problem = QString::fromStdString(error.parts().problem);
            facts.parametersProblem = problem.contains(QLatin1String("LibTorch")) ? tr("LibTorch is missing") : problem;
            whole = QString::fromUtf8(error.what());
        } catch (const std::exception& error) {
            facts.parametersProblem = whole = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, config, facts, machine, whole] { end(config, facts, machine, whole); }, Qt::QueuedConnection);
    });
}

void EngineProbe::end(const ExperimentConfig& config, FormFacts facts, const QString& machine, const QString& problem) {
    asking_ = false;
    Q_EMIT machineKnown(machine, problem);
    if (question_) {
        if (!settle_.isActive()) begin();   // asked again meanwhile: this answer is out of date
        return;
    }
    facts.imagesPerSecond = speeds_.value(speedKey(config));
    Q_EMIT answered(facts);
}

void EngineProbe::learnSpeed(const ExperimentConfig& config, double imagesPerSecond) {
    if (imagesPerSecond > 0) speeds_.insert(speedKey(config), imagesPerSecond);
}

EngineAnswer askEngine(const ExperimentConfig& config) {
    EngineAnswer answer;
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    Engine& module = engine();
    const EngineInfo info = module.info();
    answer.machine = info.devices.size() > 1 ? QString::fromStdString(info.devices.back().name) : cpuWords(info.threads);
    if (facts && facts->classes > 0) {   // an image folder's are known once it is read
        ImageShape shape{facts->channels, facts->height, facts->width};
        if (config.data.resize > 0) shape.height = shape.width = static_cast<int>(config.data.resize);
        if (config.data.crop > 0) shape.height = shape.width = static_cast<int>(config.data.crop);
        if (shape.height > 0) answer.model = module.describe_model(config.model, shape, facts->classes);
    }
    return answer;
}

}   // namespace overfit::ui
