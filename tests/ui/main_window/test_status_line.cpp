#include "ui/main_window/status_line.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace overfit::ui;

class TestStatusLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatHappenedWithoutAnOffer() {
        StatusLine line;
        line.show();
        line.tell("Saved <b>as</b> x.yaml");
        QCOMPARE(line.text(), QStringLiteral("Saved <b>as</b> x.yaml"));
        QCOMPARE(line.findChild<QLabel*>()->textFormat(), Qt::PlainText);
        QVERIFY(!line.offersUndo());
        QVERIFY(!line.findChild<QPushButton*>("undoLast")->isVisible());
        QVERIFY(!line.text().isEmpty());
    }

    void aClickTakesBackOnce() {
        StatusLine line;
        line.show();
        int undone = 0;
        line.tell("Moved 2 runs to the trash", "Undo", [&] { ++undone; });
        auto* button = line.findChild<QPushButton*>("undoLast");
        QVERIFY(button->isVisible());
        QVERIFY(button->accessibleName().contains("trash"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(undone, 1);
        QVERIFY(!button->isVisible());
        QVERIFY(!line.offersUndo());
    }

    void theKeyboardTakesBackToo() {
        StatusLine line;
        line.show();
        QApplication::setActiveWindow(&line);
        int undone = 0;
        line.tell("Archived", "Undo", [&] { ++undone; });
        auto* button = line.findChild<QPushButton*>("undoLast");
        button->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button, Qt::Key_Return);
        QCOMPARE(undone, 1);
    }

    void theNextActionWithdrawsTheOffer() {
        StatusLine line;
        line.show();
        bool undone = false;
        line.tell("Archived", "Undo", [&] { undone = true; });
        line.tell("Saved");
        QVERIFY(!line.offersUndo());
        QVERIFY(!line.findChild<QPushButton*>("undoLast")->isVisible());
        QVERIFY(!undone);
        QCOMPARE(line.text(), QStringLiteral("Saved"));
    }

    void aWithdrawnOfferLeavesItsWords() {
        StatusLine line;
        line.show();
        line.tell("Archived", "Undo", [] {});
        line.withdrawOffer();
        QVERIFY(!line.findChild<QPushButton*>("undoLast")->isVisible());
        QCOMPARE(line.text(), QStringLiteral("Archived"));
    }

    void whatUndoTellsStays() {
        StatusLine line;
        line.show();
        line.tell("Archived", "Undo", [&] { line.tell("Back again"); });
        QTest::mouseClick(line.findChild<QPushButton*>("undoLast"), Qt::LeftButton);
        QCOMPARE(line.text(), QStringLiteral("Back again"));
    }

    void theLineKeepsItsHeight() {
        StatusLine line;
        line.show();
        const int height = line.height();
        line.tell("Archived", "Undo", [] {});
        QCoreApplication::sendPostedEvents();
        QCOMPARE(line.height(), height);
    }
};

QTEST_MAIN(TestStatusLine)
#include "test_status_line.moc"
