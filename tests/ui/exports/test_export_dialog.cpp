#include "tests/ui/exports/written_run.h"
#include "ui/exports/export_dialog.h"
#include "ui/exports/figure_content.h"
#include "ui/exports/figure_preview.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// The dialog on a run in a folder of its own.
struct Opened {
    QTemporaryDir root;
    ExportDialog dialog;

    explicit Opened(double smoothing = 0.0) : dialog(panels(root, smoothing)) {
        dialog.show();
        [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(&dialog);
    }

    static std::vector<FigurePanel> panels(const QTemporaryDir& root, double smoothing) {
        CurveRequest request;
        request.runs = {writeRun(root, QStringLiteral("random labels")).toStdString()};
        request.smoothing = smoothing;
        return readPanels(request);
    }

    template <typename Widget>
    Widget* named(const QString& name) {
        for (Widget* widget : dialog.findChildren<Widget*>()) {
            if (widget->accessibleName() == name) return widget;
        }
        return nullptr;
    }

    QPushButton* save() {
        for (QPushButton* push : dialog.findChildren<QPushButton*>()) {
            if (push->text().contains(QLatin1String("Save")) || push->text().contains(QLatin1String("Replace"))) return push;
        }
        return nullptr;
    }

    QString message() { return named<QLabel>(QStringLiteral("Message"))->text(); }
    void choose(const QString& box, const QString& text) { named<QComboBox>(box)->setCurrentText(text); }

    void type(const QString& file) {
        auto* edit = named<QLineEdit>(QStringLiteral("File"));
        edit->selectAll();
        QTest::keyClicks(edit, file);
    }

    bool press() {
        QSignalSpy done(&dialog, &ExportDialog::exported);
        QTest::mouseClick(save(), Qt::LeftButton);
        return done.count() > 0 || done.wait(10'000);
    }
};

}   // namespace

class TestExportDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void proposesANameFromTheRun() {
        Opened opened;
        QVERIFY2(opened.dialog.file().endsWith(QStringLiteral("/random-labels.png")), qPrintable(opened.dialog.file()));
        opened.choose(QStringLiteral("Charts"), QStringLiteral("train loss"));
        QVERIFY2(opened.dialog.file().endsWith(QStringLiteral("/random-labels-train-loss.png")),
                 qPrintable(opened.dialog.file()));
    }

    void formatAndEndingNeverDisagree() {
        Opened opened;
        opened.choose(QStringLiteral("Format"), QStringLiteral("SVG drawing"));
        QVERIFY(opened.dialog.file().endsWith(QStringLiteral(".svg")));
        opened.type(QStringLiteral("mine.pdf"));
        QCOMPARE(opened.named<QComboBox>(QStringLiteral("Format"))->currentText(), QStringLiteral("PDF page"));
        opened.choose(QStringLiteral("Format"), QStringLiteral("LaTeX with pgfplots"));
        QVERIFY(opened.dialog.file().endsWith(QStringLiteral("mine.tex")));
        const QString file = opened.root.filePath(QStringLiteral("curves.v2"));   // an ending of no format
        opened.type(file);
        QVERIFY(opened.press());
        QVERIFY(QFile::exists(file + QStringLiteral(".tex")));
    }

    void everyFormatIsWritten() {
        for (const char* ending : {"png", "svg", "pdf", "csv", "tex"}) {
            Opened opened;
            const QString file = opened.root.filePath(QStringLiteral("out.") + QLatin1String(ending));
            opened.type(file);
            QVERIFY2(opened.press(), ending);
            QVERIFY2(QFileInfo(file).size() > 400, ending);
            QVERIFY(!opened.dialog.isVisible());
        }
    }

    void asksInLineBeforeItReplaces() {
        Opened opened;
        const QString file = opened.root.filePath(QStringLiteral("out.csv"));
        QFile old(file);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        opened.type(file);
        QTest::mouseClick(opened.save(), Qt::LeftButton);
        QCOMPARE(opened.message(), QStringLiteral("out.csv exists. Replace it?"));
        QVERIFY(opened.save()->text().contains(QStringLiteral("Replace")));
        QCOMPARE(QFileInfo(file).size(), 3);
        opened.choose(QStringLiteral("Layout"), QStringLiteral("wide: one column a curve"));
        QVERIFY(opened.save()->text().contains(QStringLiteral("Save")));   // a change asks anew
        QTest::mouseClick(opened.save(), Qt::LeftButton);
        QVERIFY(opened.press());
        QVERIFY(QFileInfo(file).size() > 3);
    }

    void mistakesStandInTheDialog() {
        Opened opened;
        opened.named<QLineEdit>(QStringLiteral("File"))->clear();
        QTest::mouseClick(opened.save(), Qt::LeftButton);
        QVERIFY(opened.message().startsWith(QStringLiteral("No file")));
        opened.type(opened.root.filePath(QStringLiteral("no/such/folder/out.png")));
        QTest::mouseClick(opened.save(), Qt::LeftButton);
        QTRY_VERIFY2(opened.message().contains(QStringLiteral("no/such/folder")), qPrintable(opened.message()));
        QVERIFY(opened.dialog.isVisible() && opened.save()->isEnabled());
    }

    void thePreviewFollowsTheOptions() {
        Opened opened(0.6);
        auto* preview = opened.dialog.findChild<FigurePreview*>();
        QTRY_VERIFY(!preview->image().isNull());
        const QImage before = preview->image();
        QSignalSpy drawn(preview, &FigurePreview::drawn);
        opened.choose(QStringLiteral("Legend"), QStringLiteral("none"));
        QVERIFY(drawn.wait(5000));
        QVERIFY(preview->image() != before);
        opened.choose(QStringLiteral("Format"), QStringLiteral("CSV table"));
        QTRY_VERIFY(preview->text().startsWith(QStringLiteral("run,name,kind")));
    }

    void manyChangesInARowAreDrawnOnce() {
        Opened opened;
        auto* preview = opened.dialog.findChild<FigurePreview*>();
        QTRY_VERIFY(!preview->image().isNull());
        QSignalSpy drawn(preview, &FigurePreview::drawn);
        auto* title = opened.named<QLineEdit>(QStringLiteral("Title"));
        for (int i = 0; i < 100; ++i) title->setText(QString::number(i));
        QVERIFY(drawn.wait(5000));
        QTest::qWait(200);
        QVERIFY(drawn.count() <= 2);
    }

    void presetsSetSizeResolutionAndFont() {
        Opened opened;
        opened.choose(QStringLiteral("Size for"), QStringLiteral("one column, 85 mm"));
        QCOMPARE(opened.named<QSpinBox>(QStringLiteral("Width in pixels"))->value(), 1004);
        QCOMPARE(opened.named<QSpinBox>(QStringLiteral("Resolution"))->value(), 300);
        opened.named<QSpinBox>(QStringLiteral("Resolution"))->setValue(200);
        QCOMPARE(opened.named<QComboBox>(QStringLiteral("Size for"))->currentText(), QStringLiteral("as below"));
    }

    void remembersItsOptionsAndFolder() {
        Opened first;
        first.choose(QStringLiteral("Size for"), QStringLiteral("slide, 16:9"));
        first.choose(QStringLiteral("Legend"), QStringLiteral("at the right"));
        first.type(first.root.filePath(QStringLiteral("out.pdf")));
        QVERIFY(first.press());
        Opened second;
        second.dialog.remember(first.dialog.memory());
        QCOMPARE(second.dialog.memory(), first.dialog.memory());
        QCOMPARE(second.dialog.file(), first.root.filePath(QStringLiteral("random-labels.pdf")));
        second.dialog.remember({QStringLiteral("{damaged"), QStringLiteral("/not/there")});
        QVERIFY(second.dialog.file().endsWith(QStringLiteral(".png")));
    }

    void theCommandTellsWhyThereIsNone() {
        QTemporaryDir root;
        std::vector<FigurePanel> panels = Opened::panels(root, 0.0);
        QVERIFY(ExportDialog(panels).command().startsWith(QStringLiteral("overfit export '")));
        panels[0].x = AxisRange{1.0, 2.0};
        QVERIFY(ExportDialog(panels).command().isEmpty());
        QVERIFY(beyondRequest(panels).contains(QStringLiteral("zoomed")));
        panels[0].x.reset();
        panels[1].content.lines.front().runId += QStringLiteral("-other");
        QVERIFY(beyondRequest(panels).contains(QStringLiteral("same runs")));
    }

    void closingWhileItDrawsEndsWell() {
        for (int i = 0; i < 5; ++i) {
            Opened opened;
            opened.choose(QStringLiteral("Format"), QStringLiteral("SVG drawing"));
            QTest::qWait(45 + i);
        }
    }

    void closedWhileItWritesTheFileIsFinished() {
        QTemporaryDir root;
        QPointer<ExportDialog> dialog = new ExportDialog(Opened::panels(root, 0.0));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
        const QString file = root.filePath("curves.pdf");
        dialog->setFile(file);
        QSignalSpy exported(dialog.data(), &ExportDialog::exported);
        auto* buttons = dialog->findChild<QDialogButtonBox*>();
        QTest::mouseClick(buttons->button(QDialogButtonBox::Save), Qt::LeftButton);
        QTest::mouseClick(buttons->button(QDialogButtonBox::Cancel), Qt::LeftButton);
        QVERIFY(dialog && !dialog->isVisible());
        dialog->close();   // nor does the window's own cross delete it
        QTRY_VERIFY(dialog.isNull());
        QCOMPARE(exported.count(), 1);
        QVERIFY(QFile::exists(file));
    }

    void aProblemBringsTheClosedDialogBack() {
        QTemporaryDir root;
        ExportDialog dialog(Opened::panels(root, 0.0));
        dialog.show();
        QFile inTheWay(root.filePath("file"));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        dialog.setFile(root.filePath("file/curves.pdf"));
        auto* buttons = dialog.findChild<QDialogButtonBox*>();
        QTest::mouseClick(buttons->button(QDialogButtonBox::Save), Qt::LeftButton);
        dialog.close();
        QVERIFY(!dialog.isVisible());
        QTRY_VERIFY(dialog.isVisible());
        dialog.close();
        QVERIFY(!dialog.isVisible());
    }

    void everyControlHasAName() {
        Opened opened;
        QStringList nameless;
        for (const QWidget* widget : opened.dialog.findChildren<QWidget*>()) {
            const auto* push = qobject_cast<const QAbstractButton*>(widget);
            if (widget->focusPolicy() != Qt::NoFocus && widget->accessibleName().isEmpty() &&
                !qobject_cast<const QLabel*>(widget) && !(push && !push->text().isEmpty()) &&
                !widget->objectName().startsWith(QLatin1String("qt_")) && !widget->inherits("QComboBoxListView") &&
                !widget->inherits("QComboBoxPrivateContainer"))
                nameless << QString::fromLatin1(widget->metaObject()->className());
        }
        QCOMPARE(nameless, QStringList());
    }
};

QTEST_MAIN(TestExportDialog)
#include "test_export_dialog.moc"
