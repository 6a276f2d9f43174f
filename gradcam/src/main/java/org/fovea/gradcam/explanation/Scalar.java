package org.fovea.gradcam.explanation;

import org.fovea.engine.tensor.LogSumExp;
import org.fovea.gradcam.PictureTarget;
import org.fovea.gradcam.Targets;

/// The scalars of a classifier's outputs that an explanation can be switched between, for one class c and one class b
/// to hold against it. With logits z, p = softmax(z), and q the probabilities of the other classes among themselves,
/// the softmax of all logits but z\[c\]:
///
/// | scalar | Y | ∂Y/∂z |
/// |---|---|---|
/// | LOGIT | z\[c\] | e\[c\] |
/// | NEGATIVE | −z\[c\] | −e\[c\] |
/// | PROBABILITY | p\[c\] | p\[c\]·(e\[c\] − p) = p\[c\]·(1 − p\[c\])·(e\[c\] − q) |
/// | LOG_PROBABILITY | log p\[c\] | e\[c\] − p = (1 − p\[c\])·(e\[c\] − q) |
/// | DIFFERENCE | z\[c\] − z\[b\] | e\[c\] − e\[b\] |
///
/// Every one is a combination of three vectors, e\[c\], e\[b\] and q. Since gradients and Grad-CAM's maps are linear in
/// ∂Y/∂z, the gradients of three backward passes give those of all five scalars: see [#combination]. (Of e\[c\] and p
/// itself, which are nearly the same where the network is sure, single precision would leave only rounding.)
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
        return value(logits[c], logits[b], logSumExp(logits));
    }

    /// Y from what all scalars can be computed from.
    ///
    /// @param logit z\[c\]
    /// @param against z\[b\]
    /// @param logSumExp log Σ exp(z)
    double value(float logit, float against, double logSumExp) {
        return switch (this) {
            case LOGIT -> logit;
            case NEGATIVE -> -logit;
            case PROBABILITY -> Math.exp(logit - logSumExp);
            case LOG_PROBABILITY -> logit - logSumExp;
            case DIFFERENCE -> (double) logit - against;
        };
    }

    /// The factors of e\[c\], e\[b\] and q in ∂Y/∂z.
    ///
    /// @param p the probability of class c
    /// @param rest that of all other classes together ([Targets#rest]): 1 − p, of which rounding may have left
    ///     nothing
    public double[] combination(double p, double rest) {
        return switch (this) {
            case LOGIT -> new double[] {1, 0, 0};
            case NEGATIVE -> new double[] {-1, 0, 0};
            case PROBABILITY -> new double[] {p * rest, 0, -p * rest};
            case LOG_PROBABILITY -> new double[] {rest, 0, -rest};
            case DIFFERENCE -> new double[] {1, -1, 0};
        };
    }

    /// The same as a target.
    ///
    /// @param c the class explained
    /// @param b the class it is held against; read by DIFFERENCE alone
    public PictureTarget target(int c, int b) {
        return target(new int[] {c}, new int[] {b});
    }

    /// The same with classes of their own for each picture.
    ///
    /// @param c the class explained, one a picture, or one for all
    /// @param b the class it is held against, likewise; read by DIFFERENCE alone
    public PictureTarget target(int[] c, int[] b) {
        return switch (this) {
            case LOGIT -> Targets.logit(c);
            case NEGATIVE -> Targets.negativeLogit(c);
            case PROBABILITY -> Targets.probability(c);
            case LOG_PROBABILITY -> Targets.logProbability(c);
            case DIFFERENCE -> Targets.difference(c, b);
        };
    }

    /// q: the softmax of all logits but that of class c, which has 0.
    public static double[] among(float[] logits, int c) {
        if (logits.length == 1) {
            return new double[1];
        }
        float[] others = logits.clone();
        others[c] = Float.NEGATIVE_INFINITY;
        return Targets.softmax(others);
    }

    /// The target whose derivative by the logits is q itself, q held fixed: the third of the three vectors.
    static PictureTarget others(int c) {
        return Targets.of("other logits weighted by their probabilities", (y, dy) -> {
            double[] q = among(y, c);
            double sum = 0;
            for (int k = 0; k < y.length; k++) {
                dy[k] = (float) q[k];
                sum += q[k] * y[k];
            }
            return sum;
        });
    }

    /// log Σ exp(z), kept from overflowing.
    public static double logSumExp(float[] logits) {
        return LogSumExp.of(logits, 0, logits.length);
    }
}
