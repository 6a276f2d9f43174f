package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fovea.engine.io.Npy;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.network.FaceNetwork;
import org.jspecify.annotations.Nullable;

/// What is put into the networks: a picture file, or an array of pictures.
///
/// @param batch (N, H, W, C), as the networks read it
/// @param pictures the same for the eye: what the networks read of each, at their input's size
record ExplainInput(Tensor batch, List<Picture> pictures) {
    private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /// The order of an array's axes: N pictures, C channels, H rows, W columns.
    enum Axes {
        NCHW,
        NHWC,
        CHW,
        HWC,
        NHW,
        HW;

        String written() {
            return "(" + name().chars().mapToObj(Character::toString).collect(Collectors.joining(", ")) + ")";
        }
    }

    /// Reads a picture or, told by its first bytes, an npy file.
    ///
    /// @param axes of an array; null for N, C, H, W or H, W, as its rank says
    static ExplainInput read(Path file, ExplainModel model, int network, @Nullable Axes axes) throws IOException {
        FaceNetwork face = model.faces().get(network);
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(NPY.length);
        }
        if (Arrays.equals(head, NPY)) {
            Tensor batch = array(file, face.network().input().shape(), axes);
            return new ExplainInput(batch, visible(batch));
        }
        if (axes != null) {
            throw new IllegalArgumentException("--input-layout is about arrays, and " + file + " is no .npy file");
        }
        Shape shape = face.network().input().shape();
        int channels = shape.channels();
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(file + ": a picture has 1 or 3 channels, and the network reads "
                    + channels + "; give an .npy of shape N×" + channels + "×"
                    + shape.extent(0) + "×" + shape.extent(1));
        }
        Picture frame = model.input().options().apply(PictureFile.read(file));
        return new ExplainInput(face.tensor(frame), List.of(face.view().of(frame)));
    }

    private static Tensor array(Path file, Shape input, @Nullable Axes given) throws IOException {
        Npy npy = Npy.read(file);
        Shape shape = npy.shape();
        Axes axes = given == null ? axes(file, shape) : given;
        if (axes.name().length() != shape.rank()) {
            throw new IllegalArgumentException(
                    file + ": --input-layout " + axes.name().toLowerCase(Locale.ROOT) + " has "
                            + axes.name().length() + " axes, the array has shape " + shape);
        }
        Shape found = channelsLast(shape, axes);
        if (!found.example().equals(input)) {
            // An array without an axis of channels cannot be right where there are several.
            Axes right = axes.name().contains("C") || input.channels() == 1 ? axes : Axes.NCHW;
            throw new IllegalArgumentException(file + ": expected " + expected(input, right) + " " + right.written()
                    + ", found " + shape + hint(shape, input, axes));
        }
        return last(values(npy), axes);
    }

    private static Axes axes(Path file, Shape shape) {
        return switch (shape.rank()) {
            case 4 -> Axes.NCHW;
            case 2 -> Axes.HW;
            case 3 ->
                throw new IllegalArgumentException(file + ": an array of shape " + shape
                        + " can be read in several ways; say which with --input-layout chw, hwc or nhw");
            default ->
                throw new IllegalArgumentException(
                        file + ": expected an array (N, C, H, W) or (H, W), found shape " + shape);
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
