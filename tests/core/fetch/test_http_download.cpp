#include "core/fetch/http_download.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "tests/core/fetch/hostile_server.h"

#include <QElapsedTimer>
#include <QStandardPaths>
#include <csignal>
#include <sys/resource.h>
#include <thread>

using namespace overfit;
using namespace fetch_tests;
using namespace std::chrono_literals;

namespace {

const QByteArray content = data_files::counting(200'000, 251);

}   // namespace

class TestHttpDownload : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<HostileServer> server_;
    std::unique_ptr<QTemporaryDir> folder_;
    DownloadLimits limits_{.expected_bytes = 200'000, .most_bytes = 200'000, .stall = 1s, .attempts = 3, .pause = 1ms};
    std::vector<std::string> retries_;

    std::filesystem::path part() const { return folder_->path().toStdString() + "/file.part"; }

    QByteArray on_disk() const { return QByteArray::fromStdString(read_file(part())); }

    bool fetch(const std::string& url, const std::stop_token& stop = {}) {
        PartFile file(part());
        DownloadEvents events;
        events.on_retry = [this](const std::string& reason) { retries_.push_back(reason); };
        return download(url, file, limits_, events, stop);
    }

    QString refusal(const std::string& url) {
        try {
            fetch(url);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

    std::vector<std::string> requests() {
        const std::filesystem::path log = folder_->path().toStdString() + "/requests";
        PartFile file(log);
        download(server_->url("requests").substr(0, server_->url("requests").size() - 1), file, {.most_bytes = 100'000}, {},
                 {});
        std::vector<std::string> lines;
        for (const QByteArray& line : QByteArray::fromStdString(read_file(log)).split('\n'))
            lines.push_back(line.toStdString());
        return lines;
    }

private Q_SLOTS:
    void init() {
        server_ = std::make_unique<HostileServer>();
        if (!server_->runs()) QSKIP("python3 is not here");
        server_->put("file", content);
        folder_ = std::make_unique<QTemporaryDir>();
        retries_.clear();
    }

    void fetchesAFile() {
        QVERIFY(fetch(server_->url("good", "file")));
        QCOMPARE(on_disk(), content);
        QVERIFY(retries_.empty());
    }

    void goesOnWhereAnEarlierAttemptEnded() {
        data_files::write(part(), content.left(150'000));
        QVERIFY(fetch(server_->url("good", "file")));
        QCOMPARE(on_disk(), content);
        QCOMPARE(requests().front(), "/good/file bytes=150000-");
    }

    void goesOnAfterABreak() {
        QVERIFY(fetch(server_->url("cut-once", "file")));
        QCOMPARE(on_disk(), content);
        QCOMPARE(retries_.size(), 1u);
        QCOMPARE(requests()[1], "/cut-once/file bytes=100000-");
    }

    void startsAgainWhereTheServerKnowsNoRanges() {
        QVERIFY(fetch(server_->url("cut-once-no-ranges", "file")));
        QCOMPARE(on_disk(), content);
        data_files::write(part(), "0123456789");
        QVERIFY(fetch(server_->url("no-ranges", "file")));
        QCOMPARE(on_disk(), content);
    }

    void aStallIsABreak() {
        QVERIFY(fetch(server_->url("stall", "file")));
        QCOMPARE(on_disk(), content);
        QCOMPARE(retries_, std::vector<std::string>{"nothing came for 1 s"});
    }

    void givesUpAfterSomeBreaksAndKeepsWhatCame() {
        const QString message = refusal(server_->url("cut", "file"));
        QVERIFY2(message.contains("(3 attempts)") && message.contains("--from URL or FILE"), qPrintable(message));
        QCOMPARE(on_disk(), content.left(100'000));
    }

    void breaksAtVaryingPlacesWithoutRangesEndToo() {
        // Each attempt begins anew: what came before counts as progress only as far as it goes beyond the furthest so far.
        const QString message = refusal(server_->url("cut-anywhere-no-ranges", "file"));
        QVERIFY2(message.contains("(3 attempts)"), qPrintable(message));
        QVERIFY(retries_.size() < 20);
    }

    void aBusyServerIsAskedAgain() {
        QVERIFY(fetch(server_->url("busy", "file")));
        QCOMPARE(on_disk(), content);
        QCOMPARE(retries_.size(), 2u);
    }

    void anotherSizeIsRefusedBeforeItsBytes() {
        QVERIFY(refusal(server_->url("longer", "file")).contains("expected 200,000 bytes, the server offers 201,000"));
        QCOMPARE(on_disk(), QByteArray());
        QVERIFY(refusal(server_->url("shorter", "file")).contains("expected 200,000 bytes, the server offers 100,000"));
    }

    void aServerThatSendsForEverIsCutOff() {
        const QString message = refusal(server_->url("endless", "file"));
        QVERIFY2(message.contains("expected at most 200,000 bytes, the server sends more"), qPrintable(message));
        QCOMPARE(on_disk(), QByteArray());
    }

    void theWrongPlaceIsNotAppended() {
        data_files::write(part(), content.left(50'000));
        QVERIFY(refusal(server_->url("other-place", "file")).contains("asked to go on from byte 50000"));
        QCOMPARE(on_disk(), content.left(50'000));
    }

    void anUnknownSizeIsTakenAsItComes() {
        limits_.expected_bytes = 0;
        QVERIFY(fetch(server_->url("good", "file")));
        QCOMPARE(on_disk(), content);
        QVERIFY(fetch(server_->url("good", "file")));   // whole already: the server has nothing behind its end
        QCOMPARE(on_disk(), content);
        limits_.expected_bytes = 200'000;
    }

    void missingFilesAndServersAreNamed() {
        const QString gone = refusal(server_->url("gone", "file"));
        QVERIFY2(gone.contains("the server answers 404: the file is not there"), qPrintable(gone));
        QCOMPARE(on_disk(), QByteArray());   // not the page that explains it
        QVERIFY(refusal("http://127.0.0.1:1/file").contains("is there a network?"));
        QVERIFY(refusal("ftp://127.0.0.1/file").contains("expected an address of http:// or https://"));
    }

    void followsRedirectsToAnEnd() {
        QVERIFY(fetch(server_->url("redirect", QString::fromStdString(server_->url("good", "file")))));
        QCOMPARE(on_disk(), content);
        std::filesystem::remove(part());
        QVERIFY(refusal(server_->url("loop", "x")).contains("sends on more than 5 times"));
        QVERIFY(refusal(server_->url("redirect", "file:///etc/passwd")).contains("file:///etc/passwd"));
    }

    void neverGoesFromHttpsToHttp() {
        QVERIFY(is_allowed_redirect("http://a/", "https://b/"));
        QVERIFY(is_allowed_redirect("http://a/", "http://b/"));
        QVERIFY(is_allowed_redirect("https://a/", "HTTPS://b/"));
        QVERIFY(!is_allowed_redirect("https://a/", "http://b/"));
        QVERIFY(!is_allowed_redirect("HTTPS://a/", "http://b/"));
        QVERIFY(!is_allowed_redirect("http://a/", "file:///b"));

        const QString openssl = QStandardPaths::findExecutable("openssl");
        if (openssl.isEmpty()) QSKIP("without the openssl program only the rule is tested");
        const QString certificate = folder_->filePath("cert.pem"), key = folder_->filePath("key.pem");
        QProcess maker;
        maker.start(openssl, QStringList{"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
                                         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate});
        QVERIFY(maker.waitForFinished() && maker.exitCode() == 0);
        const HostileServer encrypted({certificate, key});
        encrypted.put("file", content);
        QVERIFY(refusal(encrypted.url("good", "file")).contains("certificate is not trusted"));
        qputenv("CURL_CA_BUNDLE", certificate.toUtf8());
        QVERIFY(fetch(encrypted.url("good", "file")));
        QCOMPARE(on_disk(), content);
        std::filesystem::remove(part());
        const QString plain = QString::fromStdString(server_->url("good", "file"));
        const QString message = refusal(encrypted.url("redirect", plain));
        qunsetenv("CURL_CA_BUNDLE");
        QVERIFY2(message.contains("the server sends on to " + plain + ", which is not encrypted"), qPrintable(message));
        QCOMPARE(on_disk(), QByteArray());
    }

    void stopsWhileTheServerIsSilent() {
        limits_.stall = 60s;
        std::stop_source stop;
        std::jthread later([&] {
            std::this_thread::sleep_for(300ms);
            stop.request_stop();
        });
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!fetch(server_->url("silent", "file"), stop.get_token()));
        QVERIFY(timer.elapsed() < 20'000);
        limits_.stall = 1s;
    }

    void aFullDiskIsToldAndKeepsWhatCame() {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit tight{.rlim_cur = 120'000, .rlim_max = before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &tight);
        const QString message = refusal(server_->url("good", "file"));
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY2(message.contains("cannot be written: File too large; free some space"), qPrintable(message));
        QCOMPARE(on_disk(), content.left(120'000));
        QVERIFY(fetch(server_->url("good", "file")));
        QCOMPARE(on_disk(), content);
    }

    void twoFetchesNeverWriteOneFile() {
        const PartFile held(part());
        QVERIFY(refusal(server_->url("good", "file")).contains("another program is fetching this file"));
    }
};

QTEST_GUILESS_MAIN(TestHttpDownload)
#include "test_http_download.moc"
