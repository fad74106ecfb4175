#pragma once

#include "core/experiment/reports.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// A safetensors file: named arrays and texts. Python: safetensors.torch.load_file().
struct SafeTensors {
    std::vector<NamedArray> arrays;
    std::map<std::string, std::string> metadata;
};

/// The file's bytes: u64 header length, JSON header padded to 8, buffer; wider elements first, so that each is aligned.
/// Throws Error for an array whose size is not dtype x shape and for a name that stands twice.
std::string encode_safetensors(std::span<const NamedArray> arrays, const std::map<std::string, std::string>& metadata);

/// Reads strictly; arrays come in the order of their bytes. Throws Error (source, array, expected, found) for a header
/// longer than 100,000,000 bytes or the file, bad JSON, duplicate keys, an unknown dtype, a size that is not dtype x shape,
/// overflow, holes, overlaps and trailing bytes.
SafeTensors decode_safetensors(std::string_view bytes, const std::string& source);

}   // namespace overfit
