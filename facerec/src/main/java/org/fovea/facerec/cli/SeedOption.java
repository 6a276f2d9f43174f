package org.fovea.facerec.cli;

import picocli.CommandLine.Option;

/// The option of commands in which something is drawn by lot.
final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Where all randomness begins; the same seed gives the same result (default: ${DEFAULT-VALUE}).")
    long value;
}
