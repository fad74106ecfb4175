#include "core/runs/json_document.h"
#include "core/runs/run_record.h"
#include "core/support/atomic_file.h"

namespace overfit {

namespace {

constexpr const char* file_name = "user.json";

}   // namespace

UserNotes read_user_notes(const std::filesystem::path& run_folder) {
    const std::filesystem::path file = run_folder / file_name;
    std::error_code problem;
    if (!std::filesystem::exists(file, problem)) return {};
    const JsonDocument document(read_file(file, std::size_t{1} << 20), file.string());
    const JsonValue json = document.root();
    UserNotes notes;
    notes.name = json.text_of("name");
    if (const auto tags = json.find("tags")) notes.tags = tags->texts();
    notes.colour = json.text_of("colour");
    if (const auto starred = json.find("star")) notes.starred = starred->boolean();
    if (const auto archived = json.find("archived")) notes.archived = archived->boolean();
    return notes;
}

void write_user_notes(const std::filesystem::path& run_folder, const UserNotes& notes) {
    const std::filesystem::path file = run_folder / file_name;
    // Keys that this version does not know (annotations of a later one) are kept.
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    std::error_code problem;
    if (std::filesystem::exists(file, problem)) {
        const std::string text = read_file(file, std::size_t{1} << 20);
        const JsonDocument checked(text, file.string());
        json = nlohmann::ordered_json::parse(text);
    }
    json["name"] = notes.name;
    json["tags"] = notes.tags;
    json["colour"] = notes.colour;
    json["star"] = notes.starred;
    json["archived"] = notes.archived;
    atomic_write(file, json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n');
}

}   // namespace overfit
