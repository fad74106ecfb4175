#include "core/config/dataset_facts.h"
#include "core/config/field_builder.h"

namespace overfit {

namespace {

bool is_device(std::string_view text) {
    if (text == "auto" || text == "cpu" || text == "cuda") return true;
    if (!text.starts_with("cuda:")) return false;
    const std::string_view index = text.substr(5);
    const bool digits = std::ranges::all_of(index, [](char c) { return c >= '0' && c <= '9'; });
    return digits && (index == "0" || (!index.empty() && index.size() <= 2 && index[0] != '0'));
}

bool decodes_photographs(const ExperimentConfig& config) {
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    return facts != nullptr && facts->any_size();
}

FieldBuilder seed_of(FieldBuilder field, const char* help) {
    return field.help(std::string(help) + " ~ = follows from `seed`.").empty_word("~").advanced();
}

std::vector<Field> seed_fields() {
    return {
        OVERFIT_FIELD(seed, "Seed")
            .help("Where all random draws of the experiment start. The same seed gives the same run; vary it for a spread.")
            .advanced(),
        seed_of(OVERFIT_FIELD(seeds.subset, "Subset seed"), "Which examples are taken from the data set."),
        seed_of(OVERFIT_FIELD(seeds.split, "Split seed"), "Which examples are set aside for validation."),
        seed_of(OVERFIT_FIELD(seeds.labels, "Label seed"), "Which training labels are corrupted, and into what."),
        seed_of(OVERFIT_FIELD(seeds.test_labels, "Test label seed"), "The corrupted copy of the test labels."),
        seed_of(OVERFIT_FIELD(seeds.pixels, "Pixel seed"), "Permutations and noise of the pixels."),
        seed_of(OVERFIT_FIELD(seeds.initialization, "Weight seed"), "The weights of the untrained network."),
        seed_of(OVERFIT_FIELD(seeds.order, "Order seed"), "The order of the examples in each epoch."),
        seed_of(OVERFIT_FIELD(seeds.dropout, "Dropout seed"), "Which activations dropout sets to zero."),
        seed_of(OVERFIT_FIELD(seeds.augmentation, "Augmentation seed"), "Crops, flips, rotations, cutouts and mixtures."),
    };
}

}   // namespace

std::vector<Field> machine_fields() {
    std::vector<Field> fields{
        OVERFIT_FIELD(device, "Device")
            .help("Where to train: auto (the first CUDA device, else the CPU), cpu, cuda, or one device such as cuda:1.")
            .text("auto, cpu, cuda or one device as in cuda:1", is_device)
            .advanced(),
        OVERFIT_FIELD(precision, "Precision")
            .help("Format of the numbers in matrix products. The weights themselves are always fp32.")
            .choices({{"auto", "the device's usual: fp32 on the CPU, tf32 on CUDA"},
                      {"fp32", "32 bits throughout"},
                      {"tf32", "products with 10 bits of fraction, only on CUDA"},
                      {"bf16", "products with 16 bits, 8 of them exponent"},
                      {"fp16", "products with 16 bits, 5 of them exponent, with loss scaling, only on CUDA"}})
            .advanced(),
        OVERFIT_FIELD(threads, "Threads")
            .help("CPU threads for training; auto = as many as there are cores.")
            .between(1, 1'024)
            .empty_word("auto")
            .advanced(),
        OVERFIT_FIELD(image_store, "Image store")
            .help("Where decoded photographs lie while training. A file of them is made once, beside the data, and used "
                  "again; "
                  "batches are read ahead from it.")
            .choices({{"auto", "in memory where they fill at most half of it, else in a file"},
                      {"resident", "all of them in memory"},
                      {"mapped", "in a file beside the data, mapped into memory"}})
            .when("data.dataset is image-folder or voc2012", decodes_photographs)
            .advanced(),
        OVERFIT_FIELD(deterministic, "Deterministic")
            .help("Takes only operations that give the same bits every time on the same device; slower on CUDA.")
            .advanced(),
    };
    std::ranges::move(seed_fields(), std::back_inserter(fields));
    return fields;
}

}   // namespace overfit
