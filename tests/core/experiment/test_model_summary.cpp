#include "core/experiment/model_summary.h"
#include "core/exports/table_text.h"

#include <QtTest>

using namespace overfit;

namespace {

const ModelDescription two_layers{
    .parameters = 1'234,
    .multiply_adds = 100'000,
    .layers = {{.name = "conv1", .output_shape = {16, 8, 8}, .parameters = 432, .multiply_adds = 27'648},
               {.name = "fc", .output_shape = {10}, .parameters = 802, .multiply_adds = 72'352}}};

}   // namespace

class TestModelSummary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRowALayerAndTheSumsInTheLast() {
        const Table table = layer_table("resnet", two_layers);
        QCOMPARE(table.rows.size(), 3u);
        QCOMPARE(table.rows[0][1].text, std::string("16 x 8 x 8"));
        QCOMPARE(table.rows[1][3].text, std::string("72,352"));
        QCOMPARE(table.rows[2][0].text, std::string("resnet"));
        QCOMPARE(table.rows[2][2].number, 1'234.0);
        for (const auto& row : table.rows) QCOMPARE(row.size(), table.titles.size());
        QVERIFY(table_as_markdown(table).find("conv1 | 16 x 8 x 8 | 432 | 27,648") != std::string::npos);
    }

    void mapsAndVectorsAreCountedApart() {
        const LayerValues values = layer_values(two_layers);
        QCOMPARE(values.maps, std::int64_t{16 * 8 * 8});
        QCOMPARE(values.vectors, std::int64_t{10});
    }
};

QTEST_APPLESS_MAIN(TestModelSummary)
#include "test_model_summary.moc"
