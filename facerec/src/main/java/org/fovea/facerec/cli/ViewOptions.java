package org.fovea.facerec.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `fovea experiment --model` is told beside what an experiment is. The network is not taken from the environment:
/// it would make another experiment of one that trains.
final class ViewOptions {
    @Option(
            names = "--model",
            paramLabel = "NET.onnx",
            description = "Train nothing: show views of aligned faces to this embedding network. DATA holds"
                    + " photographs, a folder a person.")
    @Nullable
    Path model;

    @Option(
            names = "--card",
            paramLabel = "NET.json",
            description = "What the network reads, where that is not in NET.json beside it.")
    @Nullable
    Path card;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "40",
            description = "With --model: so many of the people by lot, at most (default: ${DEFAULT-VALUE}).")
    int people;

    @Option(
            names = "--max-per-person",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "With --model: so many of each one's photographs by lot, at most (default:" + " ${DEFAULT-VALUE}).")
    int photographs;
}
