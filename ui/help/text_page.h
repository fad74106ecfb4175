#pragma once

#include <QDialog>

class QTextBrowser;

namespace overfit::ui {

/// A page of text in a window of its own, to read beside the work. Not modal; closing deletes it.
class TextPage : public QDialog {
    Q_OBJECT
public:
    /// html: our own words; what comes from files is escaped before.
    TextPage(const QString& title, const QString& html, QWidget* parent = nullptr);

    QString text() const;   // plain

protected:
    void changeEvent(QEvent* event) override;

private:
    QTextBrowser* browser_;
    const QString html_;
};

}   // namespace overfit::ui
