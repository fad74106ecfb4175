#include "ui/main_window/centre_views.h"

#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace overfit::ui {

CentreViews::CentreViews(QWidget* aboveViews, QWidget* page, QWidget* parent)
    : QStackedWidget(parent), views_(new QWidget(this)), tabs_(new QTabWidget(views_)), page_(page) {
    tabs_->setDocumentMode(true);
    tabs_->setTabBarAutoHide(true);   // one view needs no tabs
    tabs_->setAccessibleName(tr("Views"));
    tabs_->tabBar()->setAccessibleName(tr("Views"));
    auto* column = new QVBoxLayout(views_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(aboveViews);
    column->addWidget(tabs_, 1);
    addWidget(views_);
    addWidget(page_);
    connect(this, &QStackedWidget::currentChanged, this, &CentreViews::shownViewChanged);
    connect(tabs_, &QTabWidget::currentChanged, this, &CentreViews::shownViewChanged);
}

void CentreViews::addView(QWidget* view, const QString& title, const QString& name) {
    names_ << name;   // before the first tab is told of as the shown one
    tabs_->addTab(view, title);
}

void CentreViews::showView(QWidget* view) {
    tabs_->setCurrentWidget(view);
    setCurrentWidget(views_);
}

void CentreViews::showPage() { setCurrentWidget(page_); }

QWidget* CentreViews::shownView() const { return currentWidget() == views_ ? tabs_->currentWidget() : nullptr; }

QString CentreViews::shownName() const { return names_.value(tabs_->currentIndex()); }

void CentreViews::showNamed(const QString& name) {
    if (const auto place = names_.indexOf(name); place >= 0) showView(tabs_->widget(static_cast<int>(place)));
}

}   // namespace overfit::ui
