#pragma once

#include <QStackedWidget>

class QTabWidget;

namespace overfit::ui {

/// The centre of the window: one tab a view, with one widget above them all, and a page that stands in the place of all
/// (the quick start) until a view is shown.
class CentreViews : public QStackedWidget {
    Q_OBJECT
public:
    CentreViews(QWidget* aboveViews, QWidget* page, QWidget* parent = nullptr);

    /// In the order of the tabs.
    void addView(QWidget* view, const QString& title);

    void showView(QWidget* view);
    void showPage();

    QWidget* shownView() const;   // null: the page

Q_SIGNALS:
    void shownViewChanged();

private:
    QWidget* views_;
    QTabWidget* tabs_;
    QWidget* page_;
};

}   // namespace overfit::ui
