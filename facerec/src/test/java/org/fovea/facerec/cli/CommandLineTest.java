package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the commands answer before they have done any work: help, wrong usage, files that are not there.
class CommandLineTest {
    @TempDir
    private Path folder;

    private record Answer(int exit, String out, String err) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                              | a command is missing (see fovea --help)",
                "trian                             | did you mean train or verify or experiment?",
                "train                             | '--output=MODEL', 'DATA' (see fovea train --help)",
                "train D -o m --epochs x           | 'x' is not an int (see fovea train --help)",
                "train D -o m --epochs 0           | must be at least 1",
                "train D -o m.onnx                 | m.onnx: a model is written as safetensors; fovea convert",
                "train D -o m --size 12            | --size must be like 64x64, found \"12\"",
                "train D -o m --size 8x8           | from 16x16 to 512x512, found 8x8",
                "train D -o m --crop middle        | the crop \"middle\" is none of",
                "train D -o m --threads 0          | --threads must be at least 1, found 0",
                "evaluate m D --train-per-person -1 | must be 0 or more, found -1",
                "explain m p.png                   | '--output=DIR'",
                "demo --people 1                   | --people of at least 2",
                "experiment D                      | '--output=DIR'",
                "experiment D -o d --strategies a  | no strategy \"a\"; there are gaze-discs, gaze-discs-alone,",
                "experiment D -o d --fusions a     | no fusion \"a\"; there are bounded-cosine, soft-cosine,",
                "experiment D -o d --conditions a  | no condition \"a\"; there are clean, glasses, scarf and block",
                "experiment D -o d --min-per-person 0 | --min-per-person must be at least 1, found 0",
                "experiment D -o d --shared s     | --shared is for tasks on a cluster: it needs --spark",
                "train D -o m --strategy a         | no strategy \"a\"; there are gaze-discs,",
                "benchmark-maps                    | '--output=DIR'",
                "benchmark-maps m -o d             | a MODEL needs a folder DATA of faces beside it",
                "benchmark-maps -o d --people 1    | --people of at least 2",
                "benchmark-maps -o d --part chin   | Invalid value for option '--part' (PART)",
                "benchmark-maps -o d --part background | cannot differ in the background",
                "benchmark-maps -o d --part eye,eye | a part is named twice",
                "benchmark-maps -o d --method a    | --method: no method \"a\"; there are grad-cam",
                "benchmark-maps -o d --layer relu4 | --layer goes with a MODEL",
                "run m.onnx                        | '--output-dir=DIR'",
                "convert a.onnx                    | 'B'",
                "info --jsn                        | did you mean --json?",
                "faces -o f --people 0             | both numbers must be at least 1",
                "faces -o f --differ-in ear        | cannot differ in",
                "methods grad-cma                  | no method \"grad-cma\"; there are grad-cam, cam, hirescam",
            })
    void wrongUsageIsOneLineAndExitCodeTwo(String arguments, String told) {
        Answer answer =
                answer(arguments.isBlank() ? new String[0] : arguments.strip().split(" +"));
        assertEquals(CommandLine.ExitCode.USAGE, answer.exit);
        assertEquals("", answer.out);
        assertEquals(1, answer.err.lines().count(), answer.err);
        assertTrue(answer.err.startsWith("fovea: ") && answer.err.contains(told), answer.err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"experiment D -o d --spark local", "embed P -o d --detector d --model m --spark local"})
    void aClusterThatIsNotThereIsSaidBeforeAnyWork(String arguments) {
        Answer answer = answer(arguments.split(" "));
        assertEquals(CommandLine.ExitCode.SOFTWARE, answer.exit);
        assertTrue(answer.err.startsWith("fovea: --spark needs fovea-spark, which is not here"), answer.err);
        assertTrue(answer.err.contains("docs/on-a-cluster.md"), answer.err);
    }

    @Test
    void whatCannotBeDoneIsOneLineAndExitCodeOne() throws Exception {
        Path file = Files.writeString(folder.resolve("a file"), "x");
        Path missing = folder.resolve("missing");
        String fine = folder.resolve("m").toString();
        refused(missing + ": no such folder", "train", missing.toString(), "-o", fine);
        refused("a folder of people's folders expected, found a file", "train", file.toString(), "-o", fine);
        refused(": no person found", "train", folder.toString(), "-o", fine);
        refused(
                "there is no folder " + missing,
                "train",
                folder.toString(),
                "-o",
                missing.resolve("m").toString());
        refused(": a folder is in its place", "train", folder.toString(), "-o", folder.toString());
        refused("is there already, and is no folder", "demo", "-o", file.toString());
        refused("there is no such file", "evaluate", missing.toString(), folder.toString());
        refused("a model file expected, found a folder", "evaluate", folder.toString(), folder.toString());
        refused("a model file expected, found a folder", "benchmark-maps", folder.toString(), fine, "-o", fine + "2");
        refused("is there already, and is no folder", "benchmark-maps", "-o", file.toString());
        refused("a model file expected, found a folder", "inspect", folder.toString());
        refused("there is no such file", "inspect", missing.toString());
        refused("there is no such file", "run", missing.toString(), "-o", fine);
        refused("a file: byte", "inspect", file.toString());
        refused("byte 1: expected 8 bytes", "explain", file.toString(), file.toString(), "-o", fine);
    }

    private static void refused(String told, String... arguments) {
        Answer answer = answer(arguments);
        String all = String.join(" ", arguments) + ": " + answer.err;
        assertEquals(CommandLine.ExitCode.SOFTWARE, answer.exit, all);
        assertEquals("", answer.out, all);
        assertEquals(1, answer.err.lines().count(), all);
        assertTrue(answer.err.startsWith("fovea: ") && answer.err.contains(told), all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "train",
                "evaluate",
                "explain",
                "experiment",
                "benchmark-maps",
                "detect",
                "verify",
                "embed",
                "inspect",
                "run",
                "convert",
                "info",
                "methods",
                "faces",
                "image"
            })
    void everyCommandShowsAnExampleThatItUnderstands(String command) {
        Run help = Run.of(command, "--help");
        assertEquals(CommandLine.ExitCode.OK, help.exit());
        assertEquals("", help.err(), "what picocli says of a text that it cannot format");
        List<String> examples = help.out()
                .lines()
                .filter(line -> line.startsWith("Example: fovea "))
                .toList();
        assertEquals(1, examples.size(), help.out());
        String[] words =
                examples.getFirst().substring("Example: fovea ".length()).split(" ");
        CommandLine.ParseResult parsed = Main.commandLine().parseArgs(words);
        assertEquals(command, parsed.subcommand().commandSpec().name());
    }

    @Test
    void theTextAtTheEndOfHelpIsFilledAndItsCommandsStayWhole() {
        assertEquals(
                List.of("", "one two", "three", "", "Example: fovea detect party.jpg", "  a table stays as it is"),
                HelpFooter.filled(
                        List.of(
                                "",
                                "one",
                                "two three",
                                "",
                                "Example: fovea detect party.jpg",
                                "  a table stays as it is"),
                        8));
        String help = Run.of("verify", "--help").out();
        assertTrue(
                help.contains("fovea verify a.jpg b.jpg --detector yunet.onnx --model net.onnx --explain why/"), help);
        assertTrue(Run.of("--help").out().contains("--model net.onnx   a table of all their faces"));
        String summary = Run.of("experiment", "--help").out();
        assertTrue(
                summary.contains("\nInto DIR it writes results.csv (a line per split, strategy, fusion and\n"),
                summary);
        assertTrue(summary.contains(" 95 % intervals"), summary);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "train --version"})
    void theVersionIsTheModules(String arguments) {
        Answer answer = answer(arguments.split(" "));
        assertEquals(CommandLine.ExitCode.OK, answer.exit);
        String version = Main.class.getModule().getDescriptor().rawVersion().orElseThrow();
        assertEquals("fovea " + version, answer.out.strip());
    }

    private static Answer answer(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Answer(exit, out.toString(), err.toString());
    }
}
