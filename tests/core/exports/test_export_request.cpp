#include "core/exports/export_request.h"
#include "core/support/error.h"

#include <QtTest>
#include <functional>

using namespace overfit;

namespace {

ExportRequest unusual() {
    ExportRequest request;
    request.format = ExportFormat::Pgfplots;
    request.curves.colours = {"#0072b2", "#d55e00"};
    request.curves.metrics = {"train_loss", "test_accuracy"};
    request.curves.axis = XAxis::Time;
    request.curves.smoothing = 0.6;
    request.curves.log_x = request.curves.log_y = request.curves.grid = true;
    request.curves.layout = TableLayout::Wide;
    request.curves.names = {"a (seed 1)", "b"};
    request.figure = {.width = 777,
                      .height = 555,
                      .dpi = 99,
                      .font_points = 7.5,
                      .transparent = true,
                      .title = "a \"title\" \xc3\xa9",
                      .legend = LegendPlace::Right,
                      .raw = false,
                      .markers = false,
                      .most_points = 12};
    return request;
}

}   // namespace

class TestExportRequest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsBackWhatItWrites() {
        for (const ExportRequest& request : {ExportRequest{}, unusual()}) {
            const std::string json = export_request_to_json(request);
            QVERIFY(json.find('\n') == std::string::npos);
            const ExportRequest read = export_request_from_json(json);
            QCOMPARE(export_request_to_json(read), json);
            QCOMPARE(read.figure, request.figure);
            QCOMPARE(read.curves.names, request.curves.names);
            QCOMPARE(read.curves.metrics, request.curves.metrics);
            QCOMPARE(static_cast<int>(read.curves.axis), static_cast<int>(request.curves.axis));
        }
    }

    void everyPrefixIsRefused() {
        const std::string json = export_request_to_json(unusual());
        for (std::size_t length = 0; length < json.size(); ++length)
            QVERIFY_EXCEPTION_THROWN(export_request_from_json(std::string_view(json).substr(0, length)), Error);
    }

    void unknownNamesAreRefused() {
        std::string json = export_request_to_json({});
        json.replace(json.find("\"png\""), 5, "\"bmp\"");
        QVERIFY_EXCEPTION_THROWN(export_request_from_json(json), Error);
    }

    void theFileNameTellsTheFormat() {
        QVERIFY(format_of("a.PNG") == ExportFormat::Png);
        QVERIFY(format_of("dir.csv/a.tex") == ExportFormat::Pgfplots);
        QVERIFY(!format_of("a.bmp"));
        QVERIFY(!format_of("png"));
    }

    void theCommandTellsOnlyWhatDiffersFromTheDefault() {
        ExportRequest request;
        request.curves.runs = {"/runs/a"};
        QCOMPARE(export_command(request, "f.png"),
                 (std::vector<std::string>{"overfit", "export", "/runs/a", "--png", "f.png"}));
        request.curves.smoothing = 0.9;
        request.curves.names = {"a (seed 3)"};
        request.figure.legend = LegendPlace::None;
        QCOMPARE(export_command(request, "f.png"),
                 (std::vector<std::string>{"overfit", "export", "/runs/a", "--png", "f.png", "--smoothing", "0.9", "--name",
                                           "a (seed 3)", "--legend", "none"}));
        request.format = ExportFormat::Csv;   // a table has no legend
        QCOMPARE(export_command(request, "f.csv"),
                 (std::vector<std::string>{"overfit", "export", "/runs/a", "--csv", "f.csv", "--smoothing", "0.9", "--name",
                                           "a (seed 3)"}));
    }

    void chartsStandAsTheFigureHasRoom() {
        QCOMPARE(figure_columns(1600, 1000, 1), std::size_t{1});
        QCOMPARE(figure_columns(1600, 1000, 2), std::size_t{2});
        QCOMPARE(figure_columns(1000, 1000, 2), std::size_t{1});
        QCOMPARE(figure_columns(1600, 1000, 6), std::size_t{3});
        QCOMPARE(figure_columns(1600, 1000, 50), std::size_t{8});
        QCOMPARE(figure_columns(500, 2000, 4), std::size_t{1});
        QCOMPARE(figure_columns(3000, 300, 5), std::size_t{5});
    }

    void figuresOutOfRangeAreRefused_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("dpi");
        QTest::addColumn<double>("font");
        QTest::addColumn<int>("points");
        QTest::newRow("no width") << 0 << 500 << 150 << 9.0 << 0;
        QTest::newRow("negative") << 800 << -1 << 150 << 9.0 << 0;
        QTest::newRow("40,000 pixels") << 40000 << 500 << 150 << 9.0 << 0;
        QTest::newRow("too many in all") << 20000 << 20000 << 150 << 9.0 << 0;
        QTest::newRow("dpi") << 800 << 500 << 0 << 9.0 << 0;
        QTest::newRow("font") << 800 << 500 << 150 << 0.0 << 0;
        QTest::newRow("no font") << 800 << 500 << 150 << std::nan("") << 0;
        QTest::newRow("one point") << 800 << 500 << 150 << 9.0 << 1;
    }
    void figuresOutOfRangeAreRefused() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, dpi);
        QFETCH(double, font);
        QFETCH(int, points);
        FigureOptions options{.width = width, .height = height, .dpi = dpi, .font_points = font};
        options.most_points = points;
        QVERIFY_EXCEPTION_THROWN(check_figure(options), UsageError);
    }

    void everyPresetSizeIsInRange() {
        for (const FigureSize& size : figure_sizes()) check_figure(in_size({}, size));
        const FigureOptions column = in_size({}, *find_figure_size("one-column"));
        QCOMPARE(column.width, 1004);   // 85 mm at 300 dpi
        QVERIFY(find_figure_size("poster") == nullptr);
    }

    void namesAreCounted() {
        CurveRequest request;
        request.runs = {"a", "b"};
        request.names = {"first", ""};
        check_curves(request);
        request.names = {"first"};
        QVERIFY_EXCEPTION_THROWN(check_curves(request), UsageError);
    }

    void coloursAreCheckedAndCounted() {
        CurveRequest request;
        request.runs = {"a", "b"};
        request.colours = {"#0072b2", "#d55e00"};
        check_curves(request);
        request.colours = {"#0072b2"};
        QVERIFY_EXCEPTION_THROWN(check_curves(request), UsageError);
        request.colours = {"blue", "#d55e00"};
        QVERIFY_EXCEPTION_THROWN(check_curves(request), UsageError);
    }
};

QTEST_APPLESS_MAIN(TestExportRequest)
#include "test_export_request.moc"
