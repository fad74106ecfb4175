#pragma once

#include "core/data/dataset_source.h"
#include "core/support/digest.h"

#include <QByteArray>
#include <deque>
#include <string>

namespace fetch_tests {

inline std::string digest(const QByteArray& content, overfit::DigestKind kind) {
    overfit::Digest hash(kind);
    hash.add(std::string_view(content.constData(), static_cast<std::size_t>(content.size())));
    return hash.hex_digest();
}

/// A source whose texts live as long as it does.
class MadeSource {
public:
    explicit MadeSource(const std::string& address, const std::string& folder) {
        source_.address = keep(address);
        source_.folder = keep(folder);
    }

    void add(const std::string& name, const QByteArray& content, const QByteArray& unpacked = {}) {
        source_.files.push_back({.name = keep(name),
                                 .bytes = static_cast<std::uint64_t>(content.size()),
                                 .sha256 = keep(digest(content, overfit::DigestKind::Sha256)),
                                 .md5 = keep(digest(content, overfit::DigestKind::Md5)),
                                 .unpacked_md5 = unpacked.isNull() ? "" : keep(digest(unpacked, overfit::DigestKind::Md5))});
    }

    overfit::DatasetSource& operator*() { return source_; }
    overfit::DatasetSource* operator->() { return &source_; }

private:
    std::string_view keep(const std::string& text) { return texts_.emplace_back(text); }

    std::deque<std::string> texts_;
    overfit::DatasetSource source_{};
};

}   // namespace fetch_tests
