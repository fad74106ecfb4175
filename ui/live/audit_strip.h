#pragma once

#include "ui/live/audit_words.h"

#include <QWidget>
#include <vector>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace overfit::ui {

/// One line of marks, and on demand the list of whole sentences. Once it is shown its height only grows until its width
/// changes: what stands above must not jump from run to run.
class AuditStrip : public QWidget {
    Q_OBJECT
public:
    explicit AuditStrip(QWidget* parent = nullptr);

    /// ifNone: what stands there where there are no marks; nothing: the strip is hidden then.
    void setMarks(std::vector<AuditMark> marks, const QString& ifNone = {});

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    void addChip(QWidget* sign, const QString& text, const QString& detail);
    void keepHeight();
    QColor colourOf(AuditMark::Kind kind) const;

    std::vector<AuditMark> marks_;
    QString ifNone_;
    QWidget* chips_;
    QToolButton* more_;
    QWidget* details_;
};

}   // namespace overfit::ui
