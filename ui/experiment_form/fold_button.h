#pragma once

#include <QAbstractButton>

namespace overfit::ui {

/// A line that opens and closes what stands below it; checked is open. Space and Enter toggle, Right opens, Left closes.
/// How it looks is the matter of its heirs.
class FoldButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit FoldButton(QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    /// "open" or "closed", for those who hear it.
    QString stateInWords() const;

    void keyPressEvent(QKeyEvent* event) override;
};

}   // namespace overfit::ui
