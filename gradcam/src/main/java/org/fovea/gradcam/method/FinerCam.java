package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.PictureTarget;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.WeightMethod;

/// Finer-CAM: Grad-CAM of what sets a class c apart from those most like it, which takes out what they share.
///
/// Y = the mean over d of y\[c\] − γ·y\[d\], with d the three classes whose logits are nearest to the class's own. γ,
/// how strongly they are compared, is the caller's to choose; 1 where not said. The class is the target's, or else the
/// one of the largest output.
///
/// pytorch-grad-cam weights the differences by the probabilities, which are differentiated as well:
/// Y = Σ p\[d\]·(y\[c\] − γ·y\[d\]) / (Σ p\[d\] + 1e-9).
///
/// Source: Zhang and others, "Finer-CAM: Spotting the Difference Reveals Finer Details for Visual Explanation", CVPR
/// 2025, arXiv:2501.11309.
public final class FinerCam extends WeightMethod {
    private static final int RIVALS = 3;
    private static final double EPSILON = 1e-9;

    private final double gamma;

    public FinerCam() {
        this(1);
    }

    /// @param gamma how strongly the similar classes are held against the class; 0 is Grad-CAM
    public FinerCam(double gamma) {
        super(new About(
                "finer-cam",
                "Finer-CAM",
                "Grad-CAM of Y = mean over similar classes d of y[c] − γ·y[d]",
                "Zhang and others, CVPR 2025, arXiv:2501.11309",
                Cost.passes(1, 1),
                "at least two classes; gradients down to the layer"));
        this.gamma = gamma;
    }

    /// The same pictures, asked what sets each one's class apart.
    @Override
    public Subject prepare(Subject subject) {
        List<Contrast> contrasts = new ArrayList<>();
        Tensor y = subject.forward().activation(subject.output());
        for (int n = 0; n < subject.size(); n++) {
            contrasts.add(contrast(subject, n, y.slice(n, n + 1).data()));
        }
        return subject.target(new Contrasts(contrasts, gamma, subject.convention()));
    }

    @Override
    public double[] weights(Subject prepared, int picture) {
        return GradCam.weights(prepared.reading(picture));
    }

    private record Contrast(int c, int[] rivals) {}

    private static Contrast contrast(Subject subject, int n, float[] y) {
        if (y.length < 2) {
            throw new IllegalArgumentException(
                    "Finer-CAM compares classes, but \"" + subject.output() + "\" has one output");
        }
        int largest = 0;
        for (int i = 1; i < y.length; i++) {
            largest = y[i] > y[largest] ? i : largest;
        }
        int c = subject.target().classOf(n).orElse(largest);
        int[] rivals = IntStream.range(0, y.length)
                .filter(i -> i != c)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.abs(y[i] - y[c])))
                .limit(RIVALS)
                .mapToInt(i -> i)
                .toArray();
        return new Contrast(c, rivals);
    }

    private record Contrasts(List<Contrast> each, double gamma, Convention convention) implements PictureTarget {
        @Override
        public double evaluate(int picture, float[] y, float[] dy) {
            return convention == Convention.PAPER ? mean(each.get(picture), y, dy) : weighted(each.get(picture), y, dy);
        }

        private double mean(Contrast contrast, float[] y, float[] dy) {
            java.util.Arrays.fill(dy, 0);
            dy[contrast.c] = 1;
            double value = y[contrast.c];
            for (int d : contrast.rivals) {
                dy[d] -= (float) (gamma / contrast.rivals.length);
                value -= gamma * y[d] / contrast.rivals.length;
            }
            return value;
        }

        /// Y = N/D with N = Σ p\[d\]·(y\[c\] − γ·y\[d\]) and D = Σ p\[d\] + ε; ∂p\[d\]/∂y\[i\] = p\[d\]·(\[i =
        /// d\] − p\[i\]).
        private double weighted(Contrast contrast, float[] y, float[] dy) {
            double[] p = Targets.softmax(y);
            double numerator = 0;
            double weights = 0;
            for (int d : contrast.rivals) {
                numerator += p[d] * (y[contrast.c] - gamma * y[d]);
                weights += p[d];
            }
            double denominator = weights + EPSILON;
            double[] dNumerator = new double[y.length];
            double[] dDenominator = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                dNumerator[i] = -p[i] * numerator + (i == contrast.c ? weights : 0);
                dDenominator[i] = -p[i] * weights;
            }
            for (int d : contrast.rivals) {
                dNumerator[d] += p[d] * (y[contrast.c] - gamma * y[d]) - gamma * p[d];
                dDenominator[d] += p[d];
            }
            double value = numerator / denominator;
            for (int i = 0; i < y.length; i++) {
                dy[i] = (float) ((dNumerator[i] - value * dDenominator[i]) / denominator);
            }
            return value;
        }

        @Override
        public String describe(int picture) {
            Contrast contrast = each.get(picture);
            return "logit of class " + contrast.c + " against classes "
                    + String.join(
                            ", ",
                            IntStream.of(contrast.rivals)
                                    .mapToObj(Integer::toString)
                                    .toList());
        }

        @Override
        public java.util.OptionalInt classOf(int picture) {
            return java.util.OptionalInt.of(each.get(picture).c);
        }
    }
}
