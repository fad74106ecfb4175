#pragma once

#include "core/config/experiment_config.h"
#include "core/experiment/engine.h"
#include "ui/experiment_form/form_facts.h"
#include "ui/session/measured_speeds.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

namespace overfit::ui {

/// What the engine says of an experiment and of this machine.
struct EngineAnswer {
    ModelDescription model;
    QString machine;   // "CPU · 2 threads"
};

/// Asks the engine in the background for what the form cannot know. LibTorch is loaded by the first question, which waits
/// until the window stands; without LibTorch the answer says what is missing.
class EngineProbe : public QObject {
    Q_OBJECT
public:
    /// Called on a thread of the probe; throws Error when there is no engine.
    using Ask = std::function<EngineAnswer(const ExperimentConfig&)>;

    explicit EngineProbe(Ask ask, QObject* parent = nullptr);
    ~EngineProbe() override;

    /// The newest question counts; answered() follows.
    void ask(const ExperimentConfig& config);

    /// A finished run's speed: the next answers for comparable experiments carry it.
    void learnSpeed(const ExperimentConfig& config, double imagesPerSecond);
    MeasuredSpeeds& speeds() { return speeds_; }

Q_SIGNALS:
    void answered(const overfit::ui::FormFacts& facts);
    void machineKnown(const QString& machine, const QString& problem);   // one of them is empty

private:
    struct Answer;
    struct Known;
    void begin();
    void end(const ExperimentConfig& config, const Answer& answer);

    const Ask ask_;
    QThreadPool pool_;
    QTimer settle_;
    std::optional<ExperimentConfig> question_;
    std::shared_ptr<const Known> known_;   // what the engine said last
    MeasuredSpeeds speeds_;
    QHash<QString, std::int64_t> multiplyAdds_;   // by speedKey(), of what was asked
    bool asking_ = false;
};

/// The engine itself as an EngineProbe::Ask.
EngineAnswer askEngine(const ExperimentConfig& config);

}   // namespace overfit::ui
