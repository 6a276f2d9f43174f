package org.fovea.tests;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.fovea.facerec.cli.Main;

/// A command run to its end, in this process: what it printed and how it ended.
///
/// @param exit its exit code
/// @param out what it printed
/// @param err its progress and remarks
public record Fovea(int exit, String out, String err) {
    /// Runs one command; one at a time, since the standard streams are the process's.
    public static synchronized Fovea run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream remarks = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(remarks, true, StandardCharsets.UTF_8));
            int exit = Main.execute(arguments);
            System.out.flush();
            System.err.flush();
            return new Fovea(exit, printed.toString(StandardCharsets.UTF_8), remarks.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
