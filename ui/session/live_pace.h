#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <functional>

namespace overfit::ui {

/// How often the running experiment is redrawn. Where the training uses every core, each millisecond of drawing is one that
/// it loses, so that drawing gets a small share of the time there; with a core to spare the charts move at up to the rate
/// that is set.
class LivePace : public QObject {
    Q_OBJECT
public:
    enum class Cores { Spare, AllTraining };

    /// cpuSeconds: processor time of the calling thread so far; tests put their own in.
    explicit LivePace(std::function<double()> cpuSeconds, QObject* parent = nullptr);

    void setCores(Cores cores) { cores_ = cores; }
    void setRate(int hertz) { shortestMilliseconds_ = 1000.0 / hertz; }   // at most that often; 25 at first

    void request();   // there is news: due() follows, now or soon
    void flush();     // due() now: the last news, which nothing will follow

Q_SIGNALS:
    void due();

private:
    void fire();

    const std::function<double()> cpuSeconds_;
    Cores cores_ = Cores::AllTraining;
    double shortestMilliseconds_ = 40.0;
    QTimer wait_;
    QElapsedTimer sinceLast_;
    double cpuAtLast_ = 0.0;
};

/// Processor time of the calling thread, seconds.
double threadCpuSeconds();

}   // namespace overfit::ui
