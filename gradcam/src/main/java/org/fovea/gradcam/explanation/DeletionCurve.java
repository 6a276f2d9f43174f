package org.fovea.gradcam.explanation;

import java.util.Arrays;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.metric.Baseline;
import org.fovea.gradcam.metric.PixelSteps;

/// The outputs while the picture's pixels are taken away, those where a map is highest first, from which the deletion
/// curve ([org.fovea.gradcam.metric.PixelCurve]) of every [Scalar] follows. A deleted pixel has the mean of its channel
/// over the picture ([Baseline#MEAN]). If a map shows what the network relies on, its curve falls sooner than that of
/// pixels deleted in a random order.
///
/// @param method whose order it is
/// @param deleted how many pixels were gone, one entry a step, from 0 to all
/// @param readings the outputs at each step
public record DeletionCurve(String method, int[] deleted, Readings readings) {
    private static final int BATCH = 4;

    /// Measures with the subject's first picture.
    ///
    /// @param order every pixel's number, the first to go first; of [org.fovea.gradcam.metric.PixelOrder]
    /// @param steps in how many steps all pixels go
    /// @param c the class explained
    /// @param b the class it is held against
    /// @throws IllegalArgumentException if the order is not of the picture's pixels, or the steps are more than
    ///     they
    public static DeletionCurve measure(String method, Subject subject, int[] order, int steps, int c, int b) {
        Tensor picture = subject.pictures().slice(0, 1);
        PixelSteps pictures = PixelSteps.of(picture, Baseline.MEAN.of(picture), order, steps);
        Readings readings = Readings.of(pictures.size());
        new Sweep(subject.network(), subject.workers(), BATCH)
                .forward(pictures.size(), pictures::read, (trace, first, count) -> {
                    Tensor outputs = trace.activation(subject.output());
                    for (int n = 0; n < count; n++) {
                        readings.keep(first + n, outputs, n, c, b);
                    }
                });
        return new DeletionCurve(method, pictures.changed(), readings);
    }

    @Override
    public String toString() {
        return "deletion curve of " + method + ": pixels " + Arrays.toString(deleted) + ", " + readings;
    }
}
