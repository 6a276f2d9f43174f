package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.PixelScaling;
import org.jspecify.annotations.Nullable;

/// What is explained, read once from its file: a picture, of which each network gets what it sees, or an array.
sealed interface ExplainInput permits ExplainArray, ExplainInput.OfPicture {
    /// What one network gets.
    ///
    /// @param values (N, H, W, C), as the network reads it
    /// @param pictures the same for the eye: what the network sees of each, at its input's size
    record Batch(Tensor values, List<Picture> pictures) {}

    /// A picture.
    ///
    /// @param frame what the model reads of it; the networks see parts of that
    /// @param scaling how its values become the input of somebody else's network; null for Fovea's own
    record OfPicture(Picture frame, @Nullable PixelScaling scaling) implements ExplainInput {
        @Override
        public Batch of(FaceNetwork face) {
            Tensor values = scaling == null ? face.tensor(frame) : scaling.tensor(frame);
            return new Batch(values, List.of(face.view().of(frame)));
        }
    }

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

    /// The frame that networks see parts of; null for an array, which is one network's input.
    @Nullable
    Picture frame();

    /// What a network gets of it.
    ///
    /// @throws IllegalArgumentException if it does not fit the network's input
    Batch of(FaceNetwork face);

    /// Reads a picture or, told by its first bytes, an npy file.
    ///
    /// @param axes of an array; null for H, W, or for N, C, H, W, an ONNX file's own if they are others, as its
    ///     rank says
    static ExplainInput read(Path file, ExplainModel model, ReadingOptions reading, @Nullable Axes axes)
            throws IOException {
        ExplainModel.Foreign foreign = model.foreign();
        if (isNpy(file)) {
            return ExplainArray.read(file, axes, foreign == null ? Axes.NCHW : foreign.axes());
        }
        if (axes != null) {
            throw new IllegalArgumentException(
                    "--input-layout is about arrays, and " + Printable.of(file) + " is no .npy file");
        }
        Shape shape = model.input().shape();
        int channels = shape.channels();
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    Printable.of(file) + ": a picture has 1 or 3 channels, and the network reads " + channels
                            + "; give an .npy of shape N×" + channels + "×" + shape.extent(0) + "×" + shape.extent(1));
        }
        try {
            Picture frame = model.input().options().apply(PictureFile.read(file, reading));
            return new OfPicture(frame, foreign == null ? null : foreign.scaling());
        } catch (IllegalArgumentException e) { // the crop is not inside the picture
            throw new IllegalArgumentException(Printable.of(file) + ": " + e.getMessage(), e);
        }
    }

    /// Whether a file begins as npy files do. What is no file at all, such as a pipe, which could block for ever,
    /// is not opened.
    private static boolean isNpy(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(magic.length), magic);
        }
    }
}
