package org.fovea.gradcam.metric;

import java.util.Arrays;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// What stands where a picture's pixels have been taken away.
///
/// No choice is neutral. A flat value makes edges that no photograph has, and the network may answer to the edges; a
/// blurred picture still tells what it showed. So curves are compared on one baseline only.
public enum Baseline {
    /// 0 in the network's input: the mean of the picture where inputs are standardised, black where they are not.
    ZERO {
        @Override
        public Tensor of(Tensor picture) {
            Pictures.check(picture);
            return Tensor.zeros(picture.shape());
        }
    },
    /// Each channel's mean over the picture.
    MEAN {
        @Override
        public Tensor of(Tensor picture) {
            Pictures.check(picture);
            int channels = picture.shape().channels();
            Tensor result = Tensor.zeros(picture.shape());
            double[] sums = new double[channels];
            for (int i = 0; i < picture.size(); i++) {
                sums[i % channels] += picture.data()[i];
            }
            for (int i = 0; i < picture.size(); i++) {
                result.data()[i] = (float) (sums[i % channels] * channels / picture.size());
            }
            return result;
        }
    },
    /// The picture under a Gaussian of 11×11 pixels with σ = 5, as RISE's code has it; beyond the border the
    /// border's values go on.
    BLUR {
        @Override
        public Tensor of(Tensor picture) {
            Pictures.check(picture);
            return blur(blur(picture, true), false);
        }
    };

    private static final int RADIUS = 5;
    private static final double SIGMA = 5;

    /// The picture with every pixel taken away.
    ///
    /// @param picture (1, H, W, C)
    /// @return a new tensor of the same shape
    public abstract Tensor of(Tensor picture);

    private static Tensor blur(Tensor picture, boolean down) {
        Shape shape = picture.shape();
        int height = shape.extent(1);
        int width = shape.extent(2);
        int channels = shape.channels();
        double[] weights = new double[2 * RADIUS + 1];
        Arrays.setAll(weights, i -> Math.exp(-(i - RADIUS) * (i - RADIUS) / (2 * SIGMA * SIGMA)));
        double sum = Arrays.stream(weights).sum();
        Tensor result = Tensor.zeros(shape);
        for (int i = 0; i < result.size(); i++) {
            int channel = i % channels;
            int column = i / channels % width;
            int row = i / channels / width;
            double value = 0;
            for (int d = -RADIUS; d <= RADIUS; d++) {
                int y = down ? Math.clamp(row + d, 0, height - 1) : row;
                int x = down ? column : Math.clamp(column + d, 0, width - 1);
                value += weights[d + RADIUS] * picture.data()[(y * width + x) * channels + channel];
            }
            result.data()[i] = (float) (value / sum);
        }
        return result;
    }
}
