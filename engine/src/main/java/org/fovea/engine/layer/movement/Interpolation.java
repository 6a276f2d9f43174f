package org.fovea.engine.layer.movement;

import java.util.Arrays;

/// How one axis of a resized array is made of the original: for each output the inputs it is made of and their weights.
///
/// @param how the manner of it
/// @param scale outputs per input
/// @param in the inputs along the axis
/// @param out the outputs
/// @param from with [Resampling.Coordinates#TF_CROP_AND_RESIZE] where the region begins, as a share of the axis
/// @param to where it ends
public record Interpolation(Resampling how, double scale, int in, int out, double from, double to) {
    /// The inputs from `first` on, each with its weight.
    public record Taps(int first, double[] weights) {
        @Override
        public String toString() {
            return "from " + first + ": " + Arrays.toString(weights);
        }
    }

    /// Where an output lies among the inputs, whose centres are the whole numbers.
    private double place(int output) {
        if (same()) {
            return output; // in all manners, even TF_HALF_PIXEL_FOR_NN, whose formula has half a pixel more
        }
        // The length that the scale asks for, which the outputs' number is rounded down from.
        double length = scale * in;
        return switch (how.coordinates()) {
            case HALF_PIXEL -> (output + 0.5) / scale - 0.5;
            case PYTORCH_HALF_PIXEL -> out > 1 ? (output + 0.5) / scale - 0.5 : 0;
            case HALF_PIXEL_SYMMETRIC -> in / 2.0 * (1 - out / length) + (output + 0.5) / scale - 0.5;
            case ALIGN_CORNERS -> length == 1 ? 0 : output * (in - 1.0) / (length - 1);
            case ASYMMETRIC -> output / scale;
            case TF_HALF_PIXEL_FOR_NN -> (output + 0.5) / scale;
            case TF_CROP_AND_RESIZE ->
                out > 1 ? from * (in - 1) + output * (to - from) * (in - 1) / (out - 1) : 0.5 * (from + to) * (in - 1);
        };
    }

    /// The place as exactly as scales are given, as floats: 1 / 0.1f is 10 then, and is not rounded down to 9.
    private float rounded(int output) {
        return (float) place(output);
    }

    /// Whether each output is the input at its own place.
    public boolean same() {
        return in == out && scale == 1 && !crops();
    }

    private boolean crops() {
        return how.coordinates() == Resampling.Coordinates.TF_CROP_AND_RESIZE;
    }

    /// Whether an output of a region lies off the original.
    public boolean outside(int output) {
        return crops() && (rounded(output) < 0 || rounded(output) > in - 1);
    }

    /// What an output is made of.
    public Taps taps(int output) {
        return switch (how.mode()) {
            case NEAREST -> new Taps(nearest(output), new double[] {1});
            case LINEAR -> spread(place(output), 1);
            case CUBIC -> spread(place(output), 2);
        };
    }

    /// The one input that an output is nearest to.
    public int nearest(int output) {
        double place = rounded(output);
        double chosen = switch (how.nearest()) {
            case ROUND_PREFER_FLOOR -> Math.ceil(place - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(place + 0.5);
            case FLOOR -> Math.floor(place);
            case CEIL -> Math.ceil(place);
        };
        return Math.clamp((long) chosen, 0, in - 1);
    }

    /// The kernel's weights around a place, gathered at the edges where it reaches beyond them.
    private Taps spread(double at, int reach) {
        double widening = how.antialias() && scale < 1 ? 1 / scale : 1;
        // Far outside only the edge is within reach, however far that is.
        double place = Math.clamp(at, -reach * widening, in - 1 + reach * widening);
        int first = (int) Math.floor(place - reach * widening) + 1;
        int last = (int) Math.ceil(place + reach * widening) - 1;
        int low = Math.clamp(first, 0, in - 1);
        int high = Math.clamp(last, low, in - 1);
        double[] weights = new double[high - low + 1];
        double sum = 0;
        for (int i = first; i <= last; i++) {
            double weight = kernel(Math.abs(place - i) / widening, reach);
            if ((i >= 0 && i < in) || !how.excludeOutside()) {
                weights[Math.clamp(i, low, high) - low] += weight;
                sum += weight;
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return new Taps(low, weights);
    }

    private double kernel(double distance, int reach) {
        double a = how.cubic();
        if (reach == 1) {
            return Math.max(0, 1 - distance);
        }
        if (distance < 1) {
            return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
        }
        return distance < 2 ? ((distance - 5) * distance + 8) * distance * a - 4 * a : 0;
    }
}
