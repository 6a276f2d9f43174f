package org.fovea.facerec.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `fovea`.
@Command(
        name = "fovea",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Trains small face networks, shows where they look, and combines those that look at different parts.",
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ExplainCommand.class,
            InfoCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  fovea demo                                   the whole method on synthetic faces, in under a minute",
            "  fovea train faces/ -o model.safetensors      learn the people in faces/PERSON/PICTURE",
            "  fovea evaluate model.safetensors others/     accuracy and equal error rate",
            "  fovea explain model.safetensors me.jpg -o out/   where the network looks in one picture",
            "  fovea info                                   what this machine runs on",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage."
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println("fovea: " + explain(exception));
                    command.getErr().flush();
                    return 1;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /// What went wrong, in a line; a stack trace only for what is the program's own fault.
    private static String explain(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": may not be read or written";
            case UncheckedIOException wrapped -> explain(Objects.requireNonNull(wrapped.getCause()));
            case IOException io -> String.valueOf(io.getMessage());
            case IllegalArgumentException argument -> String.valueOf(argument.getMessage());
            default -> {
                e.printStackTrace();
                yield "internal error: " + e;
            }
        };
    }

    /// The version that the build wrote into the jar's module.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"fovea " + (version == null ? "(development)" : version)};
        }
    }
}
