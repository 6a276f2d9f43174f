package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fovea.engine.io.Npy;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.network.FaceNetwork;
import org.jspecify.annotations.Nullable;

/// An array of pictures from an npy file: a network's input as it is, nothing standardised and nothing hidden.
///
/// @param values as the file has them
/// @param axes what the axes are
record ExplainArray(Path file, Tensor values, Axes axes) implements ExplainInput {
    /// @param given the axes; null for those of `four` or H, W, as the rank says
    /// @param four those of an array that has four
    static ExplainArray read(Path file, @Nullable Axes given, Axes four) throws IOException {
        Npy npy = Npy.read(file);
        Shape shape = npy.shape();
        Axes axes = given == null ? axes(file, shape, four) : given;
        if (axes.name().length() != shape.rank()) {
            throw new IllegalArgumentException(Printable.of(file) + ": --input-layout "
                    + axes.name().toLowerCase(Locale.ROOT) + " has "
                    + axes.name().length()
                    + " axes, the array has shape " + shape);
        }
        return new ExplainArray(file, values(npy), axes);
    }

    @Override
    public @Nullable Picture frame() {
        return null;
    }

    @Override
    public Batch of(FaceNetwork face) {
        Shape input = face.network().input().shape();
        Shape shape = values.shape();
        if (!channelsLast(shape, axes).example().equals(input)) {
            // An array without an axis of channels cannot be right where there are several.
            Axes right = axes.name().contains("C") || input.channels() == 1 ? axes : Axes.NCHW;
            throw new IllegalArgumentException(Printable.of(file) + ": expected " + expected(input, right) + " "
                    + right.written() + ", found " + shape + hint(shape, input, axes));
        }
        Tensor batch = last(values, axes);
        return new Batch(batch, visible(batch));
    }

    private static Axes axes(Path file, Shape shape, Axes four) {
        return switch (shape.rank()) {
            case 4 -> four;
            case 2 -> Axes.HW;
            case 3 ->
                throw new IllegalArgumentException(Printable.of(file) + ": an array of shape " + shape
                        + " can be read in several ways; say which with --input-layout chw, hwc or nhw");
            default ->
                throw new IllegalArgumentException(
                        Printable.of(file) + ": expected an array (N, C, H, W) or (H, W), found shape " + shape);
        };
    }

    /// The shape (N, H, W, C) that an array of these axes has.
    private static Shape channelsLast(Shape s, Axes axes) {
        return switch (axes) {
            case NCHW -> Shape.of(s.extent(0), s.extent(2), s.extent(3), s.extent(1));
            case NHWC -> s;
            case CHW -> Shape.of(1, s.extent(1), s.extent(2), s.extent(0));
            case HWC -> s.batch(1);
            case NHW -> Shape.of(s.extent(0), s.extent(1), s.extent(2), 1);
            case HW -> Shape.of(1, s.extent(0), s.extent(1), 1);
        };
    }

    private static Tensor last(Tensor t, Axes axes) {
        return switch (axes) {
            case NCHW -> Layout.nchwToNhwc(t);
            case CHW -> Layout.nchwToNhwc(t.reshape(t.shape().batch(1)));
            default -> t.reshape(channelsLast(t.shape(), axes));
        };
    }

    private static String expected(Shape input, Axes axes) {
        return axes.name()
                .chars()
                .mapToObj(axis -> switch (axis) {
                    case 'N' -> "N";
                    case 'C' -> Integer.toString(input.extent(2));
                    case 'H' -> Integer.toString(input.extent(0));
                    default -> Integer.toString(input.extent(1));
                })
                .collect(Collectors.joining("×"));
    }

    /// Whether the array would fit in another layout.
    private static String hint(Shape shape, Shape input, Axes not) {
        for (Axes axes : Axes.values()) {
            if (axes != not
                    && axes.name().length() == shape.rank()
                    && channelsLast(shape, axes).example().equals(input)) {
                return "; it would fit with --input-layout " + axes.name().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static Tensor values(Npy npy) throws IOException {
        if (npy.dtype().floating()) {
            return npy.finiteTensor();
        }
        long[] whole = npy.longs();
        float[] values = new float[whole.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole[i];
        }
        return Tensor.of(npy.shape(), values);
    }

    /// Arrays for the eye: each picture's least value black and its greatest white; more channels than three, and
    /// two, as their mean.
    private static List<Picture> visible(Tensor batch) {
        Shape shape = batch.shape();
        int channels = shape.channels() == 3 ? 3 : 1;
        List<Picture> pictures = new ArrayList<>();
        for (int n = 0; n < shape.extent(0); n++) {
            float[] x = batch.slice(n, n + 1).data();
            float[] shown = new float[x.length / shape.channels() * channels];
            int each = shape.channels() / channels;
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < shown.length; i++) {
                for (int j = 0; j < each; j++) {
                    shown[i] += x[i * each + j] / each;
                }
                min = Math.min(min, shown[i]);
                max = Math.max(max, shown[i]);
            }
            for (int i = 0; i < shown.length; i++) {
                shown[i] = max > min ? (shown[i] - min) / (max - min) : 0.5f;
            }
            pictures.add(new Picture(shape.extent(2), shape.extent(1), channels, shown));
        }
        return pictures;
    }
}
