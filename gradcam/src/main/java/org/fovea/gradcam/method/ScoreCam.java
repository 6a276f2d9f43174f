package org.fovea.gradcam.method;

import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Resize;
import org.fovea.gradcam.Scaling;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.Upsampling;
import org.fovea.gradcam.WeightMethod;

/// Score-CAM: a channel is worth what the network says to the picture seen through it. Each channel, brought to the
/// picture's size and to \[0, 1\], masks the picture; α is the softmax over the channels of the scores Y of what is
/// left.
///
/// Masks are resized with half-pixel centres, like every map here; pytorch-grad-cam aligns the corners and adds 1e-8 to
/// the span. A channel that is the same everywhere masks everything.
///
/// Source: Wang and others, "Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural Networks", CVPR
/// workshops 2020, arXiv:1910.01279. (The score of a blank picture that it subtracts does not change a softmax.)
public final class ScoreCam extends WeightMethod {
    private static final int CHUNK = 32;
    private static final float EPSILON = 1e-8f;

    public ScoreCam() {
        super(new About(
                "score-cam",
                "Score-CAM",
                "Σₖ αₖ·Aₖ, α = softmax over k of Y(x ⊙ Mₖ), Mₖ = Aₖ resized and scaled to [0, 1]",
                "Wang and others, CVPR workshops 2020, arXiv:1910.01279",
                Cost.passes(1, 0).and(Beyond.MANY_PASSES, "1 forward a channel"),
                "no gradients"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        Reading reading = subject.activations(picture);
        Tensor x = subject.pictures().slice(picture, picture + 1);
        float[] scores = new float[reading.channels()];
        for (int from = 0; from < scores.length; from += CHUNK) {
            int count = Math.min(CHUNK, scores.length - from);
            Tensor seen = Tensor.zeros(x.shape().example().batch(count));
            for (int i = 0; i < count; i++) {
                see(x, mask(reading, from + i, x.shape(), subject.convention()), seen, i);
            }
            double[] answers = subject.scores(picture, seen);
            for (int i = 0; i < count; i++) {
                scores[from + i] = (float) answers[i];
            }
        }
        return Targets.softmax(scores);
    }

    /// Channel k at the picture's size, scaled to \[0, 1\].
    private static float[] mask(Reading reading, int k, Shape picture, Convention convention) {
        float[] channel = new float[reading.cells()];
        for (int cell = 0; cell < channel.length; cell++) {
            channel[cell] = reading.a(cell, k);
        }
        boolean pytorch = convention == Convention.PYTORCH_GRAD_CAM;
        float[] mask = Resize.bilinear(
                channel,
                reading.width(),
                axis(reading.height(), picture.extent(1), pytorch),
                axis(reading.width(), picture.extent(2), pytorch));
        Scaling.toUnit(mask, pytorch ? EPSILON : 0);
        return mask;
    }

    private static Upsampling axis(int cells, int pixels, boolean pytorch) {
        return pytorch ? Upsampling.ofAlignedCorners(cells, pixels) : Upsampling.of(cells, pixels);
    }

    private static void see(Tensor x, float[] mask, Tensor seen, int at) {
        int c = x.shape().channels();
        for (int i = 0; i < x.size(); i++) {
            seen.data()[at * x.size() + i] = x.data()[i] * mask[i / c];
        }
    }
}
