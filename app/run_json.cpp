#include "app/run_json.h"

namespace overfit::cli {

using nlohmann::ordered_json;

ordered_json findings_as_json(std::span<const Finding> findings) {
    ordered_json list = ordered_json::array();
    for (const Finding& finding : findings) {
        list.push_back({{"level", level_name(finding.level)}, {"code", finding.code}, {"message", finding.message}});
    }
    return list;
}

ordered_json run_as_json(const RunListing& run) {
    ordered_json document = {{"folder", run.folder.string()}, {"shown_name", run.shown_name()}};
    if (!run.record) {
        document["problem"] = run.problem;
        return document;
    }
    document["tags"] = run.user.tags;
    document["starred"] = run.user.starred;
    document["archived"] = run.user.archived;
    document.update(ordered_json::parse(run_record_to_json(*run.record)));
    document["status"] = status_name(run.record->status);
    return document;
}

std::string json_text(const ordered_json& document) {
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}   // namespace overfit::cli
