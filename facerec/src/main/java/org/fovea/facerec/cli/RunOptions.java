package org.fovea.facerec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options that every command with work to do has.
final class RunOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Where all randomness begins; the same seed gives the same result (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads compute (default: all processors).")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    private @Nullable Workers workers;

    /// The pool, made at the first call.
    Workers workers() {
        if (threads != null && threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads must be at least 1, found " + threads);
        }
        if (workers == null) {
            workers = threads == null ? Workers.common() : new Workers(threads);
        }
        return workers;
    }

    /// Where progress and remarks go.
    PrintStream remarks() {
        return System.err;
    }

    /// Prints a result: as JSON where asked for, else as the text.
    void print(Object result, String text) {
        if (!json) {
            System.out.print(text);
            return;
        }
        try {
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            System.out.println(mapper.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that JSON cannot hold", e);
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
