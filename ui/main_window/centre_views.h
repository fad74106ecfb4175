#pragma once

#include <QStackedWidget>
#include <QStringList>

class QTabWidget;

namespace overfit::ui {

/// The centre of the window: one tab a view, with one widget above them all, and a page that stands in the place of all
/// (the quick start) until a view is shown.
class CentreViews : public QStackedWidget {
    Q_OBJECT
public:
    CentreViews(QWidget* aboveViews, QWidget* page, QWidget* parent = nullptr);

    /// In the order of the tabs. name: of the view in a settings file.
    void addView(QWidget* view, const QString& title, const QString& name);

    void showView(QWidget* view);
    void showPage();

    QWidget* shownView() const;   // null: the page

    /// The tab that is shown, or was before the page; a name that no view has changes nothing.
    QString shownName() const;
    void showNamed(const QString& name);

Q_SIGNALS:
    void shownViewChanged();

private:
    QWidget* views_;
    QTabWidget* tabs_;
    QWidget* page_;
    QStringList names_;   // in the order of the tabs
};

}   // namespace overfit::ui
