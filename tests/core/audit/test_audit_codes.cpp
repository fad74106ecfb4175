#include "core/audit/audit_codes.h"
#include "tests/places.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace overfit;

class TestAuditCodes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCodeOfTheRulesIsExplainedAndNoOther() {
        QSet<QString> given, explained;
        const QDir core(QDir(places::source_dir).filePath("core"));
        QStringList rules{core.filePath("experiment/stored_results.cpp")};
        const QDir audit(core.filePath("audit"));
        for (const QString& name : audit.entryList({"*_rule*.cpp"})) rules << audit.filePath(name);
        static const QRegularExpression finding(QStringLiteral("FindingLevel::\\w+\\s*,\\s*\"([a-z-]+)\""));
        for (const QString& path : rules) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            for (auto match = finding.globalMatch(text); match.hasNext();) given << match.next().captured(1);
        }
        for (const AuditCode& code : audit_codes()) {
            QVERIFY(!code.meaning.empty());
            explained << QString::fromUtf8(code.code.data(), static_cast<qsizetype>(code.code.size()));
        }
        QVERIFY(given.size() >= 12);   // the files were found
        QCOMPARE(given, explained);
    }
};

QTEST_APPLESS_MAIN(TestAuditCodes)
#include "test_audit_codes.moc"
