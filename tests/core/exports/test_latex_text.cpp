#include "core/exports/latex_text.h"

#include <QtTest>

using namespace overfit;

class TestLatexText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySpecialCharacterIsEscaped() {
        QCOMPARE(latex_text("a_b & 50 % of $x^2$ #1 {z} ~ \\end"),
                 std::string("a\\_b \\& 50 \\% of \\$x\\textasciicircum{}2\\$ \\#1 \\{z\\} \\textasciitilde{} "
                             "\\textbackslash{}end"));
    }

    void keysOfPgfplotsAreNotPartedByText() {
        QCOMPARE(latex_text("p=1,[x]--y", LatexPlace::Key), std::string("p{=}1{,}{[}x{]}{-}{-}y"));
        QCOMPARE(latex_text("60,000"), std::string("60,000"));
    }

    void lineEndsAndControlCharactersAreSpaces() {
        QCOMPARE(latex_text("a\nb\tc\x01"
                            "d"),
                 std::string("a b c d"));
    }

    void lettersStayAndWhatPdflatexCannotSetIsMarked() {
        QCOMPARE(latex_text("Grüße"), std::string("Grüße"));
        QCOMPARE(latex_text("α\u200b😀"), std::string("???"));
        QCOMPARE(latex_text("a…b × c"), std::string("a\\textellipsis{}b \\texttimes{} c"));
        QCOMPARE(latex_text("\u2212"
                            "1 \u00b1 2 \u2020"),
                 std::string("$-$1 $\\pm$ 2 \\textdagger{}"));
        QCOMPARE(latex_text("\xff\xfe ok"), std::string("?? ok"));
    }
};

QTEST_APPLESS_MAIN(TestLatexText)
#include "test_latex_text.moc"
