package org.fovea.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where and how figures came about.
///
/// @param processor its name, as Linux has it
/// @param cores that this machine shows
/// @param java version of the virtual machine
/// @param options the JVM's, for every fork
/// @param rounds of the comparison
/// @param date in UTC
/// @param stolen the share of the time that a hypervisor gave to others while it ran; NaN where nobody says
record Machine(
        String processor, int cores, String java, List<String> options, int rounds, LocalDate date, double stolen) {

    static Machine current(List<String> options, int rounds, double stolen) {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                options,
                rounds,
                LocalDate.now(ZoneOffset.UTC),
                stolen);
    }

    String describe() {
        String how = options.isEmpty() ? "" : ", " + String.join(" ", options);
        String theft = Double.isNaN(stolen)
                ? ""
                : String.format(Locale.ROOT, " The hypervisor gave %.1f %% of the time to others.", 100 * stolen);
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s%s; %s, medians over %d rounds, contenders in turn.%s",
                processor,
                cores,
                java,
                how,
                date,
                rounds,
                theft);
    }

    Map<String, Object> asMap() {
        return Map.of(
                "processor", processor,
                "cores", cores,
                "java", java,
                "options", options,
                "rounds", rounds,
                "date", date.toString(),
                "stolen", Double.isNaN(stolen) ? "unknown" : stolen);
    }

    private static String processorName() {
        return lines("/proc/cpuinfo").stream()
                .filter(l -> l.startsWith("model name"))
                .map(l -> l.substring(l.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    /// Ticks since the machine began: all of them, and those that a hypervisor gave to others. Empty where nobody
    /// says.
    static long[] ticks() {
        return lines("/proc/stat").stream()
                .limit(1)
                .map(l -> Arrays.stream(l.strip().split(" +"))
                        .skip(1)
                        .mapToLong(Long::parseLong)
                        .toArray())
                .filter(t -> t.length > 7)
                .map(t -> new long[] {Arrays.stream(t, 0, 8).sum(), t[7]})
                .findFirst()
                .orElse(new long[0]);
    }

    /// The share of the time between two readings of [#ticks()] that was given to others.
    static double stolen(long[] before, long[] after) {
        return before.length == 0 ? Double.NaN : (double) (after[1] - before[1]) / (after[0] - before[0]);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return List.of(); // not Linux: the figures stand without it
        }
    }
}
