#include "core/exports/line_style.h"

#include <array>

namespace overfit {

namespace {

constexpr std::array<std::uint32_t, 14> kColours{
    0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000,
    0xaa3377, 0x4477aa, 0xee6677, 0x228833, 0x66ccee, 0xccbb44, 0x7f7f7f,
};

// What is drawn together differs in the length of its dashes by a factor of two, so that grey print tells it apart; a
// legend's sample of 22 pixels shows at least one gap.
constexpr std::array kTest{4.0, 2.5};
constexpr std::array kTestCorrupted{5.0, 2.0, 1.2, 2.0, 1.2, 2.0};
constexpr std::array kValidation{6.0, 2.5, 1.2, 2.5};
constexpr std::array kClean{8.5, 1.5};
constexpr std::array kCorrupted{2.0, 1.5};
constexpr std::array kCorruptedAsTrue{2.0, 1.5, 2.0, 4.5};
constexpr std::array kRunning{1.0, 2.0};

}   // namespace

std::uint32_t run_colour(int place) { return kColours[static_cast<std::size_t>(place) % kColours.size()]; }

std::span<const double> line_dashes(MetricQuantity quantity) {
    switch (quantity) {
        case MetricQuantity::Test: return kTest;
        case MetricQuantity::TestCorrupted: return kTestCorrupted;
        case MetricQuantity::Validation: return kValidation;
        case MetricQuantity::Clean: return kClean;
        case MetricQuantity::Corrupted: return kCorrupted;
        case MetricQuantity::CorruptedAsTrue: return kCorruptedAsTrue;
        case MetricQuantity::Running: return kRunning;
        case MetricQuantity::Train:
        case MetricQuantity::Other: break;
    }
    return {};
}

std::string_view quantity_title(MetricQuantity quantity) {
    switch (quantity) {
        case MetricQuantity::Train: return "train";
        case MetricQuantity::Test: return "test";
        case MetricQuantity::TestCorrupted: return "test, corrupted";
        case MetricQuantity::Validation: return "validation";
        case MetricQuantity::Clean: return "clean";
        case MetricQuantity::Corrupted: return "corrupted";
        case MetricQuantity::CorruptedAsTrue: return "corrupted as true";
        case MetricQuantity::Running: return "running mean";
        case MetricQuantity::Other: break;
    }
    return {};
}

}   // namespace overfit
