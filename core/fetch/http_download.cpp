#include "core/fetch/http_download.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdlib>
#include <curl/curl.h>
#include <exception>
#include <fmt/format.h>
#include <memory>
#include <mutex>
#include <optional>

namespace overfit {

namespace {

constexpr int most_redirects = 5;

bool starts_with_scheme(const std::string& url, std::string_view scheme) {
    return url.size() > scheme.size() && std::equal(scheme.begin(), scheme.end(), url.begin(), [](char wanted, char found) {
               return wanted == (found >= 'A' && found <= 'Z' ? found + ('a' - 'A') : found);
           });
}

[[noreturn]] void refuse(const std::string& url, std::string problem, std::string remedy) {
    throw Error({.where = url, .problem = std::move(problem), .remedy = std::move(remedy)});
}

constexpr const char* other_source = "try again later, or name another source: --from URL or FILE";

/// How one request ended, when it did not throw.
struct Outcome {
    enum class Kind { Complete, Broken, Redirected, Stopped } kind = Kind::Complete;
    std::string text;   // Broken: why; Redirected: where to
};

/// One request, from the end of the part file on.
class Request {
public:
    Request(const std::string& url, PartFile& part, const DownloadLimits& limits, const DownloadEvents& events,
            const std::stop_token& stop)
        : url_(url),
          part_(part),
          limits_(limits),
          events_(events),
          stop_(stop),
          handle_(curl_easy_init(), curl_easy_cleanup) {}

    Outcome perform() {
        set_options();
        const CURLcode code = curl_easy_perform(handle_.get());
        if (failure_) std::rethrow_exception(failure_);
        if (stop_.stop_requested()) return {Outcome::Kind::Stopped, ""};
        if (code != CURLE_OK) return broken(code);
        return answered();
    }

private:
    template <typename Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(handle_.get(), option, value);
    }

    void set_options() {
        set(CURLOPT_URL, url_.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_USERAGENT, "overfit-workbench/" OVERFIT_VERSION);
        set(CURLOPT_CONNECTTIMEOUT, 30L);
        set(CURLOPT_ERRORBUFFER, words_.data());
        for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
            if (const char* file = std::getenv(name); file != nullptr && *file != '\0') set(CURLOPT_CAINFO, file);
        }
        // Not CURLOPT_RESUME_FROM: a server that cannot resume would be an error, where starting again is what helps.
        if (part_.size() > 0) set(CURLOPT_RANGE, fmt::format("{}-", part_.size()).c_str());
        set(CURLOPT_HEADERDATA, this);
        set(
            CURLOPT_HEADERFUNCTION, +[](char* text, std::size_t, std::size_t size, void* self) {
                return static_cast<Request*>(self)->guarded(size, [&](Request& request) {
                    request.read_header({text, size});
                });
            });
        set(CURLOPT_WRITEDATA, this);
        set(
            CURLOPT_WRITEFUNCTION, +[](char* bytes, std::size_t, std::size_t size, void* self) {
                return static_cast<Request*>(self)->guarded(size, [&](Request& request) { request.take({bytes, size}); });
            });
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFODATA, this);
        set(
            CURLOPT_XFERINFOFUNCTION, +[](void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
                return static_cast<Request*>(self)->must_end() ? 1 : 0;   // curl asks once a second at least
            });
    }

    /// Exceptions may not pass through curl: kept until it has returned.
    template <typename Work>
    std::size_t guarded(std::size_t size, const Work& work) {
        try {
            work(*this);
            return size;
        } catch (...) {
            failure_ = std::current_exception();
            return 0;   // curl ends the transfer
        }
    }

    /// Not CURLOPT_LOW_SPEED_TIME: its mean over five seconds takes that much longer to see a silence.
    bool must_end() { return stop_.stop_requested() || std::chrono::steady_clock::now() - last_byte_ > limits_.stall; }

    long status() const {
        long status = 0;
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
        return status;
    }

    void read_header(std::string_view line) {
        if (line.starts_with("HTTP/")) range_start_.reset();   // of another answer
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return;
        std::string name(line.substr(0, colon));
        std::ranges::transform(name, name.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        if (name != "content-range") return;
        std::string_view range = trimmed(line.substr(colon + 1));   // "bytes 100-999/1000"
        if (!range.starts_with("bytes ")) return;
        range.remove_prefix(6);
        range_start_ = parse_unsigned(range.substr(0, range.find('-')));
    }

    /// Before the first byte of the answer: from where on it is, and whether its size is the promised one.
    void begin_body() {
        if (status() == 206 && range_start_ != part_.size()) {
            refuse(url_,
                   fmt::format("the server was asked to go on from byte {}, and answers with another place", part_.size()),
                   other_source);
        }
        if (status() == 200) part_.restart();   // it cannot resume: the whole file comes again
        curl_off_t length = -1;
        curl_easy_getinfo(handle_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
        if (length >= 0) total_ = part_.size() + static_cast<std::uint64_t>(length);
        if (limits_.expected_bytes > 0 && total_ > 0 && total_ != limits_.expected_bytes) {
            refuse(url_,
                   fmt::format("expected {} bytes, the server offers {}",
                               with_thousands(static_cast<std::int64_t>(limits_.expected_bytes)),
                               with_thousands(static_cast<std::int64_t>(total_))),
                   "it is another file: name the right source with --from URL or FILE");
        }
        if (total_ == 0) total_ = limits_.expected_bytes;
    }

    void take(std::string_view bytes) {
        last_byte_ = std::chrono::steady_clock::now();
        if (status() != 200 && status() != 206) return;   // the page that explains an error
        if (!body_began_) begin_body();
        body_began_ = true;
        if (part_.size() + bytes.size() > limits_.most_bytes) {
            part_.restart();
            refuse(url_,
                   fmt::format("expected at most {} bytes, the server sends more",
                               with_thousands(static_cast<std::int64_t>(limits_.most_bytes))),
                   "it is another file: name the right source with --from URL or FILE");
        }
        part_.append(std::as_bytes(std::span(bytes.data(), bytes.size())));
        if (events_.on_bytes) events_.on_bytes(part_.size(), total_);
    }

    Outcome broken(CURLcode code) const {
        const std::string words = words_[0] == '\0' ? curl_easy_strerror(code) : words_.data();
        switch (code) {
            case CURLE_COULDNT_RESOLVE_HOST:
            case CURLE_COULDNT_RESOLVE_PROXY:
            case CURLE_COULDNT_CONNECT:
                if (part_.size() == 0) refuse(url_, words, fmt::format("is there a network? {}", other_source));
                return {Outcome::Kind::Broken, words};
            case CURLE_URL_MALFORMAT:
            case CURLE_UNSUPPORTED_PROTOCOL: refuse(url_, words, "expected an address of http:// or https://");
            case CURLE_PEER_FAILED_VERIFICATION:
            case CURLE_SSL_CACERT_BADFILE:
                refuse(url_, words, "the server's certificate is not trusted; CURL_CA_BUNDLE names other certificates");
            case CURLE_ABORTED_BY_CALLBACK:
                return {Outcome::Kind::Broken, fmt::format("nothing came for {} s", limits_.stall.count())};
            default: return {Outcome::Kind::Broken, words};
        }
    }

    Outcome answered() {
        const long code = status();
        if (code == 200 || code == 206) {
            if (!body_began_) begin_body();   // an empty file
            if (limits_.expected_bytes == 0 || part_.size() == limits_.expected_bytes) return {};
            return {Outcome::Kind::Broken,
                    fmt::format("it ended after {} of {} bytes", part_.size(), limits_.expected_bytes)};
        }
        if (code == 416) {   // what is there is longer than the server's file
            part_.restart();
            return {Outcome::Kind::Broken, "the earlier part does not fit the server's file"};
        }
        if (code >= 300 && code < 400) {
            char* target = nullptr;
            curl_easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &target);
            if (target != nullptr) return {Outcome::Kind::Redirected, target};
        }
        if (code >= 500 || code == 429) return {Outcome::Kind::Broken, fmt::format("the server answers {}", code)};
        refuse(url_,
               fmt::format("the server answers {}{}", code, code == 404 || code == 410 ? ": the file is not there" : ""),
               other_source);
    }

    const std::string& url_;
    PartFile& part_;
    const DownloadLimits& limits_;
    const DownloadEvents& events_;
    const std::stop_token& stop_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
    std::array<char, CURL_ERROR_SIZE> words_{};
    std::optional<std::uint64_t> range_start_;
    std::uint64_t total_ = 0;
    bool body_began_ = false;
    std::chrono::steady_clock::time_point last_byte_ = std::chrono::steady_clock::now();
    std::exception_ptr failure_;
};

/// One request with its redirects.
Outcome follow(std::string url, PartFile& part, const DownloadLimits& limits, const DownloadEvents& events,
               const std::stop_token& stop) {
    for (int redirect = 0; redirect <= most_redirects; ++redirect) {
        Outcome outcome = Request(url, part, limits, events, stop).perform();
        if (outcome.kind != Outcome::Kind::Redirected) return outcome;
        if (!is_allowed_redirect(url, outcome.text)) {
            refuse(url, fmt::format("the server sends on to {}, which is not encrypted", outcome.text), other_source);
        }
        url = outcome.text;
    }
    refuse(url, fmt::format("the server sends on more than {} times", most_redirects), other_source);
}

/// False when it was stopped meanwhile.
bool wait(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any bell;
    std::unique_lock lock(mutex);
    bell.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

void initialise_curl() {
    static const CURLcode outcome = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (outcome != CURLE_OK) throw Error({.where = "libcurl", .problem = curl_easy_strerror(outcome), .remedy = ""});
}

}   // namespace

bool is_allowed_redirect(const std::string& from, const std::string& to) {
    if (starts_with_scheme(to, "https://")) return true;
    return starts_with_scheme(to, "http://") && !starts_with_scheme(from, "https://");
}

bool download(const std::string& url, PartFile& part, const DownloadLimits& limits, const DownloadEvents& events,
              const std::stop_token& stop) {
    initialise_curl();
    if (limits.expected_bytes > 0 && part.size() > limits.expected_bytes) part.restart();
    std::uint64_t known = part.size();
    int failures = 0;
    while (limits.expected_bytes == 0 || part.size() < limits.expected_bytes) {
        const Outcome outcome = follow(url, part, limits, events, stop);
        if (outcome.kind == Outcome::Kind::Stopped) return false;
        if (outcome.kind == Outcome::Kind::Complete) break;
        failures = part.size() > known ? 1 : failures + 1;
        known = std::max(known, part.size());   // a server without ranges begins anew and may break earlier
        if (failures >= limits.attempts) {
            refuse(url, fmt::format("{} ({} attempts)", outcome.text, failures), other_source);
        }
        if (events.on_retry) events.on_retry(outcome.text);
        if (!wait(limits.pause * (1 << (failures - 1)), stop)) return false;
    }
    return !stop.stop_requested();
}

}   // namespace overfit
