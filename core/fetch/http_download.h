#pragma once

#include "core/fetch/part_file.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace overfit {

struct DownloadLimits {
    std::uint64_t expected_bytes = 0;        // 0 = not known
    std::uint64_t most_bytes = 0;            // the server may not send more
    std::chrono::seconds stall{30};          // so long without a byte is a break
    int attempts = 5;                        // breaks in a row without one new byte, after which it gives up
    std::chrono::milliseconds pause{1000};   // before the second attempt; twice as long before each further one
};

/// What a download tells meanwhile, on the calling thread.
struct DownloadEvents {
    std::function<void(std::uint64_t done, std::uint64_t total)> on_bytes;   // total: 0 = not known
    std::function<void(const std::string& reason)> on_retry;
};

/// Fetches `url` (http or https) into `part`, which goes on from the bytes that it already has; after a break it tries
/// again. Certificates are checked (CURL_CA_BUNDLE or SSL_CERT_FILE name other ones), proxies taken from the environment,
/// redirects followed but never from https to http. False when it was stopped. Throws Error when there is no network, the
/// server refuses, offers another size than expected, sends more than it may, or the disk is full.
bool download(const std::string& url, PartFile& part, const DownloadLimits& limits, const DownloadEvents& events,
              const std::stop_token& stop);

/// Whether a download that began at `from` may be sent on to `to`: both http or https, and never from https to http.
bool is_allowed_redirect(const std::string& from, const std::string& to);

}   // namespace overfit
