#include "core/exports/line_style.h"

#include <QtTest>
#include <vector>

using namespace overfit;

class TestLineStyle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsDrawnTogetherDiffersInGreyPrint() {
        // The dash, in widths of the line; a factor of two is seen without colour. Train is solid.
        QVERIFY(line_dashes(MetricQuantity::Train).empty());
        std::vector<double> lengths;
        for (const auto quantity :
             {MetricQuantity::Running, MetricQuantity::Corrupted, MetricQuantity::Test, MetricQuantity::Clean})
            lengths.push_back(line_dashes(quantity)[0]);
        for (std::size_t i = 0; i + 1 < lengths.size(); ++i) QVERIFY(lengths[i + 1] >= 1.6 * lengths[i]);
    }

    void aLegendsSampleShowsAGap() {
        for (const auto quantity : {MetricQuantity::Test, MetricQuantity::Clean, MetricQuantity::Corrupted})
            QVERIFY(2.0 * (line_dashes(quantity)[0] + line_dashes(quantity)[1]) < 22.0);   // pixels, at a width of two
    }
};

QTEST_APPLESS_MAIN(TestLineStyle)
#include "test_line_style.moc"
