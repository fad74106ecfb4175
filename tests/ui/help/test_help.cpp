#include "core/audit/audit_codes.h"
#include "core/runs/metric_table.h"
#include "ui/help/about_dialog.h"
#include "ui/help/focus_help.h"
#include "ui/help/keys_page.h"
#include "ui/help/numbers_page.h"
#include "ui/help/text_page.h"
#include "ui/worker/background.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QVBoxLayout>
#include <memory>
#include <semaphore>

using namespace overfit;
using namespace overfit::ui;

class TestHelp : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theKeysAreThoseOfTheActions() {
        QMenuBar bar;
        QMenu* file = bar.addMenu("&File");
        file->addAction("&Save && close")->setShortcut(QKeySequence("Ctrl+S"));
        file->addAction("No key");
        QMenu* inner = file->addMenu("Inner");
        inner->addAction("<Deep>")->setShortcuts({QKeySequence("Ctrl+1"), QKeySequence("F7")});
        bar.addMenu("&Empty")->addAction("No key either");
        const QString text = TextPage("Keys", keysPage(bar)).text();
        QVERIFY2(text.contains("File"), qPrintable(text));
        QVERIFY(text.contains("Ctrl+S"));
        QVERIFY(text.contains("Save & close"));
        QVERIFY(text.contains("Ctrl+1 or F7"));
        QVERIFY(text.contains("<Deep>"));
        QVERIFY(!text.contains("No key"));
        QVERIFY(!text.contains("Empty"));
    }

    void everyMetricAndEveryAuditCodeIsExplained() {
        const QString text = TextPage("Numbers", numbersPage()).text();
        const auto has = [&](std::string_view words) {
            return text.contains(QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())));
        };
        for (const Metric& metric : metric_table())
            QVERIFY2(has(metric.title) && has(metric.explanation), metric.name.data());
        for (const AuditCode& code : audit_codes()) QVERIFY2(has(code.code) && has(code.meaning), code.code.data());
        QVERIFY(text.contains("90.0 %"));   // p = 1 on ten classes
    }

    void aboutShowsThisComputerAndCopiesAReport() {
        AboutDialog dialog([] { return MachineFacts{"ok  LibTorch  9.9.9 in /lib", "9.9.9"}; });
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        QTRY_VERIFY(dialog.findChild<QPlainTextEdit*>("machine")->toPlainText().contains("9.9.9 in /lib"));
        QVERIFY(dialog.findChild<QPlainTextEdit*>("libraries")->toPlainText().contains("LibTorch 9.9.9"));
        for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
            if (button->text().contains("Copy")) QTest::mouseClick(button, Qt::LeftButton);
        }
        const QString copied = QGuiApplication::clipboard()->text();
        for (const QString& part : {programVersion(), QString::fromLatin1(qVersion()), QStringLiteral("g++"),
                                    QStringLiteral("9.9.9 in /lib"), QStringLiteral("yaml-cpp")}) {
            QVERIFY2(copied.contains(part), qPrintable(part));
        }
    }

    void theWholeLicenceCanBeRead() {
        const QString text = licenceText();
        QVERIFY(text.contains("GNU GENERAL PUBLIC LICENSE"));
        QVERIFY(text.contains("END OF TERMS AND CONDITIONS"));
    }

    void closingAboutBeforeTheAnswerWaitsForNothing() {
        auto answer = std::make_shared<std::binary_semaphore>(0);
        QPointer<AboutDialog> dialog = new AboutDialog([answer] {
            answer->acquire();   // a folder on a network that is gone
            return MachineFacts{"late", ""};
        });
        dialog->show();
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(dialog.isNull());
        answer->release();
        finishBackground();
        QCoreApplication::processEvents();   // the answer has nobody to go to
    }

    void theMachineIsDescribedInTheWordsOfDoctor() {
        QTemporaryDir folder;
        const MachineFacts facts = examineMachine(folder.path().toStdString(), {});
        QVERIFY2(facts.text.contains("runs folder"), qPrintable(facts.text));
        QVERIFY(facts.text.contains("synthetic"));
        QVERIFY(facts.text.contains("LibTorch"));
    }

    void helpIsThatOfTheNearestWidgetThatHasSome() {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* outer = new QWidget;
        outer->setWhatsThis("<p><b>Outer</b><br>about it</p>");
        auto* inner = new QLabel("x", outer);
        auto* other = new QLabel("y");
        column->addWidget(outer);
        column->addWidget(other);
        QCOMPARE(helpFor(inner).widget, outer);
        QCOMPARE(helpFor(inner).firstLine, QStringLiteral("Outer"));
        inner->setToolTip("its own");
        QCOMPARE(helpFor(inner).text, QStringLiteral("its own"));
        QVERIFY(helpFor(other).widget == nullptr);
        QVERIFY(helpFor(nullptr).widget == nullptr);
    }
};

QTEST_MAIN(TestHelp)
#include "test_help.moc"
