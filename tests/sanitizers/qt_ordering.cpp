// Tells the thread sanitizer what Qt's own locks order. Qt is not built with it, so that a value handed through the event
// queue or to a thread pool would look as if two threads touched it without agreement. Linked into the tests, these take the
// place of Qt's functions, tell the hand-over and go on to the real ones: what is reported then is ours, and nothing is
// suppressed.

#include <QDeadlineTimer>
#include <QObject>
#include <QThread>
#include <QThreadPool>
#include <dlfcn.h>
#include <functional>
#include <sanitizer/tsan_interface.h>

namespace {

template <typename Function>
Function qtFunction(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

/// A queued call: what its caller did before comes before what it does, and before its end.
class OrderedCall : public QtPrivate::QSlotObjectBase {
public:
    explicit OrderedCall(QtPrivate::QSlotObjectBase* call) : QSlotObjectBase(&act), call_(call) { __tsan_release(this); }

private:
    static void act(int what, QtPrivate::QSlotObjectBase* base, QObject* receiver, void** arguments, bool*) {
        auto* const self = static_cast<OrderedCall*>(base);
        __tsan_acquire(self);
        if (what == Call) {
            self->call_->call(receiver, arguments);
            __tsan_release(self);
        } else if (what == Destroy) {
            self->call_->destroyIfLastRef();
            delete self;
        }
    }

    QtPrivate::QSlotObjectBase* const call_;
};

struct PoolCall {
    QThreadPool* pool;
    std::function<void()> work;
};

}   // namespace

bool QMetaObject::invokeMethodImpl(QObject* object, QtPrivate::QSlotObjectBase* call, Qt::ConnectionType type,
                                   void* result) {
    using Invoke = bool (*)(QObject*, QtPrivate::QSlotObjectBase*, Qt::ConnectionType, void*);
    static const auto invoke = qtFunction<Invoke>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    return invoke(object, new OrderedCall(call), type, result);
}

void QThreadPool::start(std::function<void()> work, int priority) {
    using Start = void (*)(QThreadPool*, std::function<void()>, int);
    static const auto startInPool = qtFunction<Start>("_ZN11QThreadPool5startESt8functionIFvvEEi");
    // One plain pointer: a function that holds more lies in memory of its own, which is read before anything can be told.
    auto* const call = new PoolCall{.pool = this, .work = std::move(work)};
    __tsan_release(call);
    startInPool(
        this,
        [call] {
            __tsan_acquire(call);
            QThreadPool* const pool = call->pool;
            call->work();
            delete call;
            __tsan_release(pool);
        },
        priority);
}

bool QThreadPool::waitForDone(int milliseconds) {
    using Wait = bool (*)(QThreadPool*, int);
    static const auto wait = qtFunction<Wait>("_ZN11QThreadPool11waitForDoneEi");
    const bool done = wait(this, milliseconds);
    __tsan_acquire(this);
    return done;
}
