#include "ui/help/text_page.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace overfit::ui {

TextPage::TextPage(const QString& title, const QString& html, QWidget* parent)
    : QDialog(parent), browser_(new QTextBrowser(this)), html_(html) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    browser_->setAccessibleName(title);
    browser_->setTabChangesFocus(true);
    browser_->document()->setDocumentMargin(14);
    browser_->setHtml(html_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* column = new QVBoxLayout(this);
    column->addWidget(browser_, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    browser_->setFocus();
    resize(620, 640);
}

QString TextPage::text() const { return browser_->toPlainText(); }

void TextPage::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    // Colours are taken from the palette when the text is set.
    if (event->type() == QEvent::PaletteChange && browser_ != nullptr) browser_->setHtml(html_);
}

}   // namespace overfit::ui
