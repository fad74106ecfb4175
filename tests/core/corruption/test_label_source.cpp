#include "core/corruption/label_source.h"
#include "core/support/error.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace overfit;

namespace {

using Labels = std::vector<std::uint16_t>;

Labels labels_in(const QByteArray& bytes, const char* column = "", const ExpectedLabels& expected = {4, 10}) {
    return parse_label_file({bytes.constData(), static_cast<std::size_t>(bytes.size())}, column, expected, "human.csv");
}

template <typename Action>
QString refusal(Action&& action) {
    try {
        action();
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

TransitionMatrix matrix_in(const char* text, int classes = 2) { return parse_transition_matrix(text, classes, "m.txt"); }

/// As numpy.save() writes it.
QByteArray npy(const char* kind, const char* order, const char* shape, const QByteArray& values) {
    QByteArray header = QByteArray("{'descr': '") + kind + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    while ((10 + header.size() + 1) % 64 != 0) header += ' ';
    header += '\n';
    const auto length = header.size();
    return QByteArray("\x93NUMPY\x01\x00", 8) + static_cast<char>(length & 255) + static_cast<char>(length >> 8) + header +
           values;
}

const Labels four{3, 0, 9, 1};

}   // namespace

class TestLabelSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labelsAreReadFromTextAndCsv_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("column");
        QTest::newRow("a line each") << QByteArray("3\n0\n9\n1\n") << QByteArray();
        QTest::newRow("no last line end") << QByteArray("3\n0\n9\n1") << QByteArray();
        QTest::newRow("lines of Windows") << QByteArray("\xEF\xBB\xBFlabel\r\n3\r\n0\r\n9\r\n1\r\n\r\n") << QByteArray();
        QTest::newRow("a name and a comment") << QByteArray("# CIFAR-N\nlabel\n3\n0\n9\n1\n") << QByteArray("label");
        QTest::newRow("named columns") << QByteArray("clean,worse\n1,3\n1,0\n1,9\n1,1\n") << QByteArray("worse");
        QTest::newRow("names in quotes") << QByteArray("\"clean\";\"worse\"\n1;3\n1;0\n1;9\n1;1\n") << QByteArray("worse");
        QTest::newRow("a column by number") << QByteArray("7 3\n7 0\n7 9\n7 1\n") << QByteArray("1");
        QTest::newRow("tabs") << QByteArray("3\t5\n0\t5\n9\t5\n1\t5\n") << QByteArray("0");
    }
    void labelsAreReadFromTextAndCsv() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, column);
        QCOMPARE(labels_in(bytes, column.constData()), four);
    }

    void labelsAreReadFromNumpyArrays() {
        QCOMPARE(labels_in(npy("|u1", "False", "(4,)", QByteArray("\x03\x00\x09\x01", 4))), four);
        QCOMPARE(labels_in(npy("<i2", "False", "(4,)", QByteArray("\x03\0\x00\0\x09\0\x01\0", 8))), four);
        QByteArray wide;
        for (const char label : QByteArray("\3\0\11\1", 4)) wide += label + QByteArray(7, '\0');
        QCOMPARE(labels_in(npy("<i8", "False", "(4,)", wide)), four);
        const QByteArray rows("\x05\x03\x05\x00\x05\x09\x05\x01", 8), columns("\x05\x05\x05\x05\x03\x00\x09\x01", 8);
        QCOMPARE(labels_in(npy("|i1", "False", "(4, 2)", rows), "1"), four);
        QCOMPARE(labels_in(npy("|i1", "True", "(4, 2)", columns), "1"), four);
    }

    void whatDoesNotFitIsRefusedWithItsPlace_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("column");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QByteArray& bytes, const char* column, const char* message) {
            QTest::newRow(name) << bytes << QByteArray(column) << QString(message);
        };
        row("too few", "3\n0\n9\n", "",
            "human.csv: expected 4 labels, one for each training example of the data set, found 3");
        row("too many", "3\n0\n9\n1\n1\n", "", "expected 4 labels, one for each training example of the data set, found 5");
        row("beyond the classes", "3\n0\n10\n1\n", "", "human.csv:3: expected a class from 0 to 9, found 10");
        row("negative", "3\n0\n9\n-1\n", "", "human.csv:4: expected a class from 0 to 9, found -1");
        row("a word", "3\ncat\n9\n1\n", "", "human.csv:2: expected a class number, found \"cat\"");
        row("a fraction", "3\n0.5\n9\n1\n", "", "human.csv:2: expected a class number, found \"0.5\"");
        row("a gap", "3\n\n9\n1\n", "", "human.csv:2: expected a class number, found \"\"");
        row("a missing cell", "a,b\n1,3\n1\n", "b", "human.csv:3: expected 2 columns, found 1");
        row("several columns", "a,b\n1,3\n", "",
            "human.csv: has 2 columns: a, b; name one of them in corruption.labels.column");
        row("no such column", "worse_label,b\n1,3\n", "worst_label",
            "human.csv: has no column \"worst_label\"; the nearest name is worse_label");
        row("no such number", "1,3\n", "2", "set corruption.labels.column to one of 0 to 1");
        row("empty", "", "", "expected a class number a line, found an empty file");
        row("torch archive", QByteArray("PK\x03\x04rest", 8), "", "is a Python pickle");
        row("numpy archive", QByteArray("PK\x03\x04", 4) + QByteArray(26, '\0') + "labels.npy", "",
            "is an archive of numpy arrays");
        row("pickle", QByteArray("\x80\x04rest"), "", "is a Python pickle");
        row("array of objects", npy("|O", "False", "(4,)", "x"), "", "holds Python objects");
        row("array of reals", npy("<f4", "False", "(1,)", "xxxx"), "", "expected whole numbers, found an array of '<f4'");
        row("array cut short", npy("|u1", "False", "(4,)", "\x03"), "", "expected 4 x 1 numbers of 1 bytes, found 1 bytes");
        row("array too large", npy("|u1", "False", "(4,)", "\x03\x03\x03\x0B"), "",
            "human.csv, example 3: expected a class from 0 to 9, found 11");
        row("array of three dimensions", npy("|u1", "False", "(2, 2, 1)", "xxxx"), "",
            "expected 1 or 2 dimensions, found 3");
    }
    void whatDoesNotFitIsRefusedWithItsPlace() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, column);
        QFETCH(QString, message);
        const QString told = refusal([&] { labels_in(bytes, column.constData()); });
        QVERIFY2(told.contains(message), qPrintable(told));
    }

    void everyBeginningOfAMatrixIsRefused() {
        const QByteArray whole = "# two classes\n0.75, 0.25\n\n0.125\t0.875 # the second\n";
        const qsizetype end = whole.indexOf("875") + 3;   // what follows is a comment
        for (qsizetype length = 0; length < end; ++length) {
            const QByteArray beginning = whole.first(length);
            try {
                matrix_in(beginning.constData());
                QFAIL(beginning.constData());
            } catch (const UsageError& error) {
                QVERIFY2(QString(error.what()).startsWith("m.txt"), error.what());
            }
        }
        for (qsizetype length = end; length <= whole.size(); ++length) {
            QCOMPARE(matrix_in(whole.first(length).constData()).chance(1, 1), 0.875);
        }
    }

    void everyBeginningOfAFileIsRefusedOrShort() {
        const QByteArray array = npy("<i2", "False", "(4,)", QByteArray("\x03\0\x00\0\x09\0\x01\0", 8));
        for (qsizetype length = 0; length < array.size(); ++length) {
            QVERIFY2(!refusal([&] { labels_in(array.left(length)); }).isEmpty(), qPrintable(QString::number(length)));
        }
        const QByteArray text = "label\n3\n0\n9\n1";
        for (qsizetype length = 0; length < text.size(); ++length) {
            QVERIFY2(!refusal([&] { labels_in(text.left(length)); }).isEmpty(), qPrintable(QString::number(length)));
        }
    }

    void aMatrixIsReadRowByRow() {
        const TransitionMatrix matrix = matrix_in("# true x given\n0.9 0.1\n\n0.25,\t0.75  # the second\n");
        QCOMPARE(matrix.classes, 2);
        QCOMPARE(matrix.chances, (std::vector<double>{0.9, 0.1, 0.25, 0.75}));
        QCOMPARE(matrix.chance(1, 0), 0.25);
        matrix_in("0.3333333 0.3333333 0.3333333\n1 0 0\n1e-3 0.999 0\n", 3);   // seven digits are enough
    }

    void whatIsNoMatrixIsRefusedWithLineAndColumn_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("sum") << QByteArray("0.5 0.5\n\n0.5 0.4\n") << "m.txt:3: row 2 sums to 0.9; expected 1 within 1e-6";
        QTest::newRow("short row") << QByteArray("0.5 0.5\n1\n")
                                   << "m.txt:2: expected 2 numbers, one for each class, found 1";
        QTest::newRow("long row") << QByteArray("0.5 0.25 0.25\n") << "m.txt:1: expected 2 numbers";
        QTest::newRow("few rows") << QByteArray("0.5 0.5\n") << "m.txt: expected 2 rows, one for each class, found 1";
        QTest::newRow("many rows") << QByteArray("1 0\n1 0\n1 0\n") << "m.txt:3: expected 2 rows, found one more";
        QTest::newRow("word") << QByteArray("1 0\n0 one\n")
                              << "m.txt:2, column 2: expected a number from 0 to 1, found \"one\"";
        QTest::newRow("negative") << QByteArray("1.5 -0.5\n0 1\n")
                                  << "m.txt:1, column 1: expected a number from 0 to 1, found \"1.5\"";
        QTest::newRow("not a number") << QByteArray("NaN 1\n0 1\n") << "m.txt:1, column 1: expected a number from 0 to 1";
        QTest::newRow("empty") << QByteArray("") << "m.txt: expected 2 rows, one for each class, found 0";
    }
    void whatIsNoMatrixIsRefusedWithLineAndColumn() {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const QString told = refusal([&] { matrix_in(text.constData()); });
        QVERIFY2(told.contains(message), qPrintable(told));
    }

    void aFileIsFoundByItsWholePathAndBelowADataRoot() {
        QTemporaryDir folder;
        QFile file(folder.filePath("human.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("3\n0\n9\n1\n");
        file.close();
        LabelCorruption noise;
        QVERIFY(!locate_label_source(noise, {}));
        noise.draw = LabelDraw::LabelFile;
        const std::vector<std::filesystem::path> roots{folder.path().toStdString()};
        noise.file = "human.txt";
        QCOMPARE(load_label_source(noise, {4, 10}, roots).labels, four);
        noise.file = folder.filePath("human.txt").toStdString();
        const LabelSource source = load_label_source(noise, {4, 10}, {});
        QCOMPARE(source.file, std::string("human.txt"));
        QCOMPARE(source.sha256, std::string("e7a7f8fa6944153dd7da2c62f0ab29779b3532942768d84dbad20223017627ab"));
        noise.file = "absent.txt";
        QVERIFY(refusal([&] { locate_label_source(noise, roots); }).startsWith("corruption.labels.file: there is no file "));
    }

    /// A file of the same name in a data root must not win over the one that lies in sight.
    void theCurrentFolderComesBeforeTheDataRoots() {
        const QTemporaryDir current, root;
        const auto put = [](const QTemporaryDir& folder, const char* name) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly)) file.write("3\n0\n9\n1\n");
        };
        put(current, "both.txt");
        put(root, "both.txt");
        put(root, "root.txt");
        const std::vector<std::filesystem::path> roots{root.path().toStdString()};
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(current.path()));
        LabelCorruption noise{.fraction = 0.0, .draw = LabelDraw::LabelFile, .file = "both.txt"};
        const auto both = locate_label_source(noise, roots);
        noise.file = "root.txt";
        const auto in_root = locate_label_source(noise, roots);
        noise.file = root.filePath("both.txt").toStdString();
        const auto whole = locate_label_source(noise, roots);
        QVERIFY(QDir::setCurrent(before));
        QCOMPARE(*both, std::filesystem::path("both.txt"));
        QCOMPARE(*in_root, roots.front() / "root.txt");
        QCOMPARE(*whole, roots.front() / "both.txt");
    }
};

QTEST_APPLESS_MAIN(TestLabelSource)
#include "test_label_source.moc"
