package org.fovea.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs Fovea and its peers in turn, prints the table of ratios, and writes it with its numbers and a chart.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs Fovea and its peers in turn over several rounds; prints the table of ratios and writes compare.md, "
                    + "compare.json and compare.svg.",
            "A ratio is taken within each round; what counts is the median over the rounds. A peer that is more than "
                    + "15 %% behind the best one of its row after the first round is left out of the others.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  benchmarks/compare                            all of it, about 19 minutes",
            "  benchmarks/compare --quick                    two rounds of what matters most, about 5 minutes",
            "  benchmarks/compare --rows 'train/resnet112'   rows whose name matches",
            "  benchmarks/compare --bits 256 --rows train    everyone held to AVX2"
        })
public final class Compare implements Callable<Integer> {
    /// What `--quick` runs: two threads, and one product and one convolution of each network.
    private static final Pattern QUICK = Pattern.compile(
            "train/.*/2|inference/.*/2/.*|gradcam/2|product/512|convolution/(cnn64/conv3|resnet112/block3.conv2)");

    @Option(names = "--rows", paramLabel = "REGEX", description = "rows to run, by a part of their name")
    private @Nullable String rows;

    @Option(names = "--rounds", paramLabel = "N", description = "how often each contender is measured (3; quick: 2)")
    private int rounds;

    @Option(names = "--quick", description = "fewer rows, fewer rounds, shorter measurements")
    private boolean quick;

    @Option(
            names = "--bits",
            paramLabel = "256|128",
            description = {
                "narrower vectors for everyone: Fovea by -XX:UseAVX=2 and -Dfovea.vectorBits, PyTorch by its and its "
                        + "libraries' environment variables (AVX2, or SSE4.1 for 128, which has no fused multiply-add)",
                "ONNX Runtime cannot be held back, so its rows are left out"
            })
    private @Nullable String bits;

    @Option(names = "--warmup", paramLabel = "SECONDS", description = "before Fovea is timed (5; quick: 3)")
    private double warmup;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "benchmarks/target/compare",
            description = "where to write (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("");

    @Option(names = "--list", description = "lists the rows and ends")
    private boolean list;

    private final PrintWriter stdout = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final PrintWriter stderr = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Row> chosen = choose();
        if (list) {
            chosen = rows == null && !quick ? Rows.all() : chosen;
            chosen.forEach(r -> stdout.println(r.id() + (r.usual() ? "" : "   (when named)")));
            return 0;
        }
        if (chosen.isEmpty()) {
            stderr.println("compare: no row matches; --list shows them all");
            return 2;
        }
        VectorWidth width = VectorWidth.of(bits);
        if (!width.isInForce()) {
            return width.startAgain(Compare.class.getName());
        }
        int count = rounds > 0 ? rounds : quick ? 2 : 3;
        Runs runs = new Runs(warmup > 0 ? warmup : quick ? 3 : 5, 1, quick ? 1 : 1.5, width.jvmArguments());
        Comparison comparison = new Comparison(chosen, runs, stderr);
        Usage before = Usage.now();
        long start = System.nanoTime();
        List<Outcome> outcomes;
        try {
            outcomes = comparison.run(count);
        } catch (RunnerException e) {
            stderr.println("compare: " + e.getMessage());
            return 1;
        }
        Machine machine = Machine.current(width.jvmArguments(), count, before);
        stderr.printf("%d runs in %d s%n", comparison.measurements(), (System.nanoTime() - start) / 1_000_000_000);
        write(machine, outcomes);
        return 0;
    }

    private List<Row> choose() {
        Pattern named = rows == null ? null : pattern(rows);
        List<Row> chosen = new ArrayList<>();
        for (Row row : Rows.all()) {
            boolean wanted =
                    named == null ? row.usual() : named.matcher(row.id()).find();
            boolean fits = !quick || named != null || QUICK.matcher(row.id()).matches();
            boolean holdable = bits == null
                    || row.peers().stream().noneMatch(p -> p.label().startsWith("ONNX"));
            if (wanted && fits && holdable && Rows.lacksFiles(row)) {
                stderr.println("compare: " + row.id() + " is left out, its files are not there (-Dfovea.models,"
                        + " -Dfovea.photographs)");
            } else if (wanted && fits && holdable) {
                chosen.add(row);
            }
        }
        return chosen;
    }

    private Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new CommandLine.ParameterException(new CommandLine(this), "--rows: " + e.getMessage(), e);
        }
    }

    private void write(Machine machine, List<Outcome> outcomes) throws IOException {
        String table = MarkdownTable.of(machine, outcomes);
        stdout.print(table);
        stdout.flush();
        Files.createDirectories(out);
        Map<String, String> files = Map.of(
                "compare.md", table,
                "compare.json", JsonReport.of(machine, outcomes),
                "compare.svg", Chart.of(machine, outcomes));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(out.resolve(file.getKey()), file.getValue());
        }
        stderr.println("written to " + out);
    }
}
