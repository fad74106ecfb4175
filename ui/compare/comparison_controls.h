#pragma once

#include "ui/compare/comparison_choice.h"

#include <QWidget>
#include <vector>

class QAction;
class QCheckBox;
class QComboBox;

namespace overfit::ui {

/// The row above the compared charts: what they show and how.
class ComparisonControls : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonControls(QWidget* parent = nullptr);

    const ComparisonChoice& choice() const { return choice_; }
    void setChoice(const ComparisonChoice& choice);   // silent

    /// Quantities that no compared run has recorded cannot be chosen.
    void setRecorded(const QSet<MetricQuantity>& recorded);

Q_SIGNALS:
    void choiceChanged();
    void resetZoomRequested();
    void exportRequested();

private:
    void addChoices();
    void addLines();
    void addSwitches();
    void addButtons();
    void showLogScale();

    ComparisonChoice choice_;
    QComboBox* layout_ = nullptr;
    QComboBox* unit_ = nullptr;
    QComboBox* axis_ = nullptr;
    QCheckBox* logY_ = nullptr;
    QCheckBox* groupSeeds_ = nullptr;
    std::vector<QAction*> quantities_;
};

}   // namespace overfit::ui
