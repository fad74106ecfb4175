#pragma once

#include <QComboBox>

namespace overfit::ui {

/// A combo box whose list explains each choice in a second line.
class ExplainedCombo : public QComboBox {
    Q_OBJECT
public:
    explicit ExplainedCombo(QWidget* parent = nullptr);

    void addChoice(const QString& name, const QString& title, const QString& explanation);

    /// The current choice's name; empty when none is chosen.
    QString currentName() const;
    QString currentExplanation() const;

    /// Chooses by name without a signal; an unknown name is shown as it is, with nothing chosen.
    void showName(const QString& name);

    QSize minimumSizeHint() const override;
    void showPopup() override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    bool popupIsReady_ = false;
};

}   // namespace overfit::ui
