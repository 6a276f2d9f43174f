package org.fovea.gradcam.metric;

import java.util.random.RandomGenerator;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;

/// Small maps and pictures for tests.
final class Maps {
    private Maps() {}

    static HeatMap of(int height, int width, float... values) {
        return new HeatMap(height, width, values, "Grad-CAM", "conv4", "logit of class 3");
    }

    static HeatMap random(int height, int width, RandomGenerator random) {
        float[] values = new float[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return of(height, width, values);
    }

    static Tensor picture(int height, int width, float... values) {
        return Tensor.of(Shape.of(1, height, width, values.length / (height * width)), values);
    }

    static Tensor random(int height, int width, int channels, RandomGenerator random) {
        Tensor picture = Tensor.zeros(1, height, width, channels);
        for (int i = 0; i < picture.size(); i++) {
            picture.data()[i] = random.nextFloat();
        }
        return picture;
    }
}
