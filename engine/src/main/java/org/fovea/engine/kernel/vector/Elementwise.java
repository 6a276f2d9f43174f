package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Activation;

/// What treats every value alike: a loop of whole vectors, then one masked vector.
final class Elementwise {
    private Elementwise() {}

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    private static FloatVector load(float[] x, int at, VectorMask<Float> mask) {
        return FloatVector.fromArray(SPECIES, x, at, mask);
    }

    /// y += x for `length` values.
    static void add(float[] x, int xAt, float[] y, int yAt, int length) {
        int body = Lanes.body(length);
        int i = 0;
        for (; i < body; i += COUNT) {
            load(y, yAt + i).add(load(x, xAt + i)).intoArray(y, yAt + i);
        }
        if (i < length) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, length);
            load(y, yAt + i, mask).add(load(x, xAt + i, mask)).intoArray(y, yAt + i, mask);
        }
    }

    static void sum(float[] a, float[] b, float[] y, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        for (; i < end; i += COUNT) {
            load(a, i).add(load(b, i)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            load(a, i, mask).add(load(b, i, mask)).intoArray(y, i, mask);
        }
    }

    static void multiply(float[] a, float[] b, float[] y, boolean add, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector product = load(a, i).mul(load(b, i));
            (add ? product.add(load(y, i)) : product).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector product = load(a, i, mask).mul(load(b, i, mask));
            (add ? product.add(load(y, i, mask)) : product).intoArray(y, i, mask);
        }
    }

    static void scale(float alpha, float[] x, float[] y, boolean add, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector product = load(x, i).mul(alpha);
            (add ? product.add(load(y, i)) : product).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector product = load(x, i, mask).mul(alpha);
            (add ? product.add(load(y, i, mask)) : product).intoArray(y, i, mask);
        }
    }

    static void activate(Activation f, float[] x, float[] y, int from, int to) {
        Activation.Kind kind = f.kind();
        if (kind == Activation.Kind.NONE) {
            if (x != y) {
                System.arraycopy(x, from, y, from, to - from);
            }
            return;
        }
        int end = from + Lanes.body(to - from);
        int i = from;
        if (kind == Activation.Kind.RELU) {
            for (; i < end; i += COUNT) {
                Functions.relu(load(x, i)).intoArray(y, i);
            }
        } else {
            for (; i < end; i += COUNT) {
                Functions.apply(kind, f.a(), f.b(), load(x, i)).intoArray(y, i);
            }
        }
        if (i < to) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            Functions.apply(kind, f.a(), f.b(), load(x, i, mask)).intoArray(y, i, mask);
        }
    }

    static void activateBackward(
            Activation f, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        Activation.Kind kind = f.kind();
        int end = from + Lanes.body(to - from);
        int i = from;
        if (kind == Activation.Kind.RELU) {
            for (; i < end; i += COUNT) {
                VectorMask<Float> open = load(x, i).compare(VectorOperators.GT, 0f);
                FloatVector d = FloatVector.zero(SPECIES).blend(load(dy, i), open);
                (add ? d.add(load(dx, i)) : d).intoArray(dx, i);
            }
        } else {
            for (; i < end; i += COUNT) {
                FloatVector d = Functions.derivative(kind, f.a(), f.b(), load(x, i), load(y, i), load(dy, i));
                (add ? d.add(load(dx, i)) : d).intoArray(dx, i);
            }
        }
        if (i < to) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector d =
                    Functions.derivative(kind, f.a(), f.b(), load(x, i, mask), load(y, i, mask), load(dy, i, mask));
            (add ? d.add(load(dx, i, mask)) : d).intoArray(dx, i, mask);
        }
    }

    static void sumActivate(Activation f, float[] a, float[] b, float[] y, int from, int to) {
        Activation.Kind kind = f.kind();
        int end = from + Lanes.body(to - from);
        int i = from;
        if (kind == Activation.Kind.RELU) {
            for (; i < end; i += COUNT) {
                Functions.relu(load(a, i).add(load(b, i))).intoArray(y, i);
            }
        } else {
            for (; i < end; i += COUNT) {
                Functions.apply(kind, f.a(), f.b(), load(a, i).add(load(b, i))).intoArray(y, i);
            }
        }
        if (i < to) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector sum = load(a, i, mask).add(load(b, i, mask));
            Functions.apply(kind, f.a(), f.b(), sum).intoArray(y, i, mask);
        }
    }

    /// Σ a·b in double; a product of two floats is exact there.
    static double dot(float[] a, float[] b, int from, int to) {
        int end = from + Lanes.body(to - from);
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = DoubleVector.zero(DOUBLES);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector x = load(a, i);
            FloatVector y = load(b, i);
            low = widen(x, 0).fma(widen(y, 0), low);
            high = widen(x, 1).fma(widen(y, 1), high);
        }
        double sum = low.add(high).reduceLanes(VectorOperators.ADD);
        for (; i < to; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static final jdk.incubator.vector.VectorSpecies<Double> DOUBLES =
            jdk.incubator.vector.VectorSpecies.of(double.class, SPECIES.vectorShape());

    private static DoubleVector widen(FloatVector x, int part) {
        return (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, part);
    }
}
