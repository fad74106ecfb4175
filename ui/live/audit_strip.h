#pragma once

#include "ui/live/audit_words.h"

#include <QWidget>
#include <vector>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace overfit::ui {

/// One line of marks, and on demand the list of whole sentences. Hidden while there are none.
class AuditStrip : public QWidget {
    Q_OBJECT
public:
    explicit AuditStrip(QWidget* parent = nullptr);

    void setMarks(std::vector<AuditMark> marks);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    QColor colourOf(AuditMark::Kind kind) const;

    std::vector<AuditMark> marks_;
    QWidget* chips_;
    QToolButton* more_;
    QWidget* details_;
};

}   // namespace overfit::ui
