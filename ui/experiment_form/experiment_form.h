#pragma once

#include "core/config/config_check.h"
#include "core/config/experiment_config.h"
#include "core/config/field_table.h"
#include "ui/experiment_form/form_facts.h"

#include <QWidget>
#include <memory>
#include <vector>

namespace overfit::ui {

/// The whole configuration as a form, built from field_table(): sections Data, Corruption, Model, Training, Advanced, each
/// collapsible to a one-line summary; problems at the field as one types; help from the table.
class ExperimentForm : public QWidget {
    Q_OBJECT
public:
    explicit ExperimentForm(QWidget* parent = nullptr);
    ~ExperimentForm() override;

    const ExperimentConfig& config() const;
    void setConfig(const ExperimentConfig& config);   // configChanged is emitted when it differs
    void showTop();                                   // scrolls to the preset and the name

    /// Every problem of check(), plus `extra` ones that the window found (a data set that is not there).
    const std::vector<Problem>& problems() const;
    void setExtraProblems(std::vector<Problem> extra);
    void setFacts(const FormFacts& facts);

    /// A button below the problem of a field that helps out of it, as in "Get it in the Data view"; empty: none.
    void setOffer(const QString& path, const QString& text);

    /// Which sections are open, as JSON for AppSettings; a section that it doesn't name stays as it is.
    QByteArray openSections() const;
    void restoreSections(const QByteArray& json);

    /// Shown under the fields of the section Corruption; the form takes it over.
    void setPreview(QWidget* preview);

    /// As if the person had given the field this value: what was typed elsewhere stays. path and value as in field_table().
    void edit(const QString& path, const FieldValue& value);
    void edit(const QStringList& paths, const FieldValue& value);   // all of them the same value, as one change

    /// Shows the field (its section opens) and gives it the focus; path as in field_table().
    void focusField(const QString& path);

    /// Likewise the first field with a problem; nothing happens where there is none.
    void focusFirstProblem();

Q_SIGNALS:
    void configChanged();
    void problemsChanged();
    void offerTaken(const QString& path);
    void sectionsChanged();                    // openSections() is another one
    void statusMessage(const QString& text);   // "Copied the layers as Markdown"

private:
    struct State;
    std::unique_ptr<State> state_;
};

}   // namespace overfit::ui
