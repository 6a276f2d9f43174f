package org.fovea.facerec.cli;

import picocli.CommandLine.Option;

/// The option of commands that split each person's pictures.
final class TrainPerPersonOption {
    @Option(
            names = "--train-per-person",
            paramLabel = "N",
            description = "Pictures a person to learn from; the others are for the test (default: ${DEFAULT-VALUE}).")
    int value;

    /// @param standard where the option is not given
    TrainPerPersonOption(int standard) {
        value = standard;
    }
}
