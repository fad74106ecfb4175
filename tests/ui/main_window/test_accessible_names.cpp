// Every control of the window has a name for assistive technology.

#include "tests/ui/main_window/desk.h"
#include "ui/quick_start/quick_start_page.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QGraphicsView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabWidget>
#include <QTextEdit>

using namespace overfit;
using namespace overfit::ui;

namespace {

bool isControl(const QWidget* widget) {
    if (qobject_cast<const QScrollBar*>(widget)) return false;
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) ||
           qobject_cast<const QAbstractSlider*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           qobject_cast<const QPlainTextEdit*>(widget) || qobject_cast<const QTextEdit*>(widget) ||
           qobject_cast<const QTabWidget*>(widget) || qobject_cast<const QGraphicsView*>(widget) ||
           (widget->focusPolicy() & Qt::TabFocus);
}

/// Parts of Qt's own controls: named by the control around them.
bool isInnerPart(const QWidget* widget) {
    if (widget->objectName().startsWith(QLatin1String("qt_"))) return true;
    const auto* area = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget());
    if (area != nullptr && area->viewport() == widget) return true;
    for (const QWidget* around = widget->parentWidget(); around != nullptr; around = around->parentWidget()) {
        if (qobject_cast<const QComboBox*>(around) || qobject_cast<const QAbstractSpinBox*>(around) ||
            qobject_cast<const QLineEdit*>(around) || around->inherits("QDockWidgetTitleButton") ||
            around->inherits("QFileDialog")) {
            return true;
        }
    }
    return false;
}

QString nameOf(QWidget* widget) {
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
    return face != nullptr ? face->text(QAccessible::Name) : widget->accessibleName();
}

QStringList nameless(const QWidget& root) {
    QStringList found;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (!isControl(widget) || isInnerPart(widget) || !nameOf(widget).trimmed().isEmpty()) continue;
        QStringList path;
        for (const QWidget* step = widget; step != nullptr && path.size() < 4; step = step->parentWidget()) {
            path << QString::fromLatin1(step->metaObject()->className()) + QLatin1Char(' ') + step->objectName();
        }
        found << path.join(QStringLiteral(" in "));
    }
    return found;
}

}   // namespace

class TestAccessibleNames : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ofTheWindowWithARun() {
        Desk desk;
        MainWindow& window = desk.open();
        desk.form()->setConfig(good("named"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), 1);
        desk.message()->tell(MessageBar::Kind::Warning, "A question", {{"Yes", [] {}}, {"No", [] {}}});
        desk.status()->tell("Archived a run", "Undo", [] {});
        const QStringList found = nameless(window);
        QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
    }

    void ofTheFirstStartWithoutRuns() {
        Desk desk;
        desk.settings->setQuickStartSeen(false);
        desk.open();
        QVERIFY(desk.find<QuickStartPage>()->isVisible());
        const QStringList found = nameless(*desk.window);
        QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
    }

    void ofEveryDialog_data() {
        QTest::addColumn<QString>("action");
        for (const char* action : {"Settings...", "Keys", "What the numbers mean", "About Overfit Workbench",
                                   "Export charts...", "Queue with seeds..."}) {
            QTest::newRow(action) << action;
        }
    }
    void ofEveryDialog() {
        QFETCH(QString, action);
        Desk desk;
        MainWindow& window = desk.open();
        desk.form()->setConfig(good("named"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        desk.action(action)->trigger();
        QList<QDialog*> dialogs;
        for (QDialog* dialog : window.findChildren<QDialog*>()) {
            if (dialog->isVisible()) dialogs << dialog;
        }
        QVERIFY2(!dialogs.isEmpty(), "no dialog opened");
        for (const QDialog* dialog : dialogs) {
            QVERIFY(!dialog->windowTitle().isEmpty());
            const QStringList found = nameless(*dialog);
            QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
        }
    }

    void everyChartTellsWhatItShows() {
        Desk desk;
        MainWindow& window = desk.open();
        desk.form()->setConfig(good("named"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        int charts = 0;
        for (QGraphicsView* view : window.findChildren<QGraphicsView*>()) {
            if (!view->isVisible()) continue;
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(view);
            QVERIFY(face);
            QVERIFY(!face->text(QAccessible::Name).isEmpty());
            QVERIFY2(!face->text(QAccessible::Description).isEmpty(), qPrintable(face->text(QAccessible::Name)));
            ++charts;
        }
        QVERIFY(charts >= 2);
    }
};

QTEST_MAIN(TestAccessibleNames)
#include "test_accessible_names.moc"
