package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

/// Models with random damage: each is read, or refused in the one way there is, and at once.
///
/// 100,000 variants, or as many as the system property `fovea.onnx.mutations` says.
class OnnxMutationTest {
    private static final int VARIANTS = Integer.getInteger("fovea.onnx.mutations", 100_000);
    private static final int MOST_RUN = 20_000;
    private static final long LONGEST = 1_000_000_000L;

    private int read;
    private int refused;
    private int ran;
    private long slowest;

    @Test
    void damagedModelsAreReadOrRefused() {
        Xoshiro256 random = new Xoshiro256(14);
        List<byte[]> samples = Samples.all();
        for (int i = 0; i < VARIANTS; i++) {
            byte[] changed = change(samples.get(i % samples.size()), random);
            long time = time(changed, i);
            for (int again = 0; time >= LONGEST && again < 3; again++) { // the machine may have been busy
                time = Math.min(time, time(changed, i));
            }
            slowest = Math.max(slowest, time);
        }
        assertTrue(read > VARIANTS / 20 && refused > VARIANTS / 20, read + " read, " + refused + " refused");
        assertTrue(ran > VARIANTS / 100, ran + " ran");
        assertTrue(slowest < LONGEST, "the slowest took " + slowest / 1_000_000 + " ms");
    }

    private long time(byte[] changed, int variant) {
        long start = System.nanoTime();
        try {
            attempt(changed);
        } catch (IOException | RuntimeException | Error other) {
            throw new AssertionError("variant " + variant + ": " + Arrays.toString(changed), other);
        }
        return System.nanoTime() - start;
    }

    private void attempt(byte[] bytes) throws IOException {
        OnnxModel model;
        try {
            model = OnnxModel.read(bytes, "damaged.onnx");
            read++;
        } catch (FileFormatException | UnsupportedOnnxException e) {
            refused++;
            assertFalse(e.getMessage().isBlank());
            return;
        }
        try {
            run(model);
            ran++;
        } catch (IllegalArgumentException e) {
            assertFalse(String.valueOf(e.getMessage()).isBlank());
        }
    }

    /// Finds all extents, and runs the model where they are small.
    private static void run(OnnxModel model) {
        Map<String, int[]> extents = new LinkedHashMap<>();
        for (OnnxValue input : model.graph().inputs()) {
            List<OnnxValue.Extent> declared = input.extents();
            extents.put(
                    input.name(),
                    declared == null
                            ? new int[0]
                            : declared.stream()
                                    .mapToInt(e -> Math.max(e.size(), 1))
                                    .toArray());
        }
        SpecialisedGraph graph = model.specialised(extents);
        long elements =
                graph.outlines().values().stream().mapToLong(OnnxTensor::count).sum();
        boolean all = graph.graph().nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .allMatch(name -> name.isEmpty() || graph.outlines().containsKey(name));
        if (!all || elements > MOST_RUN) {
            return;
        }
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        for (OnnxValue input : model.graph().inputs()) {
            int[] own = extents.get(input.name());
            OnnxType type = input.type();
            int count = OnnxTensor.count(own);
            if (count > MOST_RUN) {
                return;
            }
            inputs.put(
                    input.name(),
                    type.real()
                            ? OnnxTensor.ofReals(type, new double[count], own)
                            : OnnxTensor.ofWholes(type, new long[count], own));
        }
        model.run(inputs);
    }

    private static byte[] change(byte[] model, Xoshiro256 random) {
        byte[] changed = model.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(8)) {
                case 0 -> changed = joined(changed, at, Math.min(changed.length, at + 1 + random.nextInt(4)));
                case 1 -> changed = joined(changed, at, Math.max(0, at - 1 - random.nextInt(16)));
                case 2 -> changed[at] = (byte) 0xff;
                case 3 -> changed[at] = (byte) random.nextInt(256);
                case 4 -> changed[at] = (byte) random.nextInt(28);
                case 5 -> changed[at] += (byte) (random.nextInt(2) == 0 ? 1 : -1);
                default -> changed[at] ^= (byte) (1 << random.nextInt(8));
            }
            if (changed.length == 0) {
                return model;
            }
        }
        return changed;
    }

    /// The bytes before `end` and then those from `from` on: some left out, or some twice.
    private static byte[] joined(byte[] bytes, int end, int from) {
        byte[] both = Arrays.copyOf(bytes, end + bytes.length - from);
        System.arraycopy(bytes, from, both, end, bytes.length - from);
        return both;
    }
}
