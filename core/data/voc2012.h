#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <string_view>

namespace overfit {

/// Pascal VOC 2012 as a set with one label an image. VOC marks several classes in many of its photographs; an image counts
/// here only if all of its marked objects, difficult ones included, are of one class. Train is VOC's train list, test its
/// val list (the labels of its test images were never published). The whole photograph is taken, no object is cut out.
/// folder: VOCdevkit/VOC2012, with ImageSets/Main/CLASS_{train,val}.txt and JPEGImages. Throws Error (file, line, expected,
/// found) for a list that is damaged or names other images than its neighbours, and for a class without an image. Opens no
/// photograph: they are decoded when they are chosen.
Dataset list_voc2012(const std::filesystem::path& folder);

}   // namespace overfit
