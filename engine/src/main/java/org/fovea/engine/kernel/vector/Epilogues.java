package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.Epilogue;

/// What a product leaves to do: bias, residual and activation, over what a piece of work has just written.
final class Epilogues {
    private Epilogues() {}

    /// y = f(y + bias + residual) for `columns` channels from `column` on, in `rows` rows that begin at y\[at\] and
    /// lie `stride` apart.
    static void apply(Epilogue e, float[] y, int at, int stride, int rows, int column, int columns) {
        if (e.isNone()) {
            return;
        }
        Activation.Kind kind = e.f().kind();
        boolean plain = kind == Activation.Kind.NONE || kind == Activation.Kind.RELU;
        int body = plain ? Lanes.body(columns) : 0;
        if (body > 0) {
            body(e, kind == Activation.Kind.RELU, y, at, stride, rows, column, body);
        }
        if (body < columns) {
            tail(e, y, at, stride, rows, column, body, columns);
        }
    }

    private static void body(
            Epilogue e, boolean relu, float[] y, int at, int stride, int rows, int column, int columns) {
        float[] bias = e.bias();
        float[] residual = e.residual();
        for (int row = 0; row < rows; row++, at += stride) {
            for (int k = 0; k < columns; k += COUNT) {
                FloatVector z = FloatVector.fromArray(SPECIES, y, at + k);
                if (bias != null) {
                    z = z.add(FloatVector.fromArray(SPECIES, bias, column + k));
                }
                if (residual != null) {
                    z = z.add(FloatVector.fromArray(SPECIES, residual, at + k));
                }
                if (relu) {
                    z = z.blend(0f, z.compare(VectorOperators.LT, 0f));
                }
                z.intoArray(y, at + k);
            }
        }
    }

    private static void tail(Epilogue e, float[] y, int at, int stride, int rows, int column, int from, int columns) {
        Activation f = e.f();
        float[] bias = e.bias();
        float[] residual = e.residual();
        for (int row = 0; row < rows; row++, at += stride) {
            for (int k = from; k < columns; k += COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(k, columns);
                FloatVector z = FloatVector.fromArray(SPECIES, y, at + k, mask);
                if (bias != null) {
                    z = z.add(FloatVector.fromArray(SPECIES, bias, column + k, mask));
                }
                if (residual != null) {
                    z = z.add(FloatVector.fromArray(SPECIES, residual, at + k, mask));
                }
                Functions.apply(f.kind(), f.a(), f.b(), z).intoArray(y, at + k, mask);
            }
        }
    }
}
