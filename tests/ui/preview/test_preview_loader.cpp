#include "core/support/error.h"
#include "ui/preview/preview_loader.h"

#include <QTest>
#include <vector>

using namespace overfit;
using namespace overfit::ui;

namespace {

PreviewRequest request(std::uint64_t choice) {
    PreviewRequest result;
    result.config.data.dataset = "synthetic";
    result.choice = choice;
    return result;
}

}   // namespace

class TestPreviewLoader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLastAnswerIsThatOfTheLastRequest() {
        PreviewLoader loader([](const PreviewRequest& wanted, const std::stop_token&) {
            ExperimentPreview preview;
            preview.dataset = std::to_string(wanted.choice);
            return preview;
        });
        std::vector<std::string> answers;
        connect(&loader, &PreviewLoader::answered, this,
                [&](const PreviewAnswer& answer) { answers.push_back(answer.preview->dataset); });
        for (std::uint64_t choice = 0; choice < 100; ++choice) loader.request(request(choice));
        QTRY_VERIFY(!answers.empty() && answers.back() == "99");
        QCOMPARE(answers.size(), std::size_t{2});   // the first, which was begun at once, and the newest
        QVERIFY(!loader.isBusy());
    }

    void aRealPreviewComesFromTheBackground() {
        PreviewLoader loader(previewMaker());
        int images = 0;
        connect(&loader, &PreviewLoader::answered, this,
                [&](const PreviewAnswer& answer) { images = static_cast<int>(answer.preview->images.size()); });
        loader.request(request(0));
        QTRY_COMPARE(images, 12);
    }

    void whatStandsInTheWayIsToldWithItsRemedy() {
        PreviewLoader loader([](const PreviewRequest&, const std::stop_token&) -> ExperimentPreview {
            throw Error({"train-labels", "is missing", "fetch it"});
        });
        PreviewAnswer last;
        connect(&loader, &PreviewLoader::answered, this, [&](const PreviewAnswer& answer) { last = answer; });
        loader.request(request(0));
        QTRY_COMPARE(last.problem, QStringLiteral("train-labels: is missing"));
        QCOMPARE(last.remedy, QStringLiteral("fetch it"));
    }

    void itEndsInTheMidstOfAPreview() {
        for (int time = 0; time < 20; ++time) PreviewLoader(previewMaker()).request(request(0));
    }
};

QTEST_GUILESS_MAIN(TestPreviewLoader)
#include "test_preview_loader.moc"
