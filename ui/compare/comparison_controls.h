#pragma once

#include "ui/compare/comparison_choice.h"

#include <QWidget>
#include <vector>

class QAction;
class QActionGroup;
class QCheckBox;
class QComboBox;
class QToolButton;

namespace overfit::ui {

class QuantityButton;

/// The row above the compared charts: what they show and how. Always one row: where it has no width for everything, what is
/// rarely changed stands in a menu.
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

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeActions();
    QAction* addSwitch(const QString& text, const QString& tip, void (*take)(ComparisonChoice&, bool));
    QComboBox* addChoice(const QString& name, const QString& tip, void (*take)(ComparisonChoice&, int));
    QToolButton* addButton(QAction* action, const QString& name);
    QCheckBox* addBox(QAction* action, const QString& name);
    void fit();
    void showAxis();
    void showLogScale();

    ComparisonChoice choice_;
    QComboBox* layout_ = nullptr;
    QComboBox* unit_ = nullptr;
    QuantityButton* quantities_ = nullptr;
    QActionGroup* axes_ = nullptr;
    QAction* axis_ = nullptr;   // the menu of axes
    QAction* logX_ = nullptr;   // in that menu
    QAction* logY_ = nullptr;
    QAction* groupSeeds_ = nullptr;
    QAction* resetZoom_ = nullptr;
    QToolButton* more_ = nullptr;   // instead of what follows, where there is no room
    std::vector<QWidget*> whereRoom_;
};

}   // namespace overfit::ui
