#include "core/runs/run_recorder.h"

#include "core/runs/lock_file.h"
#include "core/runs/run_files.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace overfit {

namespace {

constexpr std::chrono::milliseconds flush_interval{250};   // a kill -9 loses less than a second

}   // namespace

/// The training thread posts reports; the writer thread formats and appends them, and keeps the lock alive. Rare events
/// (start, checkpoints, the end) are written by the training thread itself, after what waits.
struct RunRecorder::State {
    State(const std::filesystem::path& folder, const ExperimentConfig& config) : lock(folder), files(folder, config) {
        begin();
    }
    State(const std::filesystem::path& folder, RunFiles::Resume resume) : lock(folder), files(folder, resume), began(true) {
        begin();
    }

    void begin() {
        writer = std::jthread([this](const std::stop_token& stop) { keep_writing(stop); });
    }

    // Writer thread.
    void keep_writing(const std::stop_token& stop) {
        auto next_heartbeat = std::chrono::steady_clock::now() + lock_heartbeat;
        std::mutex sleeping;
        std::unique_lock guard(sleeping);
        while (!stop.stop_requested()) {
            wake.wait_for(guard, stop, flush_interval, [] { return false; });
            if (std::chrono::steady_clock::now() >= next_heartbeat) {
                lock.refresh();
                next_heartbeat += lock_heartbeat;
            }
            if (failed) continue;   // the training thread is about to hear of it
            try {
                const std::scoped_lock writing(files_mutex);
                drain();
                files.refresh_summary();
            } catch (const Error& error) {
                fail_later(error.parts());
            } catch (const std::exception& error) {
                fail_later({.where = files.folder().string(), .problem = error.what(), .remedy = ""});
            }
        }
    }

    /// Writes what waits. files_mutex is held.
    void drain() {
        std::vector<Report> reports;
        {
            const std::scoped_lock posting(waiting_mutex);
            reports.swap(waiting);
        }
        for (const Report& report : reports) {
            std::visit([this](const auto& line) { files.add(line); }, report);
        }
        files.flush();
    }

    void fail_later(Error::Parts parts) {
        const std::scoped_lock posting(waiting_mutex);
        problem = std::move(parts);
        failed = true;
    }

    // Training thread.
    template <typename Line>
    void post(const Line& report) {
        throw_problem();
        const std::scoped_lock posting(waiting_mutex);
        waiting.emplace_back(report);
    }

    template <typename Action>
    void write(Action&& action) {
        throw_problem();
        const std::scoped_lock writing(files_mutex);
        drain();
        action();
    }

    void throw_problem() {
        if (!failed) return;
        const std::scoped_lock posting(waiting_mutex);
        throw Error(*problem);
    }

    void stop_writer() {
        writer.request_stop();
        if (writer.joinable()) writer.join();
    }

    using Report = std::variant<StepReport, EpochReport>;

    RunLock lock;   // outlives every file; from begin() on only the writer thread touches it
    std::mutex files_mutex;
    RunFiles files;   // files_mutex
    std::mutex waiting_mutex;
    std::vector<Report> waiting;           // waiting_mutex
    std::optional<Error::Parts> problem;   // waiting_mutex; set before `failed`
    std::atomic<bool> failed = false;
    bool began = false;   // training thread: has a header, or is gone on with
    bool ended = false;   // training thread
    std::condition_variable_any wake;
    std::jthread writer;   // last: it uses all the others
};

RunRecorder::RunRecorder(const ExperimentConfig& config, const std::filesystem::path& runs_dir,
                         std::span<const KeptFile> kept)
    : state_(std::make_unique<State>(make_run_folder(runs_dir, config.name), config)) {
    try {
        for (const KeptFile& file : kept) atomic_write(folder() / file.name, file.bytes);
    } catch (const Error& error) {   // no destructor will tell it
        fail(error.what());
        throw;
    }
}

RunRecorder::RunRecorder(const std::filesystem::path& run_folder, std::int64_t from_step, Resume)
    : state_(std::make_unique<State>(run_folder, RunFiles::Resume{from_step})) {}

RunRecorder::~RunRecorder() {
    if (!state_->ended) fail("ended without a result");
}

const std::filesystem::path& RunRecorder::folder() const { return state_->files.folder(); }

double RunRecorder::duration_s() const { return state_->files.duration_s(); }

void RunRecorder::on_phase(std::string_view phase) {
    state_->write([&] { state_->files.log(phase); });
}

void RunRecorder::on_start(const RunHeader& header) {
    state_->began = true;
    state_->write([&] { state_->files.start(header); });
}

void RunRecorder::on_step(const StepReport& report) { state_->post(report); }

void RunRecorder::on_epoch(const EpochReport& report) { state_->post(report); }

void RunRecorder::on_checkpoint(const Checkpoint& checkpoint) {
    state_->write([&] { state_->files.add_checkpoint(checkpoint); });
}

void RunRecorder::finish(const RunSummary& summary) {
    state_->write([&] { state_->files.finish(summary); });
    state_->ended = true;
    state_->stop_writer();
}

void RunRecorder::fail(std::string_view error) {
    if (state_->ended) return;
    state_->ended = true;
    state_->stop_writer();
    try {
        state_->drain();                // the writer is gone: nobody else holds the files
    } catch (const std::exception&) {   // `error` is the one to tell
    }
    state_->files.fail(error);
}

void RunRecorder::refuse(std::string_view error) {
    if (state_->ended || state_->began) return fail(error);
    state_->ended = true;
    state_->stop_writer();
    std::error_code ignored;   // what cannot be removed tells why it was left
    state_->files.fail(error);
    std::filesystem::remove_all(folder(), ignored);
}

}   // namespace overfit
