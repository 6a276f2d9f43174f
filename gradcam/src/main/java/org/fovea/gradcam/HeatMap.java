package org.fovea.gradcam;

import org.jspecify.annotations.Nullable;

/// A map of raw, signed values over the cells of a layer, and where they come from. Positive cells speak for the
/// target, negative ones against it.
///
/// @param height cells down
/// @param width cells across
/// @param values `height × width`, row by row, in the target's unit
/// @param method the method that made it: `Grad-CAM`
/// @param layer the node whose activations it reads
/// @param target what is explained: `logit of class 3`
public record HeatMap(int height, int width, float[] values, String method, String layer, String target) {
    public HeatMap {
        if (height < 1 || width < 1 || values.length != (long) height * width) {
            throw new IllegalArgumentException(
                    "a map of " + height + "×" + width + " cells has not " + values.length + " values");
        }
    }

    public float at(int row, int column) {
        return values[row * width + column];
    }

    /// This map with other values of the same size.
    public HeatMap with(float[] values) {
        return new HeatMap(height, width, values, method, layer, target);
    }

    /// max(value, 0): the evidence for the target alone, which the Grad-CAM paper shows.
    public HeatMap positive() {
        float[] positive = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            positive[i] = Math.max(values[i], 0);
        }
        return with(positive);
    }

    /// max(−value, 0): the evidence against the target, which the positive part leaves out.
    public HeatMap negative() {
        float[] negative = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            negative[i] = Math.max(-values[i], 0);
        }
        return with(negative);
    }

    /// Σ of the values.
    public double sum() {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum;
    }

    /// The share of Σ|value| that [#positive()] leaves out, from 0 to 1; 0 for a map of zeros.
    public double discardedByRelu() {
        double negative = 0;
        double all = 0;
        for (float v : values) {
            all += Math.abs(v);
            negative += Math.max(-v, 0);
        }
        return all == 0 ? 0 : negative / all;
    }

    /// Whether no cell speaks for the target, so that its positive part is blank: an answer, not a failure.
    public boolean withoutPositiveEvidence() {
        for (float v : values) {
            if (v > 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether every value is a finite number. Where one is not, the picture, the parameters or the passes hold
    /// such values as well, and the others mean little.
    public boolean finite() {
        return Scaling.Range.of(values).finite();
    }

    /// Why there is nothing to be seen, in words: the positive part is blank, or values are not finite numbers.
    /// Null where there is.
    public @Nullable String reason() {
        if (!finite()) {
            return "the map holds values that are not numbers, or infinite: so does the picture or a parameter, or a"
                    + " pass has overflowed";
        }
        if (!withoutPositiveEvidence()) {
            return null;
        }
        float highest = Float.NEGATIVE_INFINITY;
        float lowest = 0;
        int against = 0;
        for (float v : values) {
            highest = Math.max(highest, v);
            lowest = Math.min(lowest, v);
            against += v < 0 ? 1 : 0;
        }
        if (against == 0) {
            return "every cell is 0: " + method + " finds nothing at \"" + layer + "\" that speaks for or against the "
                    + target;
        }
        return against + " of " + values.length + " cells speak against the " + target + " (from " + lowest + " to "
                + highest + ") and none for it";
    }

    /// In words, with the lowest and the highest value.
    @Override
    public String toString() {
        float lowest = Float.POSITIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        for (float v : values) {
            lowest = Math.min(lowest, v);
            highest = Math.max(highest, v);
        }
        return method + " of the " + target + " at " + layer + ", " + height + "×" + width + ", from " + lowest + " to "
                + highest;
    }
}
