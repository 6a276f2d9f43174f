package org.fovea.facerec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import java.util.regex.Pattern;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options that every command with work to do has.
final class RunOptions {
    private static final Pattern STEERING =
            Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private @Nullable Integer threads;

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    private @Nullable Workers workers;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads compute (default: all processors).")
    void setThreads(int threads) {
        if (threads < 1) {
            throw wrong("--threads must be at least 1, found " + threads);
        }
        this.threads = threads;
    }

    /// The pool, made at the first call.
    Workers workers() {
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
        System.out.println(json(result));
    }

    /// A result as JSON.
    static String json(Object result) {
        try {
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            return escaped(mapper.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that JSON cannot hold", e);
        }
    }

    /// JSON whose texts steer no terminal. Jackson escapes the control characters of ASCII; the others, and the
    /// marks that reverse the direction of writing, stand in names alone and so may be escaped anywhere.
    private static String escaped(String json) {
        return STEERING.matcher(json)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
