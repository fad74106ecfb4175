#include "core/fetch/verify_dataset.h"

#include "core/config/dataset_facts.h"
#include "core/data/dataset_source.h"
#include "core/data/dataset_table.h"
#include "core/fetch/checksum_list.h"
#include "core/fetch/known_content.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/stopped.h"
#include "core/support/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

namespace fs = std::filesystem;

/// The publisher's entry for a file as it lies: of the same name, or of the packed name of an unpacked one.
const SourceFile* source_file(const DatasetSource& source, const std::string& name) {
    const auto found = std::ranges::find_if(source.files, [&](const SourceFile& file) {
        return file.name == name || (file.name == name + ".gz" && !file.unpacked_md5.empty());
    });
    return found == source.files.end() ? nullptr : &*found;
}

VerifiedFile compared(const std::string& name, std::string_view kind, std::string_view expected, const std::string& found) {
    if (found == expected) return {name, Authenticity::Original, fmt::format("{} {}", kind, found)};
    return {name, Authenticity::Differs, fmt::format("expected {} {}, found {}", kind, expected, found)};
}

/// Nothing when it was stopped.
std::optional<VerifiedFile> verify_file(std::string_view dataset, const DatasetSource& source, const fs::path& file,
                                        const std::stop_token& stop) {
    const std::string name = file.filename().string();
    const SourceFile* known = source_file(source, name);
    if (known != nullptr && known->name == name) {
        const auto verdict = check_content(file, *known, stop);
        if (!verdict) return std::nullopt;
        return VerifiedFile{name, verdict->content == Content::Other ? Authenticity::Differs : Authenticity::Original,
                            verdict->arithmetic};
    }
    const std::string_view md5 = known != nullptr ? known->unpacked_md5 : known_member_md5(dataset, name);
    if (md5.empty()) return VerifiedFile{name, Authenticity::Unknown, "no checksum of this file is published"};
    const auto found = md5_of_file(file, stop);
    if (!found) return std::nullopt;
    return compared(name, "md5", md5, *found);
}

/// What came out of an archive whose checksum was right, by the list that was written then.
std::vector<VerifiedFile> verify_list(const fs::path& folder, const std::stop_token& stop) {
    std::vector<VerifiedFile> files;
    std::error_code problem;
    for (const ListedFile& listed : read_checksum_list(folder)) {
        if (stop.stop_requested()) break;
        const std::string name = listed.file.generic_string();
        if (!fs::is_regular_file(folder / listed.file, problem)) {
            files.push_back({name, Authenticity::Differs, "expected a file, found none"});
        } else {
            files.push_back(compared(name, "sha256", listed.sha256, sha256_of_file(folder / listed.file)));
        }
    }
    return files;
}

std::vector<double> channel_means(const ImageSet& images) {
    const auto channels = static_cast<std::size_t>(images.shape.channels);
    const std::size_t plane = images.shape.values() / channels;
    std::vector<std::int64_t> sums(channels, 0);
    for (std::size_t place = 0; place < images.pixels.size(); ++place)
        sums[place / plane % channels] += images.pixels[place];
    std::vector<double> means;
    means.reserve(channels);
    for (const std::int64_t sum : sums)
        means.push_back(static_cast<double>(sum) / static_cast<double>(images.size() * plane));
    return means;
}

std::string means_text(const std::vector<double>& means) { return fmt::format("{:.6f}", fmt::join(means, ", ")); }

/// The images themselves against published channel means; the sums are whole numbers, so that they are the same or not.
VerifiedFile verify_pixels(std::string_view dataset, const Dataset& read) {
    const std::vector<double> found = channel_means(read.train);
    const double count = static_cast<double>(read.train.pixels.size()) / static_cast<double>(found.size());
    std::vector<double> expected;
    for (const std::int64_t sum : known_channel_sums(dataset)) expected.push_back(static_cast<double>(sum) / count);
    const bool same = std::ranges::equal(
        found, expected, [count](double left, double right) { return std::abs(left - right) * count < 0.5; });
    return {"training images", same ? Authenticity::Original : Authenticity::Differs,
            same ? fmt::format("channel means {}, as published", means_text(found))
                 : fmt::format("expected channel means {}, found {}", means_text(expected), means_text(found))};
}

/// Reads the set as a run does: what it is where no checksum tells, and whether it can be read at all. Throws Stopped.
void verify_content(std::string_view name, std::span<const fs::path> roots, const std::stop_token& stop,
                    Verification& result) {
    DataConfig data;
    data.dataset = name;
    try {
        const Dataset read = load_dataset(data, roots, stop);
        if (known_channel_sums(name).empty() || result.state == Authenticity::Differs) return;
        result.files.push_back(verify_pixels(name, read));
        // Whole sums over 50,000 images stand for the files that no checksum is published of.
        result.state = result.files.back().state;
    } catch (const Error& error) {
        result.files.push_back({error.parts().where, Authenticity::Damaged, error.parts().problem});
        result.state = Authenticity::Damaged;
    }
}

std::string summary_of(std::string_view title, Authenticity state) {
    switch (state) {
        case Authenticity::Original: return fmt::format("this is {} as published", title);
        case Authenticity::Differs:
            return fmt::format(
                "this differs from {} as published (copies that were decoded from JPEG do): it can be trained on, but "
                "accuracies may be some points away from published ones",
                title);
        case Authenticity::Damaged:
            return fmt::format("this copy of {} is damaged and cannot be trained on: get it again", title);
        case Authenticity::Unknown: break;
    }
    return fmt::format("nothing is published to compare this copy of {} with, file by file", title);
}

Authenticity overall(const std::vector<VerifiedFile>& files) {
    const auto any = [&](Authenticity state) {
        return std::ranges::find(files, state, &VerifiedFile::state) != files.end();
    };
    if (any(Authenticity::Differs)) return Authenticity::Differs;
    return files.empty() || any(Authenticity::Unknown) ? Authenticity::Unknown : Authenticity::Original;
}

}   // namespace

std::optional<Verification> verify_dataset(std::string_view name, std::span<const fs::path> roots,
                                           const std::stop_token& stop) {
    const DatasetPresence presence = locate_dataset(name, roots);
    const DatasetFacts& facts = *find_dataset_facts(name);
    if (!presence.present) {
        throw UsageError({.where = fmt::format("data set {}", facts.title),
                          .problem = "is not on this machine",
                          .remedy = presence.how_to_get});
    }
    Verification result{.folder = presence.folder, .files = {}, .state = Authenticity::Unknown, .summary = ""};
    const DatasetSource* source = find_dataset_source(name);
    if (source == nullptr) {
        result.summary = fmt::format("{} has no publisher to compare it with", facts.title);
        return result;
    }
    if (!source->members.paths.empty()) result.files = verify_list(presence.folder, stop);
    if (result.files.empty()) {
        for (const std::string& file : dataset_files(name)) {
            auto verified = verify_file(name, *source, present_file(presence.folder, file), stop);
            if (!verified) return std::nullopt;
            result.files.push_back(std::move(*verified));
        }
    }
    if (stop.stop_requested()) return std::nullopt;
    result.state = overall(result.files);
    try {
        if (result.state != Authenticity::Original) verify_content(name, roots, stop, result);
    } catch (const Stopped&) {
        return std::nullopt;
    }
    result.summary = summary_of(facts.title, result.state);
    return result;
}

Verification verify_dataset(std::string_view name, std::span<const fs::path> roots) {
    return *verify_dataset(name, roots, std::stop_token());
}

}   // namespace overfit
