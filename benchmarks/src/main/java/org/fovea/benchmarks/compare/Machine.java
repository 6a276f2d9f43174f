package org.fovea.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
/// @param others the share of the time that other processes took while it ran
/// @param stolen the share of the time that a hypervisor gave to others
record Machine(
        String processor,
        int cores,
        String java,
        List<String> options,
        int rounds,
        LocalDate date,
        double others,
        double stolen) {

    static Machine current(List<String> options, int rounds, Usage before) {
        Usage now = Usage.now();
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                options,
                rounds,
                LocalDate.now(ZoneOffset.UTC),
                now.others(before),
                now.stolen(before));
    }

    String describe() {
        String how = options.isEmpty() ? "" : ", " + String.join(" ", options);
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s%s; %s, medians over %d rounds, contenders in turn."
                        + " Meanwhile other processes took %.1f %% of the processors' time, the hypervisor %.1f %%.",
                processor,
                cores,
                java,
                how,
                date,
                rounds,
                100 * others,
                100 * stolen);
    }

    Map<String, Object> asMap() {
        return Map.of(
                "processor", processor,
                "cores", cores,
                "java", java,
                "options", options,
                "rounds", rounds,
                "date", date.toString(),
                "others", others,
                "stolen", stolen);
    }

    private static String processorName() {
        return lines("/proc/cpuinfo").stream()
                .filter(l -> l.startsWith("model name"))
                .map(l -> l.substring(l.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return List.of(); // not Linux: the figures stand without it
        }
    }
}
