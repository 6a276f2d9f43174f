package org.fovea.engine.onnx.proto;

import java.util.Arrays;

/// A growing list of whole numbers or raw bits.
final class Numbers {
    private long[] values = new long[8];
    private int count;

    void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    int count() {
        return count;
    }

    long[] toArray() {
        return Arrays.copyOf(values, count);
    }

    /// The raw bits of 32 as floats.
    float[] toFloats() {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = Float.intBitsToFloat((int) values[i]);
        }
        return floats;
    }

    /// The raw bits of 64 as doubles.
    double[] toDoubles() {
        double[] doubles = new double[count];
        for (int i = 0; i < count; i++) {
            doubles[i] = Double.longBitsToDouble(values[i]);
        }
        return doubles;
    }
}
