#include "ui/main_window/about_dialog.h"

#include "ui/main_window/themed_icon.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("AboutDialog", text); }

}   // namespace

QString programVersion() { return QStringLiteral(OVERFIT_VERSION); }

void showAbout(QWidget& window, const QString& machine) {
    auto* box = new QMessageBox(&window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setModal(false);
    box->setWindowTitle(tr("About Overfit Workbench"));
    box->setIconPixmap(programIcon().pixmap(QSize(64, 64), window.devicePixelRatioF()));
    box->setText(tr("Overfit Workbench %1").arg(programVersion()));
    box->setInformativeText(
        tr("When does a network memorise, and when does it generalise? The whole of \"Understanding deep learning requires "
           "rethinking generalization\" (Zhang et al., 2017) to try for yourself.\n\n"
           "Qt %1 (LGPL-3), Qt Charts (GPL-3), LibTorch 2.11 (BSD-3), yaml-cpp and nlohmann-json (MIT), fmt (MIT), zlib, "
           "OpenSSL (Apache-2.0).\n\n"
           "This computer: %2\n\n"
           "Free software under the GNU General Public License, version 3 or later; without any warranty.")
            .arg(QString::fromLatin1(qVersion()), machine.isEmpty() ? tr("not asked yet") : machine));
    box->show();
}

}   // namespace overfit::ui
