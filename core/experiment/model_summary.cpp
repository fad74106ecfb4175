#include "core/experiment/model_summary.h"

#include "core/support/text.h"

namespace overfit {

namespace {

TableCell text_cell(const std::string& text) {
    return {.text = text, .detail = "", .strong = false, .number = std::nullopt};
}

TableCell number_cell(std::int64_t number, bool strong = false) {
    return {.text = with_thousands(number), .detail = "", .strong = strong, .number = static_cast<double>(number)};
}

}   // namespace

LayerValues layer_values(const ModelDescription& model) {
    LayerValues values;
    for (const LayerDescription& layer : model.layers) {
        std::int64_t count = 1;
        for (const std::int64_t side : layer.output_shape) count *= side;
        (layer.output_shape.size() > 1 ? values.maps : values.vectors) += count;
    }
    return values;
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::vector<std::string> sides;
    sides.reserve(shape.size());
    for (const std::int64_t side : shape) sides.push_back(std::to_string(side));
    return join(sides, " x ");
}

Table layer_table(const std::string& model, const ModelDescription& description) {
    Table table{.titles = {"layer", "output", "parameters", "multiply-adds"}, .rows = {}, .notes = {}};
    for (const LayerDescription& layer : description.layers) {
        table.rows.push_back({text_cell(layer.name), text_cell(shape_text(layer.output_shape)),
                              number_cell(layer.parameters), number_cell(layer.multiply_adds)});
    }
    table.rows.push_back({text_cell(model), text_cell(""), number_cell(description.parameters, true),
                          number_cell(description.multiply_adds, true)});
    return table;
}

}   // namespace overfit
