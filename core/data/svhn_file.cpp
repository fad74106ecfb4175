#include "core/data/svhn_file.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <matio.h>
#include <memory>

namespace overfit {

namespace {

constexpr std::size_t side = 32;
constexpr std::size_t channels = 3;
constexpr std::size_t most_images = 1'000'000;   // the largest file has 531,131
constexpr int classes = 10;
constexpr std::size_t header_bytes = 128;

using MatFile = std::unique_ptr<mat_t, decltype(&Mat_Close)>;
using MatVariable = std::unique_ptr<matvar_t, decltype(&Mat_VarFree)>;

/// One open file, and what is said of it.
class SvhnReader {
public:
    explicit SvhnReader(const std::filesystem::path& path) : path_(path), file_(nullptr, Mat_Close) {
        require_matlab_5();
        require_whole_elements();
        file_.reset(Mat_Open(path.c_str(), MAT_ACC_RDONLY));
        if (!file_) fail("", "a MAT file", "something else");
    }

    [[noreturn]] void fail(std::string_view place, std::string_view expected, std::string_view found) const {
        throw Error({.where = path_.string(),
                     .problem = fmt::format("{}{}expected {}, found {}", place, place.empty() ? "" : ": ", expected, found),
                     .remedy = "get the file again"});
    }

    /// Name, kind and sizes of a variable; its values are not read.
    MatVariable header(const char* name) const {
        MatVariable variable(Mat_VarReadInfo(file_.get(), name), Mat_VarFree);
        if (!variable) fail(name, "a variable of that name", "none");
        return variable;
    }

    void read_values(matvar_t& variable) const {
        if (Mat_VarReadDataAll(file_.get(), &variable) != 0 || variable.data == nullptr) {
            fail(variable.name, "its values", "a damaged or cut file");
        }
    }

private:
    /// The other kinds that libmatio opens (version 4, HDF5) are not SVHN's.
    void require_matlab_5() const {
        std::array<char, header_bytes> head{};
        std::ifstream stream(path_, std::ios::binary);
        stream.read(head.data(), head.size());
        const bool whole = stream.gcount() == static_cast<std::streamsize>(head.size());
        const std::string_view text(head.data(), head.size());
        const bool little_endian = text.substr(124) == std::string_view("\x00\x01IM", 4);
        if (!whole || !text.starts_with("MATLAB 5.0") || !little_endian) {
            fail("byte 0", "the header of a MATLAB 5.0 file", whole ? excerpt(text.substr(0, 20)) : "a shorter file");
        }
    }

    /// libmatio reads what a cut file has and says nothing: the file must end where its last element does.
    void require_whole_elements() const {
        std::ifstream stream(path_, std::ios::binary);
        const std::uint64_t size = std::filesystem::file_size(path_);
        for (std::uint64_t at = header_bytes; at != size;) {
            std::array<std::uint8_t, 8> tag{};   // type and length of the element, little-endian
            stream.seekg(static_cast<std::streamoff>(at));
            stream.read(reinterpret_cast<char*>(tag.data()), tag.size());
            const std::uint64_t length =
                tag[4] | std::uint64_t{tag[5]} << 8 | std::uint64_t{tag[6]} << 16 | std::uint64_t{tag[7]} << 24;
            const std::uint64_t rest = size - at;
            if (rest < tag.size() || length > rest - tag.size()) {
                fail(fmt::format("byte {}", at), "a whole element of the MAT file",
                     fmt::format("{} bytes to the end", with_thousands(static_cast<std::int64_t>(rest))));
            }
            at += tag.size() + length;
        }
    }

    std::filesystem::path path_;
    MatFile file_;
};

std::string shape_text(const matvar_t& variable) {
    return fmt::format("{}", fmt::join(variable.dims, variable.dims + variable.rank, " x "));
}

/// How many images `X` has, by its header.
std::size_t image_count(const SvhnReader& reader, const matvar_t& images) {
    const bool shape_fits = images.rank == 4 && images.dims[0] == side && images.dims[1] == side &&
                            images.dims[2] == channels && images.dims[3] >= 1 && images.dims[3] <= most_images;
    if (images.class_type != MAT_C_UINT8 || images.isComplex != 0 || !shape_fits) {
        reader.fail("X", "bytes of 32 x 32 x 3 x N", fmt::format("another kind, or {}", shape_text(images)));
    }
    return images.dims[3];
}

double label_at(const SvhnReader& reader, const matvar_t& labels, std::size_t place) {
    switch (labels.class_type) {
        case MAT_C_UINT8: return static_cast<const std::uint8_t*>(labels.data)[place];
        case MAT_C_DOUBLE: return static_cast<const double*>(labels.data)[place];
        default: reader.fail("y", "labels as bytes or doubles", "another kind");
    }
}

std::vector<std::uint16_t> read_labels(const SvhnReader& reader, std::size_t count) {
    const MatVariable labels = reader.header("y");
    const bool is_column =
        labels->rank == 2 && labels->dims[0] * labels->dims[1] == count && (labels->dims[0] == 1 || labels->dims[1] == 1);
    if (!is_column) {
        reader.fail("y", fmt::format("{} x 1 labels, as many as images", count), shape_text(*labels));
    }
    if (labels->isComplex != 0) reader.fail("y", "real labels", "complex ones");
    reader.read_values(*labels);
    std::vector<std::uint16_t> result;
    for (std::size_t place = 0; place < count; ++place) {
        const double label = label_at(reader, *labels, place);
        const bool in_range = label >= 1 && label <= classes;   // NaN is not
        const int whole = in_range ? static_cast<int>(label) : 0;
        if (!in_range || whole != label) {
            reader.fail(fmt::format("y, label {}", place), "1 to 10", shortest_text(label));
        }
        result.push_back(static_cast<std::uint16_t>(whole % classes));   // 10 is the digit 0
    }
    return result;
}

/// X(row, column, channel, image), the row fastest, to N x C x H x W.
void append_images(ImageSet& set, const std::uint8_t* values, std::size_t count) {
    std::size_t out = set.pixels.size();
    set.pixels.resize(out + count * set.shape.values());
    for (std::size_t plane = 0; plane < count * channels; ++plane) {
        const std::uint8_t* from = values + plane * side * side;
        for (std::size_t y = 0; y < side; ++y) {
            for (std::size_t x = 0; x < side; ++x) set.pixels[out++] = from[x * side + y];
        }
    }
}

void append_file(ImageSet& set, const std::filesystem::path& file) {
    const SvhnReader reader(file);
    const MatVariable images = reader.header("X");
    const std::size_t count = image_count(reader, *images);
    const std::vector<std::uint16_t> labels = read_labels(reader, count);
    reader.read_values(*images);
    append_images(set, static_cast<const std::uint8_t*>(images->data), count);
    set.labels.insert(set.labels.end(), labels.begin(), labels.end());
}

}   // namespace

ImageSet read_svhn_files(std::span<const std::filesystem::path> files) {
    ImageSet set{.shape = {.channels = 3, .height = 32, .width = 32}, .pixels = {}, .labels = {}};
    for (const std::filesystem::path& file : files) append_file(set, file);
    return set;
}

}   // namespace overfit
