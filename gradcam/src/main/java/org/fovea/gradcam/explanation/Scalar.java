package org.fovea.gradcam.explanation;

import org.fovea.engine.network.Target;
import org.fovea.engine.tensor.Tensor;

/// The scalars of a classifier's outputs that an explanation can be switched between, for one class c and one class b to
/// hold against it. With logits z and p = softmax(z):
///
/// | scalar | Y | ∂Y/∂z |
/// |---|---|---|
/// | LOGIT | z\[c\] | e\[c\] |
/// | NEGATIVE | −z\[c\] | −e\[c\] |
/// | PROBABILITY | p\[c\] | p\[c\]·(e\[c\] − p) |
/// | LOG_PROBABILITY | log p\[c\] | e\[c\] − p |
/// | DIFFERENCE | z\[c\] − z\[b\] | e\[c\] − e\[b\] |
///
/// Every one is a combination of three vectors, e\[c\], e\[b\] and p. Since gradients and Grad-CAM's maps are linear in
/// ∂Y/∂z, the gradients of three backward passes give those of all five scalars: see [#combination].
public enum Scalar {
    LOGIT("logit"),
    NEGATIVE("negative logit"),
    PROBABILITY("probability"),
    LOG_PROBABILITY("log-probability"),
    DIFFERENCE("difference");

    private final String title;

    Scalar(String title) {
        this.title = title;
    }

    /// For people: `log-probability`.
    public String title() {
        return title;
    }

    /// Y for one example.
    ///
    /// @param logits all outputs
    /// @param c the class explained
    /// @param b the class it is held against; read by DIFFERENCE alone
    public double value(float[] logits, int c, int b) {
        return switch (this) {
            case LOGIT -> logits[c];
            case NEGATIVE -> -logits[c];
            case PROBABILITY -> Math.exp(logits[c] - logSumExp(logits));
            case LOG_PROBABILITY -> logits[c] - logSumExp(logits);
            case DIFFERENCE -> (double) logits[c] - logits[b];
        };
    }

    /// The factors of e\[c\], e\[b\] and p in ∂Y/∂z.
    ///
    /// @param p the probability of class c
    public double[] combination(double p) {
        return switch (this) {
            case LOGIT -> new double[] {1, 0, 0};
            case NEGATIVE -> new double[] {-1, 0, 0};
            case PROBABILITY -> new double[] {p, 0, -p};
            case LOG_PROBABILITY -> new double[] {1, 0, -1};
            case DIFFERENCE -> new double[] {1, -1, 0};
        };
    }

    /// What a trace differentiates.
    public Target target(int c, int b) {
        return new OfLogits(this, c, b);
    }

    /// log Σ exp(z), kept from overflowing.
    public static double logSumExp(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float z : logits) {
            max = Math.max(max, z);
        }
        double sum = 0;
        for (float z : logits) {
            sum += Math.exp(z - max);
        }
        return max + Math.log(sum);
    }

    /// softmax of one example's outputs.
    public static double[] softmax(float[] logits) {
        double normaliser = logSumExp(logits);
        double[] p = new double[logits.length];
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(logits[k] - normaliser);
        }
        return p;
    }

    /// The backward pass whose gradient at the outputs is p itself, p held fixed: the third of the three vectors.
    static Target expectedLogit() {
        return new Expected();
    }

    private record OfLogits(Scalar scalar, int c, int b) implements Target {
        @Override
        public double evaluate(Tensor output, Tensor gradient) {
            int classes = checkedClasses(output, Math.max(c, b), Math.min(c, b));
            double sum = 0;
            for (int n = 0; n < output.shape().extent(0); n++) {
                float[] z = java.util.Arrays.copyOfRange(output.data(), n * classes, (n + 1) * classes);
                double[] p = softmax(z);
                double[] factor = scalar.combination(p[c]);
                for (int k = 0; k < classes; k++) {
                    double g = factor[2] * p[k] + (k == c ? factor[0] : 0) + (k == b ? factor[1] : 0);
                    gradient.data()[n * classes + k] = (float) g;
                }
                sum += scalar.value(z, c, b);
            }
            return sum;
        }

        @Override
        public String describe(int example) {
            return switch (scalar) {
                case DIFFERENCE -> "logit of class " + c + " less logit of class " + b;
                default -> scalar.title + " of class " + c;
            };
        }
    }

    private record Expected() implements Target {
        @Override
        public double evaluate(Tensor output, Tensor gradient) {
            int classes = checkedClasses(output, 0, 0);
            double sum = 0;
            for (int n = 0; n < output.shape().extent(0); n++) {
                float[] z = java.util.Arrays.copyOfRange(output.data(), n * classes, (n + 1) * classes);
                double[] p = softmax(z);
                for (int k = 0; k < classes; k++) {
                    gradient.data()[n * classes + k] = (float) p[k];
                    sum += p[k] * z[k];
                }
            }
            return sum;
        }

        @Override
        public String describe(int example) {
            return "logits weighted by their probabilities";
        }
    }

    private static int checkedClasses(Tensor output, int highest, int lowest) {
        if (output.shape().rank() != 2) {
            throw new IllegalArgumentException("a class is asked of an output (N, C), found " + output.shape());
        }
        int classes = output.shape().channels();
        if (lowest < 0 || highest >= classes) {
            throw new IllegalArgumentException(
                    "class " + (lowest < 0 ? lowest : highest) + " of a network with " + classes + " outputs");
        }
        return classes;
    }
}
