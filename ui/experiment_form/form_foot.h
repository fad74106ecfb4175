#pragma once

#include "ui/experiment_form/experiment_form.h"

class QLabel;

namespace overfit::ui {

class NoteLabel;

/// The lines under the form: parameters, steps, memory, expected time, and the way to the first problem.
class FormFoot : public QWidget {
    Q_OBJECT
public:
    explicit FormFoot(QWidget* parent = nullptr);

    /// Whose numbers they are: of what stands in the form, or of the values before one that can't be read.
    enum class Values { Shown, LastGood };
    void showSize(const ExperimentConfig& config, const FormFacts& facts, Values values);
    void showProblems(const std::vector<Problem>& problems);

Q_SIGNALS:
    void firstProblemRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showLink();

    QLabel* size_;
    NoteLabel* time_;
    QLabel* link_;
    QString linkText_;
};

/// "407,050 parameters · 46,900 steps · about 560 MB"; "counting parameters" while the engine is being asked.
QString sizeText(const ExperimentConfig& config, const FormFacts& facts);

/// "about 560 MB" of memory; empty where it is not known.
QString memoryText(const ExperimentConfig& config, const FormFacts& facts);

/// Its parts in words; empty where it is not known.
QString memoryDetail(const ExperimentConfig& config, const FormFacts& facts);

/// "about 40 s, judged by this machine's last runs"; empty when nothing was measured.
QString timeText(const ExperimentConfig& config, const FormFacts& facts);

}   // namespace overfit::ui
