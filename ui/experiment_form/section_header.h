#pragma once

#include "ui/experiment_form/fold_button.h"

namespace overfit::ui {

/// The line above a section: arrow, title, how many problems lie inside; closed, a second line sums the section up.
class SectionHeader : public FoldButton {
    Q_OBJECT
public:
    explicit SectionHeader(const QString& title, QWidget* parent = nullptr);

    void setSummary(const QString& summary);
    QString summary() const { return summary_; }
    void setProblemCount(int count);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();
    bool showsSummary() const { return !isChecked() && !summary_.isEmpty(); }

    QString summary_;
    int problems_ = 0;
};

}   // namespace overfit::ui
