#pragma once

#include "ui/charts/menu_button.h"
#include "ui/curves/run_curves.h"

#include <vector>

namespace overfit::ui {

/// A button whose menu chooses the quantities that charts show: train, test, corrupted.
class QuantityButton : public MenuButton {
    Q_OBJECT
public:
    explicit QuantityButton(QWidget* parent = nullptr);

    const QSet<MetricQuantity>& chosen() const { return chosen_; }
    void setChosen(const QSet<MetricQuantity>& quantities);   // silent

    /// Quantities that no shown run has recorded cannot be chosen.
    void setRecorded(const QSet<MetricQuantity>& quantities);

Q_SIGNALS:
    void chosenChanged();   // by the reader

private:
    QSet<MetricQuantity> chosen_;
    std::vector<QAction*> actions_;
};

}   // namespace overfit::ui
