#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// The class names of a data set by its fixed name, in label order. The name must be one that has a reader.
std::vector<std::string> built_in_class_names(std::string_view dataset);

/// The names in `file`, one a line (batches.meta.txt, fine_label_names.txt), or the built-in ones where the file is missing
/// or does not hold exactly as many.
std::vector<std::string> class_names_from(const std::filesystem::path& file, std::string_view dataset);

}   // namespace overfit
