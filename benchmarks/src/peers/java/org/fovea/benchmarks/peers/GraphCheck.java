package org.fovea.benchmarks.peers;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;

/// Whether Fovea computes what ONNX Runtime does, on graphs that are drawn at random from the operators of
/// convolutional networks with all their attributes, in all opsets: by the operators' definitions, and by a runner.
///
/// ```
/// java -Dfovea.graphs=400 --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
///     -cp benchmarks/target/benchmarks.jar org.fovea.benchmarks.peers.GraphCheck [SEED …]
/// ```
///
/// It prints each graph on which they differ, or that one of them refuses and the other runs; the exit code is 1 where
/// there is one. Without seeds it takes those from 0, or from `fovea.first`, on. What ONNX Runtime refuses or computes
/// otherwise than ONNX's specification says is not drawn; comments in the files of the nodes tell.
public final class GraphCheck {
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_NODES = 8;

    /// What ONNX Runtime 1.29 says where it has no kernel for a type, or one for fewer cases than the operator has.
    private static final String[] NARROWER = {
        "NOT_IMPLEMENTED", "of output arg", "ScalesValidation", "Pad reflect", "matmul_helper.h:142"
    };

    private final GraphSession peer = new GraphSession();
    private final Workers workers = Workers.common();
    private final Map<String, Integer> counts = new TreeMap<>();

    private GraphCheck() {}

    public static void main(String[] args) {
        long first = Long.getLong("fovea.first", 0);
        long[] seeds = args.length > 0
                ? Arrays.stream(args).mapToLong(Long::parseLong).toArray()
                : LongStream.range(first, first + Long.getLong("fovea.graphs", 400))
                        .toArray();
        GraphCheck check = new GraphCheck();
        boolean right = true;
        for (long seed : seeds) {
            right &= check.check(seed);
        }
        System.out.println(check.counts);
        System.exit(right ? 0 : 1);
    }

    /// What is asked to compute a graph: the definitions, or a runner.
    @FunctionalInterface
    private interface Engine {
        Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs);
    }

    private boolean check(long seed) {
        RandomGraph graph = RandomNodes.draw(new Xoshiro256(seed), MOST_NODES);
        boolean open = graph.once(2);
        byte[] model = graph.encode(open);
        Map<String, Engine> engines = engines(model);
        boolean right = check(seed, graph, model, engines, graph.inputs());
        if (right && open && !graph.isRefused()) {
            right = check(seed, graph, model, engines, graph.larger());
        }
        return right;
    }

    private Map<String, Engine> engines(byte[] model) {
        Map<String, Engine> engines = new LinkedHashMap<>();
        try {
            OnnxModel read = OnnxModel.read(model, "random");
            engines.put("by definition", read::run);
            engines.put("a runner", read.runner(workers)::run);
        } catch (IOException e) {
            engines.put("when read", inputs -> {
                throw new IllegalArgumentException(e.getMessage(), e);
            });
        }
        return engines;
    }

    private boolean check(
            long seed, RandomGraph graph, byte[] model, Map<String, Engine> engines, Map<String, OnnxTensor> inputs) {
        Map<String, OnnxTensor> expected = Map.of();
        String refusal = "";
        try {
            expected = peer.run(model, inputs);
        } catch (OrtException e) {
            refusal = "ONNX Runtime refuses: " + e.getMessage();
        }
        if (Stream.of(NARROWER).anyMatch(refusal::contains)) {
            count("beyond ONNX Runtime");
            return true;
        }
        for (Map.Entry<String, Engine> engine : engines.entrySet()) {
            String problem = problem(engine.getValue(), inputs, expected, refusal);
            count(!problem.isEmpty() ? "different" : refusal.isEmpty() ? "the same" : "refused by both");
            if (!problem.isEmpty()) {
                System.out.println(
                        "seed " + seed + ", " + engine.getKey() + ": " + problem + "\n" + inputs + "\n" + graph + "\n");
                return false;
            }
        }
        return true;
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private static String problem(
            Engine engine, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> expected, String refusal) {
        try {
            Map<String, OnnxTensor> found = engine.run(inputs);
            return refusal.isEmpty() ? difference(expected, found) : refusal;
        } catch (IllegalArgumentException e) {
            // A window that fits nowhere has no outputs for ONNX Runtime.
            boolean empty = expected.values().stream().anyMatch(value -> value.count() == 0);
            return empty || !refusal.isEmpty() ? "" : "Fovea refuses: " + e.getMessage();
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
            return "a stray exception";
        }
    }

    /// What differs, in words; empty where nothing does.
    private static String difference(Map<String, OnnxTensor> expected, Map<String, OnnxTensor> found) {
        for (Map.Entry<String, OnnxTensor> output : expected.entrySet()) {
            OnnxTensor e = output.getValue();
            OnnxTensor a = found.get(output.getKey());
            if (a == null || !e.toString().equals(a.toString())) {
                return output.getKey() + " is " + a + ", not " + e;
            }
            double tolerance = e.type().real() ? TOLERANCE : 0;
            String difference = difference(e.doubles(), a.doubles(), tolerance);
            if (!difference.isEmpty()) {
                return output.getKey() + " " + e + difference;
            }
        }
        return "";
    }

    /// @param tolerance of the largest magnitude
    private static String difference(double[] expected, double[] found, double tolerance) {
        double largest = 1e-2;
        double worst = 0;
        int at = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Double.compare(expected[i], found[i]) == 0 ? 0 : Math.abs(expected[i] - found[i]);
            if (!(difference <= worst)) {
                worst = difference;
                at = i;
            }
            largest = Double.isFinite(expected[i]) ? Math.max(largest, Math.abs(expected[i])) : largest;
        }
        return worst <= tolerance * largest
                ? ""
                : "[" + at + "] is " + found[at] + ", not " + expected[at] + " (largest " + largest + ")";
    }
}
