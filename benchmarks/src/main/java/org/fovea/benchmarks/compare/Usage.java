package org.fovea.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What the processors have been doing since the machine began, in Linux's ticks; all zero where nobody says.
///
/// @param all every tick of every processor
/// @param busy those in which something ran
/// @param stolen those that a hypervisor gave to others
/// @param own those in which this process ran, or one that it started and that has ended
record Usage(long all, long busy, long stolen, long own) {
    static Usage now() {
        long[] stat = numbers("/proc/stat");
        // user, nice, system, idle, waiting for disks, interrupts, soft interrupts, stolen
        if (stat.length < 8) {
            return new Usage(0, 0, 0, 0);
        }
        long all = Arrays.stream(stat, 0, 8).sum();
        long[] self = numbers("/proc/self/stat");
        // After the name and the state, which are no numbers, these four are the 11th to 14th.
        long own = self.length < 14 ? 0 : Arrays.stream(self, 10, 14).sum();
        return new Usage(all, all - stat[3] - stat[4] - stat[7], stat[7], own);
    }

    /// The share of the processors' time since `before` that other processes took; 0 where nobody says.
    double others(Usage before) {
        return share(busy - before.busy - (own - before.own), before);
    }

    /// The share of the processors' time since `before` that a hypervisor gave to others; 0 where nobody says.
    double stolen(Usage before) {
        return share(stolen - before.stolen, before);
    }

    private double share(long ticks, Usage before) {
        return all == before.all ? 0 : Math.max(0, (double) ticks / (all - before.all));
    }

    /// The first numbers in a file's first line.
    private static long[] numbers(String file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return new long[0]; // not Linux: the figures stand without it
        }
        // A process's name may hold blanks, and is in parentheses.
        String line = lines.getFirst();
        String rest = line.substring(line.lastIndexOf(')') + 1);
        return Arrays.stream(rest.strip().split(" +"))
                .filter(word -> word.matches("-?\\d+"))
                .limit(14) // later ones of a process need not fit into a long
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
