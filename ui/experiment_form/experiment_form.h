#pragma once

#include "core/config/config_check.h"
#include "core/config/experiment_config.h"
#include "core/config/field_table.h"
#include "core/config/memory_estimate.h"

#include <QWidget>
#include <memory>
#include <vector>

namespace overfit::ui {

/// Facts that the form cannot know by itself and is told later, when the engine has been asked in the background.
struct FormFacts {
    std::int64_t parameters = 0;    // 0 = not known (yet)
    QString parametersProblem;      // why not: "LibTorch is missing"; empty while asking
    LayerValues layers;             // what the network computes for one image; nothing = not known (yet)
    double imagesPerSecond = 0.0;   // measured on this machine; 0 = unknown
    bool speedOfOtherRun = false;   // of another network of the family, in proportion
};

/// The whole configuration as a form, built from field_table(): sections Data, Corruption, Model, Training, Advanced, each
/// collapsible to a one-line summary; problems at the field as one types; help from the table.
class ExperimentForm : public QWidget {
    Q_OBJECT
public:
    explicit ExperimentForm(QWidget* parent = nullptr);
    ~ExperimentForm() override;

    const ExperimentConfig& config() const;
    void setConfig(const ExperimentConfig& config);   // configChanged is emitted when it differs

    /// Every problem of check(), plus `extra` ones that the window found (a data set that is not there).
    const std::vector<Problem>& problems() const;
    void setExtraProblems(std::vector<Problem> extra);
    void setFacts(const FormFacts& facts);

    /// Shown under the fields of the section Corruption; the form takes it over.
    void setPreview(QWidget* preview);

    /// As if the person had given the field this value: what was typed elsewhere stays. path and value as in field_table().
    void edit(const QString& path, const FieldValue& value);

    /// Shows the field (its section opens) and gives it the focus; path as in field_table().
    void focusField(const QString& path);

Q_SIGNALS:
    void configChanged();
    void problemsChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;   // F1: help for the focused field

private:
    struct State;
    std::unique_ptr<State> state_;
};

}   // namespace overfit::ui
