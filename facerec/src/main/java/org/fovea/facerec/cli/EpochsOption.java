package org.fovea.facerec.cli;

import picocli.CommandLine.Option;

/// The option of commands that train networks.
final class EpochsOption {
    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training pictures, a network (default: ${DEFAULT-VALUE}).")
    int value;

    /// @param standard where the option is not given
    EpochsOption(int standard) {
        value = standard;
    }
}
