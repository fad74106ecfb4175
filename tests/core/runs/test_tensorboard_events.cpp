#include "core/runs/tensorboard_events.h"
#include "tests/core/runs/python_check.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>
#include <set>

using namespace overfit;

namespace {

QByteArray hex(const std::string& bytes) { return QByteArray::fromStdString(bytes).toHex(); }

const char* const read_in_python =
    "import sys\n"
    "from tensorboard.backend.event_processing.event_accumulator import EventAccumulator\n"
    "from tensorboard.plugins.hparams import plugin_data_pb2\n"
    "events = EventAccumulator(sys.argv[1])\n"
    "events.Reload()\n"
    "assert events.Tags()['scalars'] == ['train_loss', 'train_accuracy'], events.Tags()\n"
    "loss = [(e.step, e.value, e.wall_time) for e in events.Scalars('train_loss')]\n"
    "assert loss == [(1, 0.5, 2.0), (2, 0.25, 3.0), (3, 0.125, 11.0)], loss\n"
    "metadata = events.SummaryMetadata('_hparams_/session_start_info')\n"
    "content = events._plugin_to_tag_to_content['hparams']['_hparams_/session_start_info']\n"
    "start = plugin_data_pb2.HParamsPluginData.FromString(content).session_start_info\n"
    "assert start.hparams['training.learning_rate'].number_value == 0.05, start\n"
    "assert start.hparams['model.bias'].bool_value is True, start\n"
    "assert start.hparams['data.dataset'].string_value == 'mnist', start\n"
    "assert start.start_time_secs == 1.5, start\n"
    "content = events._plugin_to_tag_to_content['hparams']['_hparams_/session_end_info']\n"
    "end = plugin_data_pb2.HParamsPluginData.FromString(content).session_end_info\n"
    "assert end.status == 1 and end.end_time_secs == 12.0, end\n";

}   // namespace

class TestTensorboardEvents : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theChecksumIsCastagnolis() {
        QCOMPARE(crc32c("123456789"), 0xE3069283U);
        QCOMPARE(crc32c(""), 0U);
    }

    void recordsAreTheGoldenBytes() {
        QCOMPARE(hex(file_version_record(1.0)),
                 QByteArray("1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf577a"));
        QCOMPARE(hex(scalars_record(2.0, 1, {{"loss", 0.5}})),
                 QByteArray("1a00000000000000129bd82d09000000000000004010012a0d0a0b0a046c6f7373150000003fe20576ce"));
    }

    void aLaterFileSortsBehind() {
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.path().toStdString();
        std::set<std::string> names;
        std::string last;
        for (const double time : {1000.0, 1000.0, 999.0, 5000.5}) {
            new_events_file(run, time);
            std::string added;
            for (const auto& entry : std::filesystem::directory_iterator(run)) {
                const std::string name = entry.path().filename().string();
                if (names.insert(name).second) added = name;
            }
            QVERIFY2(added > last, added.c_str());
            last = added;
        }
        QVERIFY(last.starts_with("events.out.tfevents.0000005000."));
        QCOMPARE(hex(samples::content_of(run / last)), hex(file_version_record(5000.5)));
    }

    void tensorBoardReadsThem() {
        const samples::PythonCheck python("tensorboard");
        if (!python.reason.isEmpty()) QSKIP(qPrintable(python.reason));
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.path().toStdString();
        {
            const auto file = new_events_file(run, 1.0);
            file->append(session_start_record(
                1.5, {{"training.learning_rate", 0.05}, {"model.bias", true}, {"data.dataset", std::string("mnist")}}));
            file->append(scalars_record(2.0, 1, {{"train_loss", 0.5}, {"train_accuracy", 0.1}}));
            file->append(scalars_record(3.0, 2, {{"train_loss", 0.25}}));
            file->append(scalars_record(4.0, 3, {{"train_loss", 99.0}}));
            file->append("torn");
        }
        const auto resumed = new_events_file(run, 10.0);
        resumed->append(resume_record(10.0, 2));
        resumed->append(scalars_record(11.0, 3, {{"train_loss", 0.125}}));
        resumed->append(session_end_record(12.0, SessionStatus::Success));
        const QString problem = python.run(read_in_python, {folder.path()});
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
};

QTEST_APPLESS_MAIN(TestTensorboardEvents)
#include "test_tensorboard_events.moc"
