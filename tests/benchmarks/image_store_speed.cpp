// What larger-than-memory photographs cost, on images made up for it (waves and noise, about 1 bit a pixel as JPEG):
//
//     image_store_speed [--images N] [--side PIXELS] [--rounds N] [--threads N]
//
// Prints images/s decoded into the file (once), the time to open it again, images/s read from it; then, for an MLP and a
// Wide ResNet, training images/s with all images in memory and read ahead from the file, taking turns in this process, and
// their ratio (median, least and largest over the rounds).

#include "core/benchmark/benchmark.h"
#include "core/engine/training/process_settings.h"
#include "core/engine/training/run.h"
#include "core/experiment/prepared_experiment.h"
#include "core/support/random_stream.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <turbojpeg.h>
#include <vector>

using namespace overfit;

namespace {

using Clock = std::chrono::steady_clock;

struct Settings {
    int images = 6'000;
    int side = 64;
    int rounds = 5;
    int threads = 2;
};

Settings read_arguments(int count, char** arguments) {
    Settings settings;
    for (int place = 1; place + 1 < count; place += 2) {
        const std::string name = arguments[place];
        const int value = std::atoi(arguments[place + 1]);
        if (name == "--images") settings.images = value;
        if (name == "--side") settings.side = value;
        if (name == "--rounds") settings.rounds = value;
        if (name == "--threads") settings.threads = value;
    }
    return settings;
}

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// A photograph of its own, somewhat larger than `side`, so that it has to be scaled.
void write_photograph(const std::filesystem::path& file, int side, RandomStream& stream) {
    const int width = side * 5 / 4, height = side * 9 / 8;
    const double direction = stream.uniform() * 6.3, length = 4.0 + 20.0 * stream.uniform();
    std::vector<unsigned char> pixels;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double wave = std::sin((x * std::cos(direction) + y * std::sin(direction)) / length);
            for (int channel = 0; channel < 3; ++channel) {
                const auto noise = static_cast<double>(stream.below(24));
                pixels.push_back(static_cast<unsigned char>(116.0 + (80.0 - 25.0 * channel) * wave + noise));
            }
        }
    }
    tjhandle encoder = tjInitCompress();
    unsigned char* packed = nullptr;
    unsigned long size = 0;
    tjCompress2(encoder, pixels.data(), width, 0, height, TJPF_RGB, &packed, &size, TJSAMP_420, 85, 0);
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(packed), static_cast<std::streamsize>(size));
    tjFree(packed);
    tjDestroy(encoder);
}

void write_folder(const std::filesystem::path& folder, const Settings& settings) {
    RandomStream stream(1);
    for (const char* half : {"train", "val"}) {
        const int images = half[0] == 't' ? settings.images : settings.images / 10;
        for (int image = 0; image < images; ++image) {
            const auto place = folder / half / ("class" + std::to_string(image % 10));
            std::filesystem::create_directories(place);
            write_photograph(place / (std::to_string(image) + ".jpg"), settings.side, stream);
        }
    }
}

ExperimentConfig make_config(const std::filesystem::path& folder, const Settings& settings, const std::string& model) {
    ExperimentConfig config;
    config.data.dataset = "image-folder";
    config.data.folder = folder.string();
    config.data.resize = settings.side;
    config.model.name = model;
    if (model == "wide-resnet") config.model.depth = 10;
    config.training.epochs = 1;
    config.training.stop_when_fitted = false;
    config.device = "cpu";
    config.threads = settings.threads;
    return config;
}

PreparedExperiment prepared(ExperimentConfig config, ImageStore store) {
    config.image_store = store;
    return prepare_experiment(config, {});
}

void measure_reading(const ExperimentConfig& config) {
    auto begin = Clock::now();
    const PreparedExperiment made = prepared(config, ImageStore::Mapped);
    const double decoding = seconds_since(begin);
    const auto images = static_cast<double>(made.train.size() + made.test.size());
    begin = Clock::now();
    const PreparedExperiment opened = prepared(config, ImageStore::Mapped);
    const double opening = seconds_since(begin);
    begin = Clock::now();
    const std::int64_t count = opened.train.stored->size();
    for (std::int64_t first = 0; first < count; first += 100) {
        read_images(*opened.train.stored, first, std::min<std::int64_t>(100, count - first));
    }
    const double reading = seconds_since(begin);
    std::printf("decoded into the file  %8.0f images/s\n", images / decoding);
    std::printf("opened again           %8.1f ms for %.0f images\n", 1e3 * opening, images);
    std::printf("read from the file     %8.0f images/s, one thread\n", static_cast<double>(count) / reading);
}

double images_per_second(const PreparedExperiment& experiment, const TrainingData& data, const Compute& compute) {
    TrainingObserver nobody;
    const RunSummary summary = train_on(experiment, data, compute, nobody, {}, nullptr);
    return static_cast<double>(data.train.size()) / summary.final_metrics.train_time_s;
}

void measure_training(const ExperimentConfig& config, int rounds) {
    const PreparedExperiment in_memory = prepared(config, ImageStore::Resident),
                             mapped = prepared(config, ImageStore::Mapped);
    const Compute compute = choose_compute(config, "");
    const ProcessSettings process(compute, false);
    const TrainingData resident_data = make_training_data(in_memory, compute),
                       mapped_data = make_training_data(mapped, compute);
    images_per_second(in_memory, resident_data, compute);   // warm-up
    std::vector<double> resident, read_ahead, ratios;
    for (int round = 0; round < rounds; ++round) {
        double rates[2] = {0.0, 0.0};   // who begins changes, so that a drifting machine favours neither
        for (const int turn : {round % 2, 1 - round % 2}) {
            rates[turn] = turn == 0 ? images_per_second(in_memory, resident_data, compute)
                                    : images_per_second(mapped, mapped_data, compute);
        }
        resident.push_back(rates[0]);
        read_ahead.push_back(rates[1]);
        ratios.push_back(rates[1] / rates[0]);
    }
    const Spread ratio = spread_of(ratios);
    std::printf("%-12s %10.0f %10.0f %8.3f  %.3f..%.3f\n", config.model.name.c_str(), spread_of(resident).median,
                spread_of(read_ahead).median, ratio.median, ratio.least, ratio.most);
    std::fflush(stdout);
}

}   // namespace

int main(int count, char** arguments) {
    const Settings settings = read_arguments(count, arguments);
    const auto folder = std::filesystem::temp_directory_path() / ("overfit-image-store-" + std::to_string(settings.side));
    std::filesystem::remove_all(folder);
    write_folder(folder, settings);
    std::printf("%d train images, to %d x %d, %d threads, LibTorch %s\n", settings.images, settings.side, settings.side,
                settings.threads, TORCH_VERSION);
    measure_reading(make_config(folder, settings, "mlp"));
    std::printf("%-12s %10s %10s %8s  %s, %d rounds\n", "training", "in memory", "from file", "ratio", "least..most",
                settings.rounds);
    for (const char* model : {"mlp", "wide-resnet"}) measure_training(make_config(folder, settings, model), settings.rounds);
    std::filesystem::remove_all(folder);
}
