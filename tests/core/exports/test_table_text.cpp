#include "core/exports/table_text.h"

#include <QtTest>
#include <clocale>

using namespace overfit;

namespace {

TableCell cell(std::string text, std::string detail = "", bool strong = false, std::optional<double> number = {}) {
    return {std::move(text), std::move(detail), strong, number};
}

Table sample() {
    return {.titles = {"run", "test accuracy", "epochs"},
            .rows = {{cell("a"), cell("10.0 \u00b1 0.5 %", "", false, 0.1), cell("40", "", false, 40)},
                     {cell("b"), cell("84.2 %", "+74.2 \u00b1 0.4", true, 0.842), cell("\u2013")}},
            .notes = {"\u00b1 one standard deviation"}};
}

Table named(const std::string& name) {
    return {.titles = {"run", "x"}, .rows = {{cell(name), cell("1", "", false, 1)}}, .notes = {}};
}

}   // namespace

class TestTableText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void markdown() {
        QCOMPARE(table_as_markdown(sample()), std::string("| run | test accuracy | epochs |\n"
                                                          "| --- | ---: | ---: |\n"
                                                          "| a | 10.0 \u00b1 0.5 % | 40 |\n"
                                                          "| b | **84.2 % (+74.2 \u00b1 0.4)** | \u2013 |\n"
                                                          "\n"
                                                          "\u00b1 one standard deviation  \n"));
    }

    void latex() {
        QCOMPARE(table_as_latex(sample()),
                 std::string("\\begin{tabular}{lrr}\n"
                             "\\toprule\n"
                             "run & test accuracy & epochs \\\\\n"
                             "\\midrule\n"
                             "a & 10.0 $\\pm$ 0.5 \\% & 40 \\\\\n"
                             "b & \\textbf{84.2 \\% (+74.2 $\\pm$ 0.4)} & \\textendash{} \\\\\n"
                             "\\bottomrule\n"
                             "\\multicolumn{3}{l}{\\footnotesize $\\pm$ one standard deviation} \\\\\n"
                             "\\end{tabular}\n"));
    }

    void csvHasNumbersAsNumbers() {
        QCOMPARE(table_as_csv(sample()), std::string("run,test accuracy,epochs\r\n"
                                                     "a,0.1,40\r\n"
                                                     "b,0.842,\u2013\r\n"));
    }

    void csvKeepsToTheCLocale() {
        if (std::setlocale(LC_NUMERIC, "de_DE.UTF-8") == nullptr) std::setlocale(LC_NUMERIC, "");
        QVERIFY(table_as_csv(sample()).find("0.842") != std::string::npos);
        std::setlocale(LC_NUMERIC, "C");
    }

    void namesCannotBreakOutOfMarkdown() {
        const std::string text = table_as_markdown(named("a|b *c* [d](e) <f> `g`\nh_i"));
        QVERIFY2(text.find("| a\\|b \\*c\\* \\[d\\](e) &lt;f&gt; \\`g\\` h\\_i |") != std::string::npos, text.c_str());
    }

    void namesCannotBreakOutOfLatex() {
        const std::string text = table_as_latex(named("\\input{x} 50% of $a_1 & [b] * #^~"));
        QVERIFY2(text.find("\\textbackslash{}input\\{x\\} 50\\% of \\$a\\_1 \\& {[}b] {*} \\#\\textasciicircum{}"
                           "\\textasciitilde{} & 1 \\\\") != std::string::npos,
                 text.c_str());
    }

    void spreadsheetsRunNoFormulaOfAName() {
        QVERIFY(table_as_csv(named("=1+1")).find("'=1+1,1") != std::string::npos);
        QVERIFY(table_as_csv(named("a,\"b\"")).find("\"a,\"\"b\"\"\",1") != std::string::npos);
        QVERIFY(table_as_csv({.titles = {"run", "@x"}, .rows = {}, .notes = {}}).starts_with("run,'@x\r\n"));
    }

    void negativeNumbersStayNumbers() {
        const Table table{.titles = {"run", "x"}, .rows = {{cell("a"), cell("-1.5", "", false, -1.5)}}, .notes = {}};
        QVERIFY(table_as_csv(table).find("a,-1.5\r\n") != std::string::npos);
    }

    void turnedOverRowsAreColumns() {
        const Table turned = transposed(sample());
        QCOMPARE(turned.titles, (std::vector<std::string>{"run", "a", "b"}));
        QCOMPARE(turned.rows[0][0].text, std::string("test accuracy"));
        QCOMPARE(turned.rows[0][2].detail, std::string("+74.2 \u00b1 0.4"));
        QVERIFY(turned.rows[0][2].strong);
        QCOMPARE(turned.rows[1][1].text, std::string("40"));
        QCOMPARE(table_as_markdown(transposed(turned)), table_as_markdown(sample()));
    }
};

QTEST_APPLESS_MAIN(TestTableText)
#include "test_table_text.moc"
