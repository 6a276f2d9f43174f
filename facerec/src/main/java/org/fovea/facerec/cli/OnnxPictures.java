package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.graph.OnnxValue.Extent;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.PixelScaling;
import org.jspecify.annotations.Nullable;

/// An ONNX file as a network that reads pictures, and how it reads them.
///
/// @param model the network, and how the file's values lie in it
/// @param input the size of the pictures, and which part of them is used
/// @param scaling their values
/// @param axes of the file's own input
/// @param remark what to tell of how pictures are read
record OnnxPictures(LoweredModel model, FaceInput input, PixelScaling scaling, ExplainInput.Axes axes, String remark) {
    private static final int AXES = 4;

    /// @param size of the command line, WxH; null where it says none
    /// @param crop which part of a picture is used
    /// @throws IOException if the file is no model, or reads no pictures
    /// @throws IllegalArgumentException if what is said does not fit the file
    static OnnxPictures read(Path file, OnnxPictureOptions options, @Nullable String size, Crop crop)
            throws IOException {
        OnnxModel model = OnnxModel.read(file);
        String name = Printable.of(file);
        OnnxValue value = input(model, name);
        List<Extent> extents = Objects.requireNonNull(value.extents());
        boolean last = isColours(extents.get(3)) && !isColours(extents.get(1));
        int channels = extents.get(last ? 3 : 1).size();
        channels = channels < 0 ? 3 : channels;
        OnnxPictureOptions.Said said = options.said(file, size, channels == 1 ? 1 : 3);
        int height = extent(extents.get(last ? 1 : 2), said.size(), 1, value, name);
        int width = extent(extents.get(last ? 2 : 3), said.size(), 0, value, name);
        int batch = Math.max(1, extents.getFirst().size());
        int[] all = last ? new int[] {batch, height, width, channels} : new int[] {batch, channels, height, width};
        LoweredModel lowered = model.lowered(Map.of(value.name(), all));
        Shape shape = lowered.network().node(lowered.input(value.name()).node()).shape();
        if (!shape.equals(Shape.of(height, width, channels))) {
            throw new IOException(name + ": pictures of " + height + "×" + width + "×" + channels
                    + " expected, but the network reads \"" + value + "\" as " + shape);
        }
        FaceInput input = new FaceInput(width, height, channels, crop, Standardisation.NONE);
        String remark = name + " reads " + width + "×" + height + " pixels, values " + said.scaling()
                + (said.file() != null
                        ? ", as " + Printable.of(said.file()) + " says"
                        : said.anything() ? "" : "; --mean, --std, --range and --channels say otherwise");
        return new OnnxPictures(
                lowered, input, said.scaling(), last ? ExplainInput.Axes.NHWC : ExplainInput.Axes.NCHW, remark);
    }

    private static OnnxValue input(OnnxModel model, String name) throws IOException {
        List<OnnxValue> inputs = model.graph().inputs();
        OnnxValue first = inputs.isEmpty() ? null : inputs.getFirst();
        if (first == null
                || inputs.size() != 1
                || !first.type().real()
                || first.extents() == null
                || first.extents().size() != AXES) {
            throw new IOException(
                    name + ": a model that reads one picture expected, real numbers of N×C×H×W or N×H×W×C;"
                            + " this one reads " + InputArguments.list(inputs));
        }
        return first;
    }

    private static boolean isColours(Extent extent) {
        return extent.size() == 1 || extent.size() == 3;
    }

    private static int extent(Extent declared, int @Nullable [] size, int which, OnnxValue value, String name) {
        int found = declared.size();
        if (found < 0 && size == null) {
            throw new IllegalArgumentException(
                    name + " leaves the size of its pictures open (" + value + "); say it with --size WxH");
        }
        if (found >= 0 && size != null && size[which] != found) {
            throw new IllegalArgumentException(
                    name + " reads " + value + "; a size of " + size[0] + "x" + size[1] + " does not fit");
        }
        return found >= 0 ? found : Objects.requireNonNull(size)[which];
    }
}
