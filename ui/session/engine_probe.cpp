#include "ui/session/engine_probe.h"

#include "core/config/config_check.h"
#include "core/config/dataset_facts.h"
#include "core/experiment/model_summary.h"
#include "core/support/error.h"
#include "ui/session/run_session.h"

#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int settleMilliseconds = 250;   // while a person types a number

}   // namespace

struct EngineProbe::Answer {
    FormFacts facts;
    std::int64_t multiplyAdds = 0;
    QString machine, problem;   // one of them is empty
};

/// An answer, and all that it follows from.
struct EngineProbe::Known {
    DataConfig data;
    ModelConfig model;
    Answer answer;
};

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
    if (!check(config).empty()) {   // the form says what is wrong; the numbers of the model before are not this one's
        FormFacts unknown;
        unknown.modelName = config.model.name;
        unknown.parametersProblem = tr("known once the problems are solved");
        Q_EMIT answered(unknown);
        return;
    }
    asking_ = true;
    if (known_ && known_->data == config.data && known_->model == config.model) {
        return end(config, Answer(known_->answer));
    }
    pool_.start([this, config] {
        Answer result;
        FormFacts& facts = result.facts;
        try {
            const EngineAnswer answer = ask_(config);
            facts.model = answer.model;
            facts.modelName = config.model.name;
            if (answer.model.parameters == 0) facts.parametersProblem = tr("known once the images are read");
            result.multiplyAdds = answer.model.multiply_adds;
            result.machine = answer.machine;
        } catch (const Error& error) {
            // The form has room for a few words; the rest stands in the tool bar's tooltip.
            const QString problem = QString::fromStdString(error.parts().problem);
            facts.parametersProblem = problem.contains(QLatin1String("LibTorch")) ? tr("LibTorch is missing") : problem;
            facts.problemDetail = result.problem = QString::fromUtf8(error.what());
        } catch (const std::exception& error) {
            facts.parametersProblem = result.problem = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, config, result] { end(config, result); }, Qt::QueuedConnection);
    });
}

void EngineProbe::end(const ExperimentConfig& config, const Answer& answer) {
    asking_ = false;
    if (answer.problem.isEmpty()) known_ = std::make_shared<const Known>(Known{config.data, config.model, answer});
    multiplyAdds_.insert(speedKey(config), answer.multiplyAdds);
    Q_EMIT machineKnown(answer.machine, answer.problem);
    if (question_) {
        if (!settle_.isActive()) begin();   // asked again meanwhile: this answer is out of date
        return;
    }
    FormFacts facts = answer.facts;
    const MeasuredSpeeds::Speed speed = speeds_.expected(config, answer.multiplyAdds);
    facts.imagesPerSecond = speed.imagesPerSecond;
    facts.speedOfOtherRun = speed.source == MeasuredSpeeds::Source::OtherOfTheModel;
    Q_EMIT answered(facts);
}

void EngineProbe::learnSpeed(const ExperimentConfig& config, double imagesPerSecond) {
    speeds_.learn(config, multiplyAdds_.value(speedKey(config)), imagesPerSecond);
}

EngineAnswer askEngine(const ExperimentConfig& config) {
    EngineAnswer answer;
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    Engine& module = engine();
    const EngineInfo info = module.info();
    answer.machine = info.devices.size() > 1 ? QString::fromStdString(info.devices.back().name) : cpuWords(info.threads);
    const std::optional<ImageShape> shape = input_shape(config.data);
    if (shape && facts->classes > 0) {   // an image folder's are known once it is read
        answer.model = module.describe_model(config.model, *shape, facts->classes);
    }
    return answer;
}

}   // namespace overfit::ui
