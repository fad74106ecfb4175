#pragma once

#include "ui/help/program_facts.h"

#include <QDialog>
#include <functional>

class QPlainTextEdit;

namespace overfit::ui {

/// Versions, this computer, libraries and licence, each to read and to copy. Not modal.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    /// examine: called once on another thread, for which a closed dialog does not wait; holds values only.
    explicit AboutDialog(std::function<MachineFacts()> examine, QWidget* parent = nullptr);

    /// What the copy button copies: all that a report of a mistake should say.
    QString report() const;

private:
    void tell(const MachineFacts& facts);
    void copyReport();

    QPlainTextEdit* machine_;
    QPlainTextEdit* libraries_;
};

}   // namespace overfit::ui
