#pragma once

#include "ui/preview/labelled_thumbnail.h"

#include <QStringList>
#include <QWidget>
#include <vector>

namespace overfit::ui {

/// Labelled thumbnails in as many columns as there is room for. The pointer and the arrow keys tell of each what it is.
class PreviewStrip : public QWidget {
    Q_OBJECT
public:
    explicit PreviewStrip(int places, QWidget* parent = nullptr);

    /// words: of each thumbnail, shown as its tool tip. Fewer than places leave empty ones; none at all is the empty strip.
    void setThumbnails(std::vector<LabelledThumbnail> thumbnails, QStringList words);
    const std::vector<LabelledThumbnail>& thumbnails() const { return thumbnails_; }

    /// Of an experiment that is no longer in the form.
    void setDimmed(bool dimmed);
    bool isDimmed() const { return dimmed_; }

    /// The thumbnail that the arrow keys have come to; -1: none yet.
    int current() const { return current_; }
    QRect placeOf(int thumbnail) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;   // tool tips
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    int columnsAt(int width) const;
    void moveTo(int thumbnail);

    const int places_;
    std::vector<LabelledThumbnail> thumbnails_;
    QStringList words_;
    int current_ = -1;
    bool dimmed_ = false;
};

}   // namespace overfit::ui
