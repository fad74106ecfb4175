#include "ui/charts/cut_name.h"

#include <QStandardItemModel>
#include <QTest>

using namespace overfit::ui;

class TestCutName : public QObject {
    Q_OBJECT

    const QFontMetricsF metrics_{QFont()};
    double roomFor(int letters) const { return metrics_.horizontalAdvance(QString(letters, u'n')); }
    QString cut(const QString& name, const QStringList& others, int letters) const {
        return cutName(name, others, metrics_, roomFor(letters));
    }

private Q_SLOTS:
    void whatFitsStandsWhole() { QCOMPARE(cut("random labels", {"true labels"}, 40), QStringLiteral("random labels")); }

    void alonePartsAtBothEndsStay() {
        const QString shown = cut("wide-resnet-28-random-labels-seed-17", {}, 20);
        QVERIFY2(shown.startsWith("wide") && shown.endsWith("17") && shown.contains(u'…'), qPrintable(shown));
        QVERIFY(metrics_.horizontalAdvance(shown) <= roomFor(20));
    }

    /// Wherever they differ, they are told apart.
    void namesThatDifferStayDifferent_data() {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        const QString common = QStringLiteral("one long description of an experiment");
        QTest::newRow("at the beginning") << "p 0.5 " + common + common << "p 0.9 " + common + common;
        QTest::newRow("behind the beginning")
            << "inception p 0.5 " + common + common << "inception p 0.9 " + common + common;
        QTest::newRow("in the middle") << common + " p 0.5 " + common << common + " p 0.9 " + common;
        QTest::newRow("before the end") << common + common + " p 0.5 inception" << common + common + " p 0.9 inception";
        QTest::newRow("at the end") << common + common + " p 0.5" << common + common + " p 0.9";
    }
    void namesThatDifferStayDifferent() {
        QFETCH(const QString, one);
        QFETCH(const QString, other);
        const QString first = cut(one, {one, other}, 24), second = cut(other, {one, other}, 24);
        QVERIFY2(first.contains("0.5"), qPrintable(first));
        QVERIFY2(second.contains("0.9"), qPrintable(second));
        QVERIFY(metrics_.horizontalAdvance(first) <= roomFor(24));
    }

    void aRowIsToldFromThoseAroundIt() {
        QStandardItemModel model;
        const QString common = QStringLiteral("one long description of an experiment");
        for (const char* p : {"p 0.5 ", "p 0.9 "}) model.appendRow(new QStandardItem(common + ' ' + p + common));
        QVERIFY(cutName(model.index(0, 0), metrics_, roomFor(24)).contains("0.5"));
        QVERIFY(cutName(model.index(1, 0), metrics_, roomFor(24)).contains("0.9"));
    }
};

QTEST_MAIN(TestCutName)
#include "test_cut_name.moc"
