#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>
#include <functional>
#include <utility>

namespace overfit::ui {

/// Calls the function on a thread of the program's.
void startInBackground(std::function<void()> task);

/// Waits for all of them: at the end of the program, with no window left, while the application still stands.
void finishBackground();

/// From any thread: calls `call()` in the UI thread, unless `receiver` is gone by then.
template <typename Call>
void postTo(QPointer<QObject> receiver, Call call) {
    // To the application, which is there as long as the threads are: the receiver may go at any time.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [receiver = std::move(receiver), call = std::move(call)]() mutable {
            if (receiver) call();
        },
        Qt::QueuedConnection);
}

/// Calls `work()` on another thread and `done(its result)` here, in the UI thread, unless `receiver` is gone by then: nobody
/// waits, whatever a slow folder on the network takes. work: holds values only, returns one and throws nothing.
template <typename Work, typename Done>
void inBackground(QObject* receiver, Work work, Done done) {
    startInBackground([guard = QPointer<QObject>(receiver), work = std::move(work), done = std::move(done)]() mutable {
        auto result = work();
        postTo(std::move(guard),
               [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
    });
}

}   // namespace overfit::ui
