// The keyboard's way through the window: every action, every panel, every field, the focus always seen.

#include "tests/ui/main_window/desk.h"
#include "ui/charts/curve_chart.h"
#include "ui/help/keys_page.h"
#include "ui/library/run_actions.h"
#include "ui/live/live_view.h"
#include "ui/main_window/centre_views.h"
#include "ui/settings/theme.h"

#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QTabWidget>
#include <QToolButton>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// The letter behind "&", in upper case; nothing where there is none. "&&" is an ampersand.
QChar mnemonic(QString text) {
    text.remove(QLatin1String("&&"));
    const auto at = text.indexOf(QLatin1Char('&'));
    return at < 0 || at + 1 >= text.size() ? QChar() : text[at + 1].toUpper();
}

struct MenuEntry {
    QString path;
    QAction* action;
};

void collect(const QMenu& menu, const QString& path, std::vector<MenuEntry>& entries, QStringList& mistakes) {
    QSet<QChar> letters;
    for (QAction* action : menu.actions()) {
        if (action->isSeparator()) continue;
        const QString name = path + QStringLiteral(" > ") + action->text();
        const QChar letter = mnemonic(action->text());
        if (letter.isNull()) mistakes << name + ": no letter";
        if (letters.contains(letter)) mistakes << name + ": the letter is taken";
        letters << letter;
        if (action->menu() != nullptr) {
            collect(*action->menu(), name, entries, mistakes);
        } else {
            entries.push_back({name, action});
        }
    }
}

/// Which of the named parts of the window has the focus.
QString panelOfFocus(const MainWindow& window) {
    for (const QWidget* widget = QApplication::focusWidget(); widget; widget = widget->parentWidget()) {
        if (qobject_cast<const QDockWidget*>(widget) || qobject_cast<const StatusLine*>(widget)) return widget->objectName();
        if (widget == window.centralWidget()) return QStringLiteral("centre");
    }
    return {};
}

}   // namespace

class TestKeyboard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { desk_ = std::make_unique<Desk>(); }
    void cleanup() {
        desk_.reset();
        applyTheme(Theme::System);
    }

    void everyActionHasALetterInItsMenuAndNoTwoTheSame() {
        MainWindow& window = desk_->open();
        std::vector<MenuEntry> entries;
        QStringList mistakes;
        QSet<QChar> letters;
        for (const QAction* top : window.menuBar()->actions()) {
            const QChar letter = mnemonic(top->text());
            if (letter.isNull() || letters.contains(letter)) mistakes << top->text() + ": no letter of its own";
            letters << letter;
            collect(*top->menu(), top->text(), entries, mistakes);
        }
        QVERIFY2(mistakes.isEmpty(), qPrintable(mistakes.join("; ")));
        QVERIFY(entries.size() > 30);
        // What can be done at all stands in a menu; the others are copies of the tool kit's own.
        for (const QAction* action : window.findChildren<QAction*>(Qt::FindDirectChildrenOnly)) {
            if (action->isSeparator() || action->menu() != nullptr || action->text().isEmpty()) continue;
            const bool found = std::any_of(entries.begin(), entries.end(),
                                           [action](const MenuEntry& entry) { return entry.action == action; });
            QVERIFY2(found, qPrintable(action->text()));
        }
    }

    void noKeyMeansTwoThings() {
        MainWindow& window = desk_->open();
        QHash<QString, QString> taken;
        for (const QAction* action : window.findChildren<QAction*>()) {
            if (action->shortcutContext() == Qt::WidgetShortcut ||
                action->shortcutContext() == Qt::WidgetWithChildrenShortcut) {
                continue;
            }
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!taken.contains(key.toString()),
                         qPrintable(key.toString() + ": " + taken[key.toString()] + " and " + action->text()));
                taken.insert(key.toString(), action->text());
            }
        }
        for (const char* key : {"Ctrl+R", "Ctrl+Shift+R", "Ctrl+.", "Ctrl+N", "Ctrl+O", "Ctrl+S", "Ctrl+F", "Ctrl+E",
                                "Ctrl+1", "F5", "F6", "Ctrl+Z", "F1", "Ctrl+,"}) {
            QVERIFY2(taken.contains(key), key);
        }
    }

    void lettersOfTheShownControlsAreNotTakenByTheMenus() {
        MainWindow& window = desk_->open();
        QHash<QChar, QString> taken;
        for (const QAction* top : window.menuBar()->actions()) taken.insert(mnemonic(top->text()), top->text());
        const auto take = [&](const QString& text) {
            const QChar letter = mnemonic(text);
            if (letter.isNull()) return;
            QVERIFY2(!taken.contains(letter), qPrintable(text + " and " + taken.value(letter)));
            taken.insert(letter, text);
        };
        for (const auto* button : window.findChildren<QAbstractButton*>()) {
            const auto* tool = qobject_cast<const QToolButton*>(button);
            const bool ofAction = tool != nullptr && tool->defaultAction() != nullptr;   // its letter belongs to the menu
            if (button->isVisible() && !ofAction) take(button->text());
        }
        for (const auto* label : window.findChildren<QLabel*>()) {
            if (label->isVisible() && label->buddy() != nullptr) take(label->text());
        }
    }

    void f6GoesThroughThePanelsAndRound() {
        MainWindow& window = desk_->open();
        QStringList panels;
        for (int press = 0; press < 4; ++press) {
            QTest::keyClick(&window, Qt::Key_F6);
            panels << panelOfFocus(window);
        }
        QCOMPARE(panels.front(), panels.back());
        QCOMPARE(QSet<QString>(panels.begin(), panels.end()), QSet<QString>({"experimentPanel", "centre", "runsPanel"}));
        QTest::keyClick(&window, Qt::Key_F6, Qt::ShiftModifier);   // and back
        QCOMPARE(panelOfFocus(window), panels[2]);
    }

    void f6BringsWhatItReachesIntoSight() {
        MainWindow& window = desk_->open();
        auto* scroll = desk_->form()->findChild<QScrollArea*>();
        window.resize(1024, 500);
        QCoreApplication::processEvents();
        scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
        QVERIFY(scroll->verticalScrollBar()->value() > 0);
        for (int press = 0; press < 4 && panelOfFocus(window) != "experimentPanel"; ++press) {
            QTest::keyClick(&window, Qt::Key_F6);
        }
        const QWidget* focus = QApplication::focusWidget();
        QVERIFY(desk_->form()->isAncestorOf(focus));
        QVERIFY(!focus->visibleRegion().isEmpty());
    }

    void f6ReachesTheOfferInTheStatusBar() {
        MainWindow& window = desk_->open();
        bool undone = false;
        desk_->status()->tell("Moved a run to the trash", "Undo", [&] { undone = true; });
        QSet<QString> panels;
        for (int press = 0; press < 4; ++press) {
            QTest::keyClick(&window, Qt::Key_F6);
            panels << panelOfFocus(window);
            if (panels.contains("statusLine")) break;
        }
        QVERIFY(panels.contains("statusLine"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(undone);
    }

    void tabGoesThroughTheFormInReadingOrder() {
        MainWindow& window = desk_->open();
        window.resize(1280, 3000);   // the whole form
        ExperimentForm* form = desk_->form();
        form->setConfig(good("reading"));
        QCoreApplication::processEvents();
        QWidget* first = form->findChild<QWidget*>("preset");
        first->setFocus(Qt::TabFocusReason);
        QWidget* before = first;
        int steps = 0;
        for (;;) {
            QTest::keyClick(before, Qt::Key_Tab);
            QWidget* now = QApplication::focusWidget();
            QVERIFY(now);
            if (!form->isAncestorOf(now) || now == first) break;
            const QRect from(before->mapTo(form, QPoint()), before->size());
            const QRect to(now->mapTo(form, QPoint()), now->size());
            const bool nextLine = to.center().y() > from.center().y();
            const bool sameLine = to.top() < from.bottom() && to.left() > from.left();
            QVERIFY2(nextLine || sameLine, qPrintable(before->accessibleName() + " before " + now->accessibleName()));
            before = now;
            QVERIFY2(++steps < 200, "Tab goes round");
        }
        QVERIFY2(steps > 15, qPrintable(QString::number(steps)));
    }

    void theFocusIsSeenEverywhere_data() {
        QTest::addColumn<Theme>("theme");
        QTest::newRow("light") << Theme::Light;
        QTest::newRow("dark") << Theme::Dark;
    }
    void theFocusIsSeenEverywhere() {
        QFETCH(Theme, theme);
        applyTheme(theme);
        MainWindow& window = desk_->open();
        desk_->form()->setConfig(good("seen"));
        desk_->press("Run");
        QTRY_VERIFY(desk_->idle());
        QTRY_COMPARE(desk_->rows(), 1);
        QTest::keyClick(&window, Qt::Key_Tab);   // from now on the window shows where the keyboard is
        QStringList unseen;
        int seen = 0;
        for (QWidget* widget : window.findChildren<QWidget*>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible() || !widget->isEnabled()) continue;
            if (widget->visibleRegion().isEmpty() || widget->focusProxy() != nullptr) continue;
            window.setFocus();
            QWidget* shown = widget->parentWidget();   // the mark may lie around the widget
            const QImage without = shown->grab().toImage();
            widget->setFocus(Qt::TabFocusReason);
            if (!widget->hasFocus()) continue;
            ++seen;
            if (shown->grab().toImage() == without)
                unseen << widget->metaObject()->className() + (' ' + widget->accessibleName());
        }
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join("; ")));
        QVERIFY2(seen > 25, qPrintable(QString::number(seen)));
    }

    void ctrlZTakesBackWhatWasTypedAndWhatWasChosen() {
        desk_->open();
        ExperimentForm* form = desk_->form();
        form->setConfig(good("history"));
        form->focusField("training.epochs");
        QWidget* box = QApplication::focusWidget();
        QTest::keyClick(box, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(box, "77");
        QCOMPARE(form->config().training.epochs, std::int64_t{77});
        QTest::keyClick(box, Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(form->config().training.epochs, good("history").training.epochs);
        form->focusField("training.schedule.kind");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QVERIFY(form->config().training.schedule.kind != ScheduleKind::Constant);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(form->config().training.schedule.kind, ScheduleKind::Constant);
        QVERIFY2(desk_->status()->text().startsWith("Undid"), qPrintable(desk_->status()->text()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Y, Qt::ControlModifier);
        QVERIFY(form->config().training.schedule.kind != ScheduleKind::Constant);
    }

    void ctrlRGoesToWhatIsWrong() {
        MainWindow& window = desk_->open();
        ExperimentConfig wrong = good("wrong");
        wrong.training.epochs = 0;
        desk_->form()->setConfig(wrong);
        desk_->find<QDockWidget>("experimentPanel")->hide();
        for (const Qt::KeyboardModifiers keys :
             {Qt::KeyboardModifiers(Qt::ControlModifier), Qt::ControlModifier | Qt::ShiftModifier}) {
            desk_->library()->setFocus();
            QTest::keyClick(&window, Qt::Key_R, keys);
            QVERIFY(QApplication::focusWidget() != nullptr);
            QCOMPARE(QApplication::focusWidget()->accessibleName(), QStringLiteral("Epochs"));
            QVERIFY2(desk_->status()->text().contains("Epochs"), qPrintable(desk_->status()->text()));
        }
        QVERIFY(desk_->training->trained().empty());
        desk_->training->epochs = 100000;
        desk_->form()->setConfig(good("right"));
        QTest::keyClick(&window, Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY(!desk_->idle());
        QTest::keyClick(&window, Qt::Key_R, Qt::ControlModifier);   // once more: it says why not
        QVERIFY2(desk_->status()->text().contains("is running"), qPrintable(desk_->status()->text()));
        QVERIFY(desk_->controller()->queue().empty());
        desk_->controller()->requestStop();
        QTRY_VERIFY(desk_->idle());
    }

    void f1ExplainsWhatHasTheFocus() {
        MainWindow& window = desk_->open();
        const auto explained = [&](QWidget* widget) {
            widget->setFocus();
            QTest::keyClick(&window, Qt::Key_F1);
            const QString words = desk_->status()->text();
            for (QWidget* popup : QApplication::topLevelWidgets()) {
                if (popup->inherits("QWhatsThat")) popup->close();
            }
            return words;
        };
        desk_->form()->focusField("training.learning_rate");
        QVERIFY2(explained(QApplication::focusWidget()).contains("Learning rate"), qPrintable(desk_->status()->text()));
        auto* chart = desk_->find<LiveView>()->findChild<CurveChart*>();
        for (QWidget* widget : std::initializer_list<QWidget*>{chart->canvas(), desk_->library()->findChild<QListView*>()}) {
            const QString words = explained(widget);
            QVERIFY2(!words.isEmpty() && !words.contains("nothing to explain"), widget->metaObject()->className());
        }
    }

    void theMenusPagesOpenAndListTheKeys() {
        MainWindow& window = desk_->open();
        QTest::keyClick(&window, Qt::Key_F1, Qt::ControlModifier);
        desk_->action("What the numbers mean")->trigger();
        desk_->action("About Overfit Workbench")->trigger();
        QStringList titles;
        for (const QDialog* dialog : window.findChildren<QDialog*>()) {
            QVERIFY(!dialog->isModal());
            if (dialog->isVisible()) titles << dialog->windowTitle();
        }
        titles.sort();
        QCOMPARE(titles, QStringList({"About Overfit Workbench", "Keys", "What the numbers mean"}));
    }

    void theKeysPageNamesEveryViewByItsKeyAndCountsNothing() {
        desk_->open();
        desk_->library()->runActions().compare->setText("Com&pare 4");   // as with four runs selected
        const QString page = keysPage(*desk_->window->menuBar());
        QVERIFY2(!page.contains("Compare 4"), qPrintable(page));
        auto* tabs = desk_->window->centralWidget()->findChild<CentreViews*>()->findChild<QTabWidget*>();
        QCOMPARE(tabs->count(), 3);
        for (int place = 0; place < tabs->count(); ++place) {
            QTest::keyClick(desk_->window.get(), static_cast<Qt::Key>(Qt::Key_1 + place), Qt::ControlModifier);
            QCOMPARE(tabs->currentIndex(), place);
            const QString row = QStringLiteral("<b>Ctrl+%1</b></td><td>%2").arg(place + 1).arg(tabs->tabText(place));
            QVERIFY2(page.contains(row), qPrintable(page));
        }
    }

private:
    std::unique_ptr<Desk> desk_;
};

QTEST_MAIN(TestKeyboard)
#include "test_keyboard.moc"
