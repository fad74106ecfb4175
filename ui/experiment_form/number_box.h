#pragma once

#include <QAbstractSpinBox>
#include <functional>

namespace overfit::ui {

/// A spin box whose text is free: nothing that is typed is ever corrected, refused or moved; what it means is the owner's
/// business. Arrow keys, buttons and the wheel (only when it has the focus) replace the text by the step function's.
class NumberBox : public QAbstractSpinBox {
    Q_OBJECT
public:
    /// Returns the text `steps` steps away.
    using Step = std::function<QString(int steps)>;

    explicit NumberBox(Step step, QWidget* parent = nullptr);

    /// Replaces the text without a signal; the same text keeps cursor and selection.
    void showText(const QString& text);

    /// Shown behind the number in a muted colour where there is room ("epochs", "of 60,000").
    void setUnit(const QString& unit);

    /// Shown while there is no text ("follows the seed").
    void setEmptyWord(const QString& word);

    void setAccessibleTexts(const QString& name, const QString& description);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    QValidator::State validate(QString& input, int& position) const override;
    void stepBy(int steps) override;

Q_SIGNALS:
    void edited(const QString& text);   // typed or stepped, never by showText()

protected:
    StepEnabled stepEnabled() const override;
    void wheelEvent(QWheelEvent* event) override;

private:
    class Edit;
    Step step_;
    Edit* edit_;
};

}   // namespace overfit::ui
