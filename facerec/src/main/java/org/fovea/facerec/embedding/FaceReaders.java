package org.fovea.facerec.embedding;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.detection.FaceDetector;

/// Readers of one pair of models for any number of threads: a call takes a reader that is free, or waits for one.
///
/// Many photographs at a time are read fastest with one reader a core, each computing on its caller's thread alone.
public final class FaceReaders {
    private final BlockingQueue<FaceReader> free;
    private final int count;

    private FaceReaders(BlockingQueue<FaceReader> free) {
        this.free = free;
        this.count = free.size();
    }

    /// Readers that each compute on the thread that calls them.
    ///
    /// @param detector YuNet
    /// @param count how many, at least 1
    /// @throws IllegalArgumentException if the models are not what they should be
    public static FaceReaders of(OnnxModel detector, DetectorSettings settings, EmbeddingModel model, int count) {
        BlockingQueue<FaceReader> free = new ArrayBlockingQueue<>(count);
        Workers alone = new Workers(1);
        for (int i = 0; i < count; i++) {
            free.add(new FaceReader(FaceDetector.of(detector, settings, alone), FaceEmbedder.of(model, alone)));
        }
        return new FaceReaders(free);
    }

    /// What a reader makes of the work, which nobody else has meanwhile.
    ///
    /// @throws IllegalStateException if the thread is interrupted while it waits; it stays marked as interrupted
    public <T> T with(Function<FaceReader, T> work) {
        FaceReader reader = take();
        try {
            return work.apply(reader);
        } finally {
            free.add(reader);
        }
    }

    private FaceReader take() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a reader", e);
        }
    }

    /// How many threads can read at a time.
    public int count() {
        return count;
    }
}
