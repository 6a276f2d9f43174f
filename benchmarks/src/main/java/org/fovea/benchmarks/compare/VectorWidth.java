package org.fovea.benchmarks.compare;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How wide everyone's vectors may be: Fovea's by options of its JVM, the native peers' by environment variables, which
/// a process must have from its beginning.
///
/// @param jvmArguments for every fork
/// @param environment for this process, from which forks inherit it
record VectorWidth(List<String> jvmArguments, Map<String, String> environment) {
    /// @param bits `256`, `128`, or null for whatever the machine has
    static VectorWidth of(@Nullable String bits) {
        return switch (bits) {
            case null -> new VectorWidth(List.of(), Map.of());
            case "256" ->
                new VectorWidth(List.of("-XX:UseAVX=2", "-Dfovea.vectorBits=256"), held("avx2", "AVX2", "Haswell"));
            case "128" ->
                new VectorWidth(List.of("-XX:UseAVX=2", "-Dfovea.vectorBits=128"), held("default", "SSE41", "Nehalem"));
            default -> throw new IllegalArgumentException("--bits is 256 or 128, found \"" + bits + "\"");
        };
    }

    /// PyTorch's own kernels, oneDNN, MKL and OpenBLAS.
    private static Map<String, String> held(String aten, String oneDnn, String openBlas) {
        return Map.of(
                "ATEN_CPU_CAPABILITY", aten,
                "ONEDNN_MAX_CPU_ISA", oneDnn,
                "MKL_ENABLE_INSTRUCTIONS", oneDnn.equals("AVX2") ? "AVX2" : "SSE4_2",
                "OPENBLAS_CORETYPE", openBlas);
    }

    /// Whether this process has the environment.
    boolean isInForce() {
        return environment.entrySet().stream().allMatch(e -> e.getValue().equals(System.getenv(e.getKey())));
    }

    /// Runs this program again in the environment, with the same arguments.
    ///
    /// @return its exit code
    int startAgain(String mainClass) throws IOException, InterruptedException {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> command = new ArrayList<>();
        command.add(self.command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        String[] all = self.arguments().orElse(new String[0]);
        int main = List.of(all).indexOf(mainClass);
        command.addAll(List.of(all).subList(main + 1, all.length));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }
}
