package org.fovea.facerec.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.task.Task;

/// A set of faces as a file that machines share: the pictures as networks read them, each with its person's number.
/// Names do not travel.
///
/// @param set the faces
/// @param name the file's, which tells its content
record SharedFaces(FaceSet set, String name) {
    private static final String FORMAT = "fovea faces 1";

    static SharedFaces of(FaceSet set) {
        String pictures = IntStream.range(0, set.size())
                .parallel()
                .mapToObj(i -> set.label(i) + ":" + set.picture(i).fingerprint())
                .collect(Collectors.joining(" "));
        String content = FORMAT + " " + set.people() + " people " + pictures;
        return new SharedFaces(set, "faces-" + Fingerprint.of(content).substring(0, 32) + ".safetensors");
    }

    Task.Input input() {
        return new Task.Input(name, this::write);
    }

    private void write(Path file) throws IOException {
        long[] labels = Arrays.stream(set.labels()).asLongStream().toArray();
        SafeTensors.writer()
                .metadata("format", FORMAT)
                .metadata("people", Integer.toString(set.people()))
                .add("pictures", set.batch(Standardisation.NONE))
                .add("labels", labels, Shape.of(labels.length))
                .write(file);
    }

    /// Reads a file that [#input()] wrote.
    ///
    /// @throws IOException if it cannot be read, or holds other faces than its name says
    static SharedFaces read(String name, Path file) throws IOException {
        SafeTensors arrays = SafeTensors.read(file);
        Tensor all = arrays.tensor("pictures");
        int[] labels =
                Arrays.stream(arrays.longs("labels")).mapToInt(Math::toIntExact).toArray();
        Shape shape = all.shape();
        int each = shape.size() / shape.extent(0);
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            float[] values = Arrays.copyOfRange(all.data(), i * each, (i + 1) * each);
            pictures.add(new Picture(shape.extent(2), shape.extent(1), shape.extent(3), values));
        }
        int people = Integer.parseInt(arrays.metadata().getOrDefault("people", "0"));
        List<String> numbers =
                IntStream.rangeClosed(1, people).mapToObj(Integer::toString).toList();
        SharedFaces faces = SharedFaces.of(FaceSet.of(pictures, labels, numbers));
        if (!faces.name.equals(name)) {
            throw new FileFormatException(file.toString(), 8, "the faces of " + name, "those of " + faces.name);
        }
        return faces;
    }
}
