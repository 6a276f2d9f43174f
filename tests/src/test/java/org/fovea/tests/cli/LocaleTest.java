package org.fovea.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fovea.facerec.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Names beyond ASCII on the command line, in a virtual machine of another locale. The launcher chooses C.UTF-8 where
/// the locale is C; a program that starts Java itself may not.
@EnabledOnOs(value = OS.LINUX, disabledReason = "only there does Java decode arguments by the locale")
class LocaleTest {
    /// What `fovea evaluate Jörg.safetensors data` says, with exit code and remarks; the bytes come from the shell,
    /// since this machine's locale may be the C locale too.
    private static String evaluate(String locale, int exit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "exec \"$0\" -XX:TieredStopAtLevel=1 -Dstderr.encoding=UTF-8 -cp \"$1\" \"$2\""
                        + " evaluate \"$(printf 'J\\303\\266rg.safetensors')\" data",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), said);
        return said;
    }

    @Test
    void theCLocaleIsRefusedWithTheWayOut() throws Exception {
        String said = evaluate("C", 2);
        assertTrue(said.startsWith("fovea: "), said);
        assertTrue(said.contains("is no path in this locale, whose encoding is ANSI_X3.4-1968"), said);
        assertTrue(said.contains("set LC_ALL=C.UTF-8"), said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test
    void underCUtf8TheNameIsRead() throws Exception {
        assertTrue(evaluate("C.UTF-8", 1).contains("Jörg.safetensors: there is no such file"), "the name is read");
    }
}
