package org.fovea.facerec.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.JavaProcess;
import org.fovea.facerec.data.PictureSearch;
import org.fovea.facerec.task.LocalRunner;

/// A process of its own that embeds painted photographs slowly, until it is done or killed.
final class EmbedProbe {
    private static final int MILLIS = 30;

    private EmbedProbe() {}

    /// @param args the photographs' folder, the dataset's, the parts' size
    public static void main(String[] args) throws IOException {
        System.out.println("begin");
        PictureSearch.Result found = PictureSearch.of(List.of(Path.of(args[0])));
        List<EmbeddingTask> parts = Painted.parts(found.pictures(), Integer.parseInt(args[2]), photograph -> {
            try {
                Thread.sleep(MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (FaceDataset dataset = FaceDataset.open(Path.of(args[1]));
                LocalRunner runner = new LocalRunner(dataset.tasks(), 2, Painted.SILENT)) {
            dataset.missing(parts);
            dataset.write(parts, found.problems(), runner);
        } catch (IOException e) {
            System.out.println("failed " + e);
        }
    }

    /// The process.
    ///
    /// @param limit as for [JavaProcess]
    static Process start(String limit, Object... arguments) throws IOException {
        return JavaProcess.start(
                limit,
                List.of("--add-modules=jdk.incubator.vector"), // the kernels are in the specification
                List.of(
                        Workers.class,
                        com.drew.metadata.Metadata.class,
                        org.joml.Vector3d.class,
                        com.fasterxml.jackson.databind.ObjectMapper.class,
                        com.fasterxml.jackson.core.JsonParser.class,
                        com.fasterxml.jackson.annotation.JsonProperty.class),
                EmbedProbe.class,
                arguments);
    }
}
