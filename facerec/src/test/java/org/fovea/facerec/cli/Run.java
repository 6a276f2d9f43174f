package org.fovea.facerec.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A command run to its end, in this process: what it printed and how it ended.
record Run(int exit, String out, String err) {
    /// Runs one command; one at a time, since the standard streams are the process's.
    static synchronized Run of(Object... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        return of(new PrintStream(printed, true, StandardCharsets.UTF_8), printed, arguments);
    }

    /// Runs one command that prints on `out`.
    static synchronized Run of(PrintStream out, ByteArrayOutputStream printed, Object... arguments) {
        PrintStream oldOut = System.out;
        PrintStream oldErr = System.err;
        ByteArrayOutputStream remarks = new ByteArrayOutputStream();
        try {
            System.setOut(out);
            System.setErr(new PrintStream(remarks, true, StandardCharsets.UTF_8));
            String[] words = new String[arguments.length];
            for (int i = 0; i < words.length; i++) {
                words[i] = arguments[i].toString();
            }
            int exit = Main.execute(words);
            System.err.flush();
            return new Run(exit, printed.toString(StandardCharsets.UTF_8), remarks.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(oldOut);
            System.setErr(oldErr);
        }
    }
}
