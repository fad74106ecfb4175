#pragma once

#include "tests/core/data/data_files.h"
#include "tests/places.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace fetch_tests {

/// hostile_server.py with a folder of its own, as long as it lives.
class HostileServer {
public:
    /// certificate, key: files; with them it speaks https.
    explicit HostileServer(const QStringList& certificate = {}) : encrypted_(!certificate.isEmpty()) {
        qputenv("no_proxy", "127.0.0.1");   // a proxy of the machine's would see its own loopback
        process_.start("python3", QStringList{QString(overfit::places::source_dir) + "/tests/core/fetch/hostile_server.py",
                                              folder_.path()} +
                                      certificate);
        if (process_.waitForReadyRead(30'000)) port_ = process_.readLine().trimmed();
    }
    ~HostileServer() {
        process_.closeWriteChannel();
        if (!process_.waitForFinished(5'000)) process_.kill();
        process_.waitForFinished();
    }

    bool runs() const { return !port_.isEmpty(); }

    void put(const QString& name, const QByteArray& content) const {
        data_files::write(folder_.path().toStdString() + "/" + name.toStdString(), content);
    }

    /// "http://127.0.0.1:PORT/MANNER/NAME"
    std::string url(const QString& manner, const QString& name = {}) const {
        return QString("%1://127.0.0.1:%2/%3/%4")
            .arg(encrypted_ ? "https" : "http", QString::fromLatin1(port_), manner, name)
            .toStdString();
    }

private:
    QTemporaryDir folder_;
    bool encrypted_;
    QProcess process_;
    QByteArray port_;
};

}   // namespace fetch_tests
