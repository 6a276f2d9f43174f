package org.fovea.facerec.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Objects;
import org.fovea.facerec.data.Printable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is said when something goes wrong: one line, beginning with the program's name.
final class Failures {
    private Failures() {}

    /// A wrong option or a missing one; exit code 2.
    static int wrongUsage(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        String commandName = command.getCommandSpec().qualifiedName();
        StringBuilder line = new StringBuilder("fovea: ").append(Printable.of(String.valueOf(exception.getMessage())));
        if (exception instanceof UnmatchedArgumentException unmatched) {
            List<String> meant = unmatched.getSuggestions();
            if (!meant.isEmpty()) {
                line.append("; did you mean ")
                        .append(String.join(" or ", meant))
                        .append("?");
            }
        }
        command.getErr().println(line.append(" (see ").append(commandName).append(" --help)"));
        command.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }

    /// A command that began and could not end; exit code 1.
    static int failed(Exception exception, CommandLine command, ParseResult parsed) {
        command.getErr().println("fovea: " + Printable.of(explain(exception)));
        command.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /// What went wrong, in a line; a stack trace before it only for what is the program's own fault.
    static String explain(Throwable e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": may not be read or written";
            case FileAlreadyExistsException taken -> taken.getFile() + ": is there already, and is no folder";
            case NotDirectoryException file -> file.getFile() + ": is no folder";
            case FileSystemException other ->
                other.getFile() + ": " + Objects.requireNonNullElse(other.getReason(), "cannot be read or written");
            case UncheckedIOException wrapped -> explain(Objects.requireNonNull(wrapped.getCause()));
            case IOException io -> String.valueOf(io.getMessage());
            case IllegalArgumentException argument -> String.valueOf(argument.getMessage());
            default -> {
                e.printStackTrace();
                yield "internal error: " + e;
            }
        };
    }
}
