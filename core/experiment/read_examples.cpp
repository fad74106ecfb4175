#include "core/experiment/read_examples.h"

#include "core/config/dataset_facts.h"
#include "core/config/memory_estimate.h"
#include "core/data/geometry.h"
#include "core/data/photographs.h"
#include "core/data/split.h"
#include "core/support/error.h"
#include "core/support/memory_limit.h"
#include "core/support/values_at.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <numeric>
#include <utility>

namespace overfit {

namespace {

using Indices = std::vector<std::int64_t>;

/// Leaves only the examples at `places`.
void keep(DrawnExamples& examples, const Indices& places) {
    if (places.size() == examples.indices.size()) return;
    examples = {.indices = values_at(examples.indices, places),
                .true_labels = values_at(examples.true_labels, places),
                .given_labels = values_at(examples.given_labels, places)};
}

PreparedExamples prepared(ImageSet images, DrawnExamples examples) {
    images.labels = std::move(examples.true_labels);
    PreparedExamples block;
    block.images = std::move(images);
    block.given_labels = std::move(examples.given_labels);
    block.indices = std::move(examples.indices);
    return block;
}

DecodedSize decoded_size(const DataConfig& data) { return {.resize = data.resize, .crop = data.crop}; }

/// The blocks of one half of a data set of photographs: train and validation, or test.
class PhotographReader {
public:
    PhotographReader(const ExperimentConfig& config, const Dataset& dataset, const ImageSet& half,
                     std::vector<DrawnExamples*> blocks, const ReadingProgress& progress)
        : dataset_(dataset), half_(half), blocks_(std::move(blocks)), progress_(progress) {
        for (const DrawnExamples* block : blocks_) {
            Indices merged;
            std::ranges::merge(all_, block->indices, std::back_inserter(merged));
            all_ = std::move(merged);
        }
        plan_ = plan_decoding(half_, all_, decoded_size(before_training(config)));
        plan_.threads = static_cast<int>(config.threads.value_or(0));
    }

    const ImageShape& shape() const { return plan_.shape; }
    std::int64_t size() const { return static_cast<std::int64_t>(all_.size()); }

    /// One entry a block.
    std::vector<PreparedExamples> read(ImageStore store, std::vector<std::string>& notes) {
        DecodingTally tally;
        std::vector<PreparedExamples> blocks = store == ImageStore::Mapped ? mapped(tally, notes) : decoded(tally);
        std::ranges::move(tally.notes(half_.photographs->what), std::back_inserter(notes));
        if (all_.size() == half_.labels.size()) require_what_is_left(blocks, tally);
        return blocks;
    }

private:
    std::vector<PreparedExamples> decoded(DecodingTally& tally) {
        std::vector<PreparedExamples> blocks;
        for (DrawnExamples* block : blocks_) {
            DecodedFiles files = decode_photographs(half_, block->indices, plan_, progress_.stop);
            tally.add(files.tally);
            keep(*block, files.places);
            blocks.push_back(prepared(std::move(files.images), std::move(*block)));
        }
        return blocks;
    }

    std::vector<PreparedExamples> mapped(DecodingTally& tally, std::vector<std::string>& notes) {
        if (all_.empty()) return std::vector<PreparedExamples>(blocks_.size());
        const OpenedCache cache = open_image_cache(half_, all_, plan_, dataset_.class_names, progress_);
        if (!cache.note.empty()) notes.push_back(cache.note);
        tally = cache.images->facts().tally;
        const Indices stored = values_at(all_, cache.images->facts().places);   // of each image of the cache, ascending
        std::vector<PreparedExamples> blocks;
        for (DrawnExamples* block : blocks_) {
            Indices kept, images;   // places in the block, and in the cache
            for (std::size_t place = 0; place < block->indices.size(); ++place) {
                const auto found = std::ranges::lower_bound(stored, block->indices[place]);
                if (found == stored.end() || *found != block->indices[place]) continue;
                kept.push_back(static_cast<std::int64_t>(place));
                images.push_back(found - stored.begin());
            }
            keep(*block, kept);
            blocks.push_back(prepared({.shape = plan_.shape, .pixels = {}, .labels = {}}, std::move(*block)));
            blocks.back().stored = std::make_shared<const CachedImages>(cache.images, std::move(images));
        }
        return blocks;
    }

    void require_what_is_left(const std::vector<PreparedExamples>& blocks, const DecodingTally& tally) const {
        std::vector<std::uint16_t> labels;
        for (const PreparedExamples& block : blocks) std::ranges::copy(block.images.labels, std::back_inserter(labels));
        const Photographs& photographs = *half_.photographs;
        const auto why = tally.notes(photographs.what);
        if (tally.unreadable == 0)
            return require_every_class(labels, dataset_.class_names, photographs.folder, photographs.what);
        require_every_class(labels, dataset_.class_names, photographs.folder, photographs.what,
                            why.front() + "; replace them, or take the class out of both halves");
    }

    const Dataset& dataset_;
    const ImageSet& half_;
    std::vector<DrawnExamples*> blocks_;
    const ReadingProgress& progress_;
    Indices all_;   // of all blocks, ascending
    DecodingPlan plan_;
};

void require_one_shape(const ImageShape& train, const ImageShape& test, const Dataset& dataset) {
    if (train == test) return;
    throw UsageError({.where = dataset.train.photographs->folder.string(),
                      .problem = fmt::format("train images are {} x {}, test images {} x {}", train.width, train.height,
                                             test.width, test.height),
                      .remedy = "set data.resize to the side that all of them get"});
}

ReadExamples read_photographs(const ExperimentConfig& config, const Dataset& dataset, DrawnExperiment draw,
                              const ReadingProgress& progress) {
    PhotographReader train(config, dataset, dataset.train, {&draw.train, &draw.validation}, progress);
    PhotographReader test(config, dataset, dataset.test, {&draw.test}, progress);
    require_one_shape(train.shape(), test.shape(), dataset);
    const auto validation = static_cast<std::int64_t>(draw.validation.indices.size());
    ImageShape seen = train.shape();
    if (config.data.crop > 0) seen.height = seen.width = static_cast<int>(config.data.crop);
    const std::int64_t bytes =
        resident_image_bytes(config, train.size() - validation, validation + test.size(),
                             static_cast<std::int64_t>(train.shape().values()), static_cast<std::int64_t>(seen.values()));
    const ImageStore store = resolved_image_store(config.image_store, bytes, memory_limit());
    ReadExamples read;
    std::vector<PreparedExamples> blocks = train.read(store, read.notes);
    read.train = std::move(blocks[0]);
    read.validation = std::move(blocks[1]);
    read.test = std::move(test.read(store, read.notes)[0]);
    return read;
}

}   // namespace

ChosenImages choose_images(const ImageSet& half, std::span<const std::int64_t> indices, const DataConfig& data,
                           const std::stop_token& stop) {
    if (half.photographs) {
        DecodedFiles files = decode_photographs(half, indices, plan_decoding(half, indices, decoded_size(data)), stop);
        return {.images = std::move(files.images), .places = std::move(files.places)};
    }
    Indices places(indices.size());
    std::iota(places.begin(), places.end(), std::int64_t{0});
    return {.images = centre_crop(resized(select(half, indices), data.resize), data.crop), .places = std::move(places)};
}

ReadExamples read_examples(const ExperimentConfig& config, const Dataset& dataset, DrawnExperiment draw,
                           const ReadingProgress& progress) {
    if (dataset.train.photographs) return read_photographs(config, dataset, std::move(draw), progress);
    const DataConfig data = before_training(config);
    const auto block = [&](const ImageSet& half, DrawnExamples& examples) {
        ImageSet images = choose_images(half, examples.indices, data).images;
        return prepared(std::move(images), std::move(examples));
    };
    return {.train = block(dataset.train, draw.train),
            .validation = block(dataset.train, draw.validation),
            .test = block(dataset.test, draw.test),
            .notes = {}};
}

}   // namespace overfit
