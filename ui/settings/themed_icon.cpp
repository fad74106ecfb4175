#include "ui/settings/themed_icon.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

// Qt's macro must stand outside of any namespace. Without the call the linker drops a static library's resources.
static void makeResourcesAvailable() { Q_INIT_RESOURCE(overfit); }

namespace overfit::ui {

namespace {

class ThemedIconEngine : public QIconEngine {
public:
    explicit ThemedIconEngine(QByteArray svg) : svg_(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rectangle, QIcon::Mode mode, QIcon::State) override {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::WindowText;
        QByteArray coloured = svg_;
        coloured.replace("currentColor", QApplication::palette().color(group, role).name().toLatin1());
        QSvgRenderer(coloured).render(painter, rectangle);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return picture;
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(*this); }

private:
    QByteArray svg_;
};

}   // namespace

QIcon themedIcon(const QString& name) {
    makeResourcesAvailable();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);   // a name that is not in overfit.qrc
    return QIcon(new ThemedIconEngine(opened ? file.readAll() : QByteArray()));
}

QIcon programIcon() {
    makeResourcesAvailable();
    return QIcon(QStringLiteral(":/icons/overfit-workbench.svg"));
}

}   // namespace overfit::ui
