package org.fovea.facerec.cli;

import java.nio.file.Path;
import org.fovea.facerec.data.Crop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What is asked of an ONNX file's network, beside what is asked of any.
final class OnnxQuestionOptions {
    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The names of an ONNX classifier's classes: one a line, or JSON.")
    @Nullable
    Path labels;

    @Option(
            names = "--output-name",
            paramLabel = "NAME",
            description =
                    "Which output of an ONNX file is explained, or which of its nodes (default: the only output).")
    @Nullable
    String outputName;

    @Option(
            names = "--cell",
            paramLabel = "I,J,…",
            split = ",",
            description = "Which number of that output, by its index, counted from 0 (default: the largest).")
    int @Nullable [] cell;

    @Option(
            names = "--similar",
            paramLabel = "PICTURE2",
            description = "Explain the cosine of that output, an embedding, to the one of another picture, and write"
                    + " pair.html, with what makes the two alike and what speaks against it, cell by cell.")
    @Nullable
    Path similar;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "Pixels of the picture, where an ONNX file leaves that open.")
    @Nullable
    String size;

    @Option(
            names = "--crop",
            paramLabel = "CROP",
            description = "Which part of a picture an ONNX file's network sees: whole, centre, centre:SHARE, or"
                    + " LEFT,TOP,WIDTH,HEIGHT (default: whole).")
    private @Nullable String crop;

    @Mixin
    OnnxPictureOptions pictures;

    /// Which part of a picture is used.
    Crop crop() {
        return crop == null ? new Crop.Whole() : Crop.parse(crop);
    }

    /// Whether any of these is given.
    boolean given() {
        return labels != null
                || outputName != null
                || cell != null
                || similar != null
                || size != null
                || crop != null
                || pictures.given();
    }
}
