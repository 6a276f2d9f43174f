package org.fovea.facerec.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.alignment.Pose;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.bulk.EmbeddingSettings.ModelFile;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.PictureSearch;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.EmbeddingCard;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceQuality;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.network.PixelScaling;
import org.fovea.facerec.task.LocalRunner;
import org.fovea.facerec.task.Progress;
import org.fovea.facerec.task.Task;

/// Photographs whose first pixel says how many faces they show and of whom, and what reads them.
final class Painted {
    static final int LENGTH = 64;
    /// So many faces stand for one of which the network makes no embedding.
    static final int BROKEN = 9;

    static final EmbeddingSettings SETTINGS = new EmbeddingSettings(
            new ModelFile(Path.of("yunet.onnx"), "d".repeat(64)),
            DetectorSettings.standard(),
            new ModelFile(Path.of("net.onnx"), "e".repeat(64)),
            new EmbeddingCard("painted", ReferencePoints.ARC_FACE, PixelScaling.none(3), false, null, null, null, null),
            new ReadingOptions(true, 10_000),
            FaceChoice.ALL);

    private Painted() {}

    /// Writes a photograph.
    static Path write(Path file, int faces, int person) throws IOException {
        Files.createDirectories(file.getParent());
        PictureFile.writePng(file, new Picture(2, 1, 3, new float[] {faces / 255f, person / 255f, 0, 0, 0, 0}));
        return file;
    }

    /// Writes 40 photographs: of 0 to 3 faces, some no pictures, one too large.
    static Path folder(Path folder) throws IOException {
        for (int i = 0; i < 40; i++) {
            write(folder.resolve(i % 3 + "/photo " + i + ".png"), i % 4, i);
        }
        Files.writeString(folder.resolve("1/broken, \"it is\".jpg"), "no picture");
        PictureFile.writePng(folder.resolve("2/huge.png"), new Picture(200, 100, 1, new float[20_000]));
        write(folder.resolve("2/nan.png"), BROKEN, 1);
        Files.writeString(folder.resolve("notes.txt"), "passed over");
        return folder;
    }

    /// Reads what is painted.
    ///
    /// @param before told of each photograph before it is searched
    static FaceReader reader(Consumer<Picture> before) {
        return new FaceReader() {
            @Override
            public List<DetectedFace> detect(Picture photograph) {
                before.accept(photograph);
                return Painted.detect(photograph);
            }

            @Override
            public Face read(Picture photograph, ChosenFace chosen) {
                int i = chosen.number() - 1;
                FaceQuality quality = new FaceQuality(i == 0 ? 6 : 60, 0.2, new Pose(0, 50, 1), 0.5, 0.9);
                return new Face(
                        chosen,
                        photograph,
                        embedding(Math.round(255 * photograph.data()[1]), i),
                        quality);
            }
        };
    }

    private static List<DetectedFace> detect(Picture photograph) {
        int count = Math.round(255 * photograph.data()[0]);
        if (count == BROKEN) {
            throw new IllegalArgumentException("the network makes no direction of this face");
        }
        List<DetectedFace> faces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double left = 10 * i;
            List<Point> marks = new ArrayList<>();
            for (int k = 0; k < Landmarks.COUNT; k++) {
                marks.add(new Point(left + k, k / 3.0));
            }
            faces.add(new DetectedFace(new Box(left, -1, 10, 20), Landmarks.of(marks), 0.9));
        }
        return faces;
    }

    static float[] embedding(int person, int face) {
        var random = new Xoshiro256(10L * person + face);
        float[] values = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    static List<EmbeddingTask> parts(PictureSearch.Result found, int size) {
        return parts(found.pictures(), size, photograph -> {});
    }

    static List<EmbeddingTask> parts(List<FoundPicture> found, int size, Consumer<Picture> before) {
        return EmbeddingTask.of(SETTINGS, found, size, reader(before), () -> {});
    }

    /// Embeds what is below a folder, and gives how many parts were missing.
    static int embed(Path photographs, Path into, int size, int threads) throws IOException {
        PictureSearch.Result found = PictureSearch.of(List.of(photographs));
        List<EmbeddingTask> parts = parts(found, size);
        try (FaceDataset dataset = FaceDataset.open(into)) {
            int missing = dataset.missing(parts).size();
            try (LocalRunner runner = new LocalRunner(dataset.tasks(), threads, SILENT)) {
                dataset.write(parts, found.problems(), runner);
            }
            return missing;
        }
    }

    static final Progress SILENT = new Progress() {
        @Override
        public void known() {}

        @Override
        public void submitted() {}

        @Override
        public void done(Task task, long nanos) {}
    };
}
