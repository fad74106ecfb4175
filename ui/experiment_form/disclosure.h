#pragma once

#include "ui/experiment_form/fold_button.h"

namespace overfit::ui {

/// A small line with an arrow, inside of a section.
class DisclosureButton : public FoldButton {
    Q_OBJECT
public:
    explicit DisclosureButton(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// The button and what it discloses; closed at first.
class Disclosure : public QWidget {
    Q_OBJECT
public:
    /// content: taken over.
    explicit Disclosure(QWidget* content, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    bool isOpen() const { return button_->isChecked(); }
    DisclosureButton* button() const { return button_; }

Q_SIGNALS:
    void toggled(bool open);

private:
    DisclosureButton* button_;
};

}   // namespace overfit::ui
