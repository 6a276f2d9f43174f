package org.fovea.facerec.embedding;

import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fovea.facerec.alignment.FaceAlignment;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.FaceDetector;

/// A reader of faces by networks, which one thread uses at a time: a call takes two that are free, or makes two.
final class NetworkReader implements FaceReader {
    private final Supplier<FaceDetector> detectors;
    private final Supplier<FaceEmbedder> embedders;
    /// The last that were used first, since the caches may still hold them.
    private final Deque<Networks> free = new ConcurrentLinkedDeque<>();

    private record Networks(FaceDetector detector, FaceEmbedder embedder) {}

    NetworkReader(Supplier<FaceDetector> detectors, Supplier<FaceEmbedder> embedders) {
        this.detectors = detectors;
        this.embedders = embedders;
        free.push(made());
    }

    private Networks made() {
        return new Networks(detectors.get(), embedders.get());
    }

    private <T> T with(Function<Networks, T> work) {
        Networks taken = free.poll();
        Networks networks = taken == null ? made() : taken;
        try {
            return work.apply(networks);
        } finally {
            free.push(networks);
        }
    }

    @Override
    public List<DetectedFace> detect(Picture photograph) {
        return with(networks -> networks.detector.detect(photograph));
    }

    @Override
    public Face read(Picture photograph, ChosenFace chosen) {
        return with(networks -> read(photograph, chosen, networks.embedder));
    }

    private static Face read(Picture photograph, ChosenFace chosen, FaceEmbedder embedder) {
        DetectedFace found = chosen.face();
        Picture aligned = FaceAlignment.align(
                photograph, found.landmarks(), embedder.card().reference());
        return new Face(chosen, aligned, embedder.embed(aligned), FaceQuality.of(found, aligned, photograph));
    }
}
