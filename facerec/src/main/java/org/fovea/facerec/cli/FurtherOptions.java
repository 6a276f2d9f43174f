package org.fovea.facerec.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How an ONNX file's network is trained further.
final class FurtherOptions {
    @Option(
            names = "--from",
            paramLabel = "NET.onnx",
            description = "Train this network further: its classifier is taken off, and a new one for DATA's people put"
                    + " on. --size is the file's own.")
    @Nullable
    Path from;

    @Option(
            names = "--freeze",
            paramLabel = "N",
            description = "With --from: the first N nodes with parameters stay as they are, batch norm's statistics"
                    + " included (default: 0).")
    @Nullable
    Integer freeze;

    @Option(
            names = "--cut",
            paramLabel = "NODE",
            description = "With --from: the last node to keep (default: what the last dense layer reads, or what stands"
                    + " in its place).")
    @Nullable
    String cut;

    @Mixin
    OnnxPictureOptions pictures;

    /// Whether anything is said that goes with --from.
    boolean given() {
        return freeze != null || cut != null || pictures.given();
    }
}
