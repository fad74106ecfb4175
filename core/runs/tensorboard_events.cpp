#include "core/runs/tensorboard_events.h"

#include "core/runs/byte_order.h"
#include "core/runs/this_process.h"

#include <algorithm>
#include <array>
#include <bit>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::array<std::uint32_t, 256> crc_table = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
        table[byte] = crc;
    }
    return table;
}();

std::uint32_t masked_crc(std::string_view bytes) { return std::rotr(crc32c(bytes), 15) + 0xA282EAD8U; }

/// The few forms of protobuf that events need; field numbers are those of tensorboard's event.proto and summary.proto.
class Message {
public:
    Message& integer(int field, std::int64_t value) {
        key(field, 0);
        varint(static_cast<std::uint64_t>(value));
        return *this;
    }
    Message& real(int field, double value) {
        key(field, 1);
        put_little_endian(bytes_, std::bit_cast<std::uint64_t>(value));
        return *this;
    }
    Message& single(int field, float value) {
        key(field, 5);
        put_little_endian(bytes_, std::bit_cast<std::uint32_t>(value));
        return *this;
    }
    Message& text(int field, std::string_view value) {
        key(field, 2);
        varint(value.size());
        bytes_ += value;
        return *this;
    }
    Message& message(int field, const Message& value) { return text(field, value.bytes_); }

    const std::string& bytes() const { return bytes_; }

private:
    void key(int field, int wire_type) {
        varint((static_cast<std::uint64_t>(field) << 3) | static_cast<std::uint64_t>(wire_type));
    }
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
};

std::string record(const Message& event) {
    std::string bytes;
    put_little_endian(bytes, static_cast<std::uint64_t>(event.bytes().size()));
    put_little_endian(bytes, masked_crc(bytes));
    bytes += event.bytes();
    put_little_endian(bytes, masked_crc(event.bytes()));
    return bytes;
}

/// The HPARAMS tab reads its facts from the metadata of a summary with an empty tensor.
std::string hyper_parameters_record(double wall_time, std::string_view tag, const Message& plugin_data) {
    const Message empty_tensor =
        Message().integer(1, 1).message(2, Message().message(2, Message()));   // DT_FLOAT, shape [0]
    const Message metadata = Message().message(1, Message().text(1, "hparams").text(2, plugin_data.bytes()));
    const Message value = Message().text(1, tag).message(8, empty_tensor).message(9, metadata);
    return record(Message().real(1, wall_time).message(5, Message().message(1, value)));
}

/// google.protobuf.Value
Message protobuf_value(const std::variant<bool, double, std::string>& value) {
    if (const bool* truth = std::get_if<bool>(&value)) return Message().integer(4, *truth ? 1 : 0);
    if (const double* number = std::get_if<double>(&value)) return Message().real(2, *number);
    return Message().text(3, std::get<std::string>(value));
}

/// The unix time that the newest events file begins with; 0 when there is none.
std::int64_t newest_time(const std::filesystem::path& folder) {
    constexpr std::string_view prefix = "events.out.tfevents.";
    std::int64_t newest = 0;
    std::error_code problem;
    for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix)) continue;
        std::int64_t time = 0;
        for (std::size_t i = prefix.size(); i < name.size() && i < prefix.size() + 12 && name[i] >= '0' && name[i] <= '9';
             ++i) {
            time = 10 * time + (name[i] - '0');
        }
        newest = std::max(newest, time);
    }
    return newest;
}

}   // namespace

std::uint32_t crc32c(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes) crc = crc_table[(crc ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (crc >> 8);
    return crc ^ 0xFFFFFFFFU;
}

std::string file_version_record(double wall_time) { return record(Message().real(1, wall_time).text(3, "brain.Event:2")); }

std::string scalars_record(double wall_time, std::int64_t step, const Scalars& scalars) {
    Message summary;
    for (const auto& [tag, value] : scalars) summary.message(1, Message().text(1, tag).single(2, static_cast<float>(value)));
    return record(Message().real(1, wall_time).integer(2, step).message(5, summary));
}

std::string resume_record(double wall_time, std::int64_t step) {
    // SessionLog.START (1) at the first step that is told anew.
    return record(Message().real(1, wall_time).integer(2, step + 1).message(7, Message().integer(1, 1)));
}

std::string session_start_record(double wall_time, const HyperParameters& parameters) {
    Message start;
    for (const auto& [name, value] : parameters) start.message(1, Message().text(1, name).message(2, protobuf_value(value)));
    start.real(5, wall_time);
    return hyper_parameters_record(wall_time, "_hparams_/session_start_info", Message().message(3, start));
}

std::string session_end_record(double wall_time, SessionStatus status) {
    const Message end = Message().integer(1, static_cast<std::int64_t>(status)).real(2, wall_time);
    return hyper_parameters_record(wall_time, "_hparams_/session_end_info", Message().message(4, end));
}

std::unique_ptr<AppendFile> new_events_file(const std::filesystem::path& run_folder, double wall_time) {
    const std::int64_t time = std::max(static_cast<std::int64_t>(wall_time), newest_time(run_folder) + 1);
    const std::string name = fmt::format("events.out.tfevents.{:010d}.{}.{}.0", time, host_name(), process_id());
    auto file = std::make_unique<AppendFile>(run_folder / name);
    file->append(file_version_record(wall_time));
    return file;
}

}   // namespace overfit
