package org.fovea.engine.onnx.operator;

import java.util.Locale;

/// How one axis of a resized tensor is made of the original: for each output the inputs it is made of and their
/// weights.
///
/// @param scale outputs per input
/// @param in the inputs along the axis
/// @param out the outputs
/// @param mode `nearest`, `linear` or `cubic`
/// @param coordinates how an output's place becomes one among the inputs
/// @param nearest how a place between two inputs becomes one of them
/// @param a the cubic's coefficient
/// @param excludeOutside whether inputs that are not there have no weight, instead of those at the edge having theirs
/// @param antialias whether the kernel widens where the tensor shrinks
/// @param from with `tf_crop_and_resize` where the region begins, as a share of the axis
/// @param to where it ends
record Interpolation(
        double scale,
        int in,
        int out,
        String mode,
        String coordinates,
        String nearest,
        double a,
        boolean excludeOutside,
        boolean antialias,
        double from,
        double to) {
    /// The inputs from `first` on, each with its weight.
    record Taps(int first, double[] weights) {}

    /// Where an output lies among the inputs, whose centres are the whole numbers.
    double place(int output) {
        // The length that the scale asks for, which the outputs' number is rounded down from.
        double length = scale * in;
        return switch (coordinates) {
            case "half_pixel" -> (output + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> length > 1 ? (output + 0.5) / scale - 0.5 : 0;
            case "half_pixel_symmetric" -> {
                double adjustment = out / length;
                yield in / 2.0 * (1 - adjustment) + (output + 0.5) / scale - 0.5;
            }
            case "align_corners" -> length == 1 ? 0 : output * (in - 1.0) / (length - 1);
            case "asymmetric" -> output / scale;
            case "tf_half_pixel_for_nn" -> (output + 0.5) / scale;
            case "tf_crop_and_resize" ->
                length > 1
                        ? from * (in - 1) + output * (to - from) * (in - 1) / (length - 1)
                        : 0.5 * (from + to) * (in - 1);
            default -> throw new IllegalArgumentException("coordinate_transformation_mode is " + coordinates);
        };
    }

    /// Whether an output of `tf_crop_and_resize` lies off the original.
    boolean outside(int output) {
        double place = place(output);
        return coordinates.equals("tf_crop_and_resize") && (place < 0 || place > in - 1);
    }

    /// What an output is made of.
    Taps taps(int output) {
        double place = place(output);
        return switch (mode) {
            case "nearest" -> new Taps(Math.clamp((long) chosen(place), 0, in - 1), new double[] {1});
            case "linear" -> spread(place, 1);
            case "cubic" -> spread(place, 2);
            default -> throw new IllegalArgumentException("mode is " + mode.toLowerCase(Locale.ROOT));
        };
    }

    private double chosen(double place) {
        return switch (nearest) {
            case "round_prefer_floor" -> Math.ceil(place - 0.5);
            case "round_prefer_ceil" -> Math.floor(place + 0.5);
            case "floor" -> Math.floor(place);
            case "ceil" -> Math.ceil(place);
            default -> throw new IllegalArgumentException("nearest_mode is " + nearest);
        };
    }

    /// The kernel's weights around a place, gathered at the edges where it reaches beyond them.
    private Taps spread(double at, int reach) {
        double widening = antialias && scale < 1 ? 1 / scale : 1;
        // Far outside only the edge is within reach, however far that is.
        double place = Math.clamp(at, -reach * widening, in - 1 + reach * widening);
        int first = (int) Math.floor(place - reach * widening) + 1;
        int last = (int) Math.ceil(place + reach * widening) - 1;
        // A place on an input needs no more than that one, but the loop below wants both ends in order.
        int low = Math.clamp(first, 0, in - 1);
        int high = Math.clamp(last, low, in - 1);
        double[] weights = new double[high - low + 1];
        double sum = 0;
        for (int i = first; i <= last; i++) {
            double weight = kernel(Math.abs(place - i) / widening, reach);
            boolean there = i >= 0 && i < in;
            if (there || !excludeOutside) {
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
        if (reach == 1) {
            return Math.max(0, 1 - distance);
        }
        if (distance < 1) {
            return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
        }
        return distance < 2 ? ((distance - 5) * distance + 8) * distance * a - 4 * a : 0;
    }
}
