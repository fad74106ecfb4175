#include "core/config/corruption_facts.h"

namespace overfit {

bool uses_fraction(LabelDraw draw) { return draw != LabelDraw::TransitionMatrix && draw != LabelDraw::LabelFile; }

bool corrupts_labels(const LabelCorruption& noise) { return !uses_fraction(noise.draw) || noise.fraction > 0.0; }

bool corrupts_test_labels(const LabelCorruption& noise) {
    return corrupts_labels(noise) && noise.draw != LabelDraw::LabelFile;
}

}   // namespace overfit
