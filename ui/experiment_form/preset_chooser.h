#pragma once

#include "core/config/experiment_config.h"

#include <QString>
#include <QStringList>
#include <QWidget>
#include <optional>
#include <vector>

namespace overfit::ui {

class Disclosure;
class ExplainedCombo;
class NoteLabel;
class RevertButton;

/// A named experiment to start from.
struct PresetItem {
    QString name, title, summary;
    QString source;           // "the paper, table 1"
    QStringList openPoints;   // what the paper leaves open there, a sentence each
    ExperimentConfig config;
};

/// The line at the top of the form: which preset fills it, what that is, what the paper leaves open there, and whether it
/// was changed since.
class PresetChooser : public QWidget {
    Q_OBJECT
public:
    explicit PresetChooser(std::vector<PresetItem> presets, QWidget* parent = nullptr);

    enum class Change { ByHand, Replaced };

    /// After an edit by hand the chosen preset stays, marked as modified; a configuration that replaced the whole form is
    /// looked for among the presets: by its values, else by a name that tells what was changed of one.
    void follow(const ExperimentConfig& config, Change change);

    std::optional<ExperimentConfig> chosenConfig() const;   // as the preset is; nothing for own settings
    bool isModified() const { return modified_; }
    ExplainedCombo* combo() const { return combo_; }

Q_SIGNALS:
    void chosen(const overfit::ExperimentConfig& config);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<std::size_t> origin(const ExperimentConfig& config) const;
    void choose();
    void showChosen();
    void dress();

    std::vector<PresetItem> presets_;
    std::optional<std::size_t> chosen_;
    bool modified_ = false;
    ExplainedCombo* combo_;
    RevertButton* revert_;
    NoteLabel* note_;
    NoteLabel* openPoints_;
    Disclosure* details_;
};

}   // namespace overfit::ui
