#include "ui/charts/axis_ticks.h"

#include "core/support/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace overfit::ui {

namespace {

const QString unitSpace = QStringLiteral("\u00a0");   // "100 %" is never broken

double roundUp(double value, std::span<const double> mantissas) {
    const double decade = std::pow(10.0, std::floor(std::log10(value)));
    for (const double mantissa : mantissas) {
        if (mantissa * decade >= value * (1.0 - 1e-9)) return mantissa * decade;
    }
    return 10.0 * decade;
}

double roundDown(double value, std::span<const double> mantissas) {
    const double decade = std::pow(10.0, std::floor(std::log10(value)));
    const auto found = std::find_if(mantissas.rbegin(), mantissas.rend(),
                                    [&](double mantissa) { return mantissa * decade <= value * (1.0 + 1e-9); });
    return found == mantissas.rend() ? decade : *found * decade;
}

QString superscript(int exponent) {
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = exponent < 0 ? QStringLiteral("⁻") : QString();
    for (const QChar digit : QString::number(std::abs(exponent))) text += digits[digit.digitValue()];
    return text;
}

QString withSeparators(QString text) {
    const qsizetype point = text.indexOf(u'.');
    const qsizetype end = point < 0 ? text.size() : point;
    const qsizetype start = text.startsWith(u'-') ? 1 : 0;
    for (qsizetype at = end - 3; at > start; at -= 3) text.insert(at, u',');
    return text;
}

QString fixedText(double value, int decimals) {
    QString text = QString::number(value, 'f', decimals);
    if (text.startsWith(u'-') && text.toDouble() == 0.0) text.remove(0, 1);   // no "-0"
    return withSeparators(text);
}

QString powerText(double mantissa, int exponent) {
    const QString power = QStringLiteral("10") + superscript(exponent);
    if (std::abs(mantissa - 1.0) < 1e-9) return power;
    return QString::number(mantissa, 'g', 3) + QStringLiteral("×") + power;
}

/// A tick of a log axis: short numbers in full, others as powers of ten.
QString logTickText(double value, NumberStyle style) {
    const double shown = style == NumberStyle::Percent ? 100.0 * value : value;
    const int exponent = static_cast<int>(std::floor(std::log10(shown) + 1e-9));
    QString text;
    if (exponent < -4 || exponent > 6) {
        text = powerText(shown / std::pow(10.0, exponent), exponent);
    } else {
        const double mantissa = shown / std::pow(10.0, exponent);
        int extra = 0;   // 2.5 needs one decimal more than 2
        while (extra < 3 && std::abs(mantissa * std::pow(10.0, extra) - std::round(mantissa * std::pow(10.0, extra))) > 1e-6)
            ++extra;
        text = fixedText(shown, std::max(0, extra - exponent));
    }
    return style == NumberStyle::Percent ? text + unitSpace + u'%' : text;
}

std::vector<AxisTick> linearTicks(AxisRange range, NumberStyle style, int most) {
    const double factor = style == NumberStyle::Percent ? 100.0 : 1.0;
    const double low = range.low * factor, high = range.high * factor;
    constexpr std::array steps{1.0, 2.0, 2.5, 5.0, 10.0};
    double step = roundUp((high - low) / std::max(1, most), steps);
    if (style == NumberStyle::Whole) {
        step = std::max(1.0, step);
        if (step != std::round(step)) step = std::round(step * 2.0);   // 2.5 becomes 5
    }
    if (!(step > 0.0) || !std::isfinite(step)) return {};
    const int decade = static_cast<int>(std::floor(std::log10(step) + 1e-9));
    const bool half = std::abs(step / std::pow(10.0, decade) - 2.5) < 1e-9;
    const int decimals = std::clamp(half ? 1 - decade : -decade, 0, 12);
    const bool large = style == NumberStyle::Plain && std::max(std::abs(low), std::abs(high)) >= 1e7;
    std::vector<AxisTick> ticks;
    const double slack = 1e-6 * step;
    for (double n = std::ceil((low - slack) / step); n * step <= high + slack && ticks.size() < 100; n += 1.0) {
        const double value = n * step;
        QString text = large ? QString::number(value, 'g', 3) : fixedText(value, decimals);
        if (style == NumberStyle::Percent) text += unitSpace + u'%';
        ticks.push_back({value / factor, text});
    }
    return ticks;
}

std::vector<AxisTick> logTicks(AxisRange range, NumberStyle style, int most) {
    const double low = std::log10(range.low), high = std::log10(range.high);
    const double decades = high - low;
    const std::vector<std::vector<double>> choices{{1, 2, 3, 4, 5, 6, 8}, {1, 2, 5}, {1, 3}, {1}};
    for (const auto& mantissas : choices) {
        if (decades * static_cast<double>(mantissas.size()) > most && mantissas.size() > 1) continue;
        const double stride = std::max(1.0, std::ceil(decades / std::max(1, most)));
        std::vector<AxisTick> ticks;
        for (double decade = std::floor(low); decade <= std::ceil(high); decade += 1.0) {
            if (std::fmod(std::abs(decade), stride) != 0.0) continue;
            for (const double mantissa : mantissas) {
                const double value = mantissa * std::pow(10.0, decade);
                if (value < range.low * (1 - 1e-9) || value > range.high * (1 + 1e-9)) continue;
                ticks.push_back({value, logTickText(value, style)});
            }
        }
        if (ticks.size() >= 2) return ticks;
        if (mantissas.size() == choices.front().size()) break;
    }
    return linearTicks(range, style == NumberStyle::Whole ? NumberStyle::Plain : style, most);   // zoomed in far
}

}   // namespace

AxisRange steppedRange(AxisRange data, AxisScale scale) {
    if (scale == AxisScale::Log) {
        constexpr std::array mantissas{1.0, 2.0, 5.0};
        if (!(data.low > 0.0) || !(data.high > 0.0)) return {0.1, 1.0};
        const AxisRange range{roundDown(data.low, mantissas), roundUp(data.high, mantissas)};
        return range.low < range.high ? range : AxisRange{range.low / 2.0, range.high * 2.0};
    }
    constexpr std::array mantissas{1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0};
    const double high = data.high > 0.0 ? roundUp(data.high, mantissas) : 0.0;
    const double low = data.low < 0.0 ? -roundUp(-data.low, mantissas) : 0.0;
    return low < high ? AxisRange{low, high} : AxisRange{0.0, 1.0};
}

std::vector<AxisTick> axisTicks(AxisRange range, AxisScale scale, NumberStyle style, int most) {
    if (!(range.low < range.high) || !std::isfinite(range.low) || !std::isfinite(range.high)) return {};
    if (scale == AxisScale::Log && range.low > 0.0) return logTicks(range, style, most);
    return linearTicks(range, style, most);
}

QString numberText(double value, NumberStyle style) {
    if (!std::isfinite(value)) return QString::fromStdString(shortest_text(value));
    if (style == NumberStyle::Percent) return fixedText(100.0 * value, 1) + unitSpace + u'%';
    if (style == NumberStyle::Whole) {
        const bool whole = std::abs(value - std::round(value)) < 5e-4;
        return fixedText(value, whole ? 0 : std::abs(value) < 10 ? 3 : 1);
    }
    if (value == 0.0) return QStringLiteral("0");
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
    if (exponent < -4 || exponent > 8) return QString::number(value, 'g', 4);
    return fixedText(value, std::clamp(3 - exponent, 0, 8));
}

double toAxis(double value, AxisScale scale) { return scale == AxisScale::Log ? std::log10(value) : value; }
double fromAxis(double place, AxisScale scale) { return scale == AxisScale::Log ? std::pow(10.0, place) : place; }

}   // namespace overfit::ui
