#pragma once

#include <QString>
#include <filesystem>
#include <vector>

namespace overfit::ui {

/// The version of the program, as CMake knows it.
QString programVersion();

/// "Overfit Workbench 0.1.0, built with g++ 12.2.0, Qt 6.4.2 on xcb, Linux 6.1, x86_64".
QString programSentence();

/// What the program stands on, a line each: name, version, licence. libtorch: its version; empty while it is not loaded.
QString libraryList(const QString& libtorch);

/// The GNU General Public License, version 3, as it came.
QString licenceText();

/// What the machine has for training, in the words of `overfit doctor`.
struct MachineFacts {
    QString text;       // a line each
    QString libtorch;   // its version; empty where there is none
};

/// Opens LibTorch and writes a small file to the runs folder: call it on a thread of its own.
MachineFacts examineMachine(const std::filesystem::path& runsDir, const std::vector<std::filesystem::path>& dataRoots);

}   // namespace overfit::ui
