#pragma once

#include "tests/core/data/data_files.h"

#include <archive.h>
#include <archive_entry.h>
#include <string>
#include <vector>

namespace fetch_tests {

/// One member of a made archive.
struct Member {
    std::string path;
    QByteArray content = {};
    std::string link = {};       // not empty: a symbolic link
    std::string hardlink = {};   // not empty: a hard link
    bool folder = false;
};

enum class Packing { Tar, TarGz, Zip };

inline QByteArray archive_of(const std::vector<Member>& members, Packing packing = Packing::TarGz) {
    archive* writer = archive_write_new();
    if (packing == Packing::Zip) {
        archive_write_set_format_zip(writer);
    } else {
        archive_write_set_format_pax_restricted(writer);
        if (packing == Packing::TarGz) archive_write_add_filter_gzip(writer);
    }
    archive_write_set_bytes_in_last_block(writer, 1);
    std::vector<char> buffer(std::size_t{8} << 20);
    std::size_t used = 0;
    archive_write_open_memory(writer, buffer.data(), buffer.size(), &used);
    for (const Member& member : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.path.c_str());
        archive_entry_set_perm(entry, 0600);
        archive_entry_set_filetype(entry, member.folder ? AE_IFDIR : member.link.empty() ? AE_IFREG : AE_IFLNK);
        if (!member.link.empty()) archive_entry_set_symlink(entry, member.link.c_str());
        if (!member.hardlink.empty()) archive_entry_set_hardlink(entry, member.hardlink.c_str());
        archive_entry_set_size(entry, member.content.size());
        archive_write_header(writer, entry);
        archive_write_data(writer, member.content.constData(), static_cast<std::size_t>(member.content.size()));
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    return {buffer.data(), static_cast<qsizetype>(used)};
}

}   // namespace fetch_tests
