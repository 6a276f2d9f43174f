package org.fovea.engine.kernel.vector.lanes;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.DOUBLES;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.ElementwiseKernels;

/// What treats every value alike: a loop of whole vectors, then what is left one by one, to the same bits.
public final class Elementwise implements ElementwiseKernels {
    /// The one object of its kind; it has no state.
    public static final Elementwise KERNELS = new Elementwise();

    private Elementwise() {}

    @Override
    public void copy(float[] x, float[] y, boolean add, int from, int to) {
        if (add) {
            add(x, from, y, from, to - from);
        } else {
            System.arraycopy(x, from, y, from, to - from);
        }
    }

    /// y += x for `length` values.
    public static void add(float[] x, int xAt, float[] y, int yAt, int length) {
        int body = Lanes.body(length);
        int i = 0;
        for (; i < body; i += COUNT) {
            FloatVector.fromArray(SPECIES, y, yAt + i)
                    .add(FloatVector.fromArray(SPECIES, x, xAt + i))
                    .intoArray(y, yAt + i);
        }
        for (; i < length; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    @Override
    public void sum(float[] a, float[] b, float[] y, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector.fromArray(SPECIES, a, i)
                    .add(FloatVector.fromArray(SPECIES, b, i))
                    .intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = a[i] + b[i];
        }
    }

    @Override
    public void multiply(float[] a, float[] b, float[] y, boolean add, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        float[] before = add ? y : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (; i < end; i += COUNT) {
            FloatVector product = FloatVector.fromArray(SPECIES, a, i).mul(FloatVector.fromArray(SPECIES, b, i));
            product = product.add(FloatVector.fromArray(SPECIES, before, i & beforeMask));
            product.intoArray(y, i);
        }
        for (; i < to; i++) {
            float product = a[i] * b[i];
            y[i] = add ? product + y[i] : product;
        }
    }

    @Override
    public void scale(float alpha, float[] x, float[] y, boolean add, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        float[] before = add ? y : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (; i < end; i += COUNT) {
            FloatVector product = FloatVector.fromArray(SPECIES, x, i).mul(alpha);
            product = product.add(FloatVector.fromArray(SPECIES, before, i & beforeMask));
            product.intoArray(y, i);
        }
        for (; i < to; i++) {
            float product = alpha * x[i];
            y[i] = add ? product + y[i] : product;
        }
    }

    // --- activations ---

    /// y = f(x), where x and y may be one array.
    @Override
    public void activate(Activation f, float[] x, float[] y, int from, int to) {
        switch (f.kind()) {
            case NONE -> {
                if (x != y) {
                    System.arraycopy(x, from, y, from, to - from);
                }
            }
            case RELU -> clip(0, Float.POSITIVE_INFINITY, x, y, from, to);
            case CLIP -> clip(f.a(), f.b(), x, y, from, to);
            case LEAKY_RELU -> leakyRelu(f.a(), x, y, from, to);
            case SIGMOID -> Exponentials.sigmoid(x, y, from, to);
            case TANH -> Exponentials.tanh(x, y, from, to);
            case SILU -> Exponentials.silu(x, y, from, to);
        }
    }

    private static void clip(float low, float high, float[] x, float[] y, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v = v.blend(low, v.compare(VectorOperators.LT, low));
            v.blend(high, v.compare(VectorOperators.GT, high)).intoArray(y, i);
        }
        for (; i < to; i++) {
            float v = x[i] < low ? low : x[i];
            y[i] = v > high ? high : v;
        }
    }

    private static void leakyRelu(float slope, float[] x, float[] y, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.mul(slope).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = x[i] > 0 ? x[i] : x[i] * slope;
        }
    }

    /// y = f(a + b).
    @Override
    public void sumActivate(Activation f, float[] a, float[] b, float[] y, int from, int to) {
        if (f.kind() != Activation.Kind.RELU) {
            sum(a, b, y, from, to);
            activate(f, y, y, from, to);
            return;
        }
        int end = from + Lanes.body(to - from);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector z = FloatVector.fromArray(SPECIES, a, i).add(FloatVector.fromArray(SPECIES, b, i));
            z.blend(0f, z.compare(VectorOperators.LT, 0f)).intoArray(y, i);
        }
        for (; i < to; i++) {
            float z = a[i] + b[i];
            y[i] = z < 0 ? 0 : z;
        }
    }

    @Override
    public void activateBackward(
            Activation f, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        float infinity = Float.POSITIVE_INFINITY;
        switch (f.kind()) {
            case NONE -> {
                if (add) {
                    add(dy, from, dx, from, to - from);
                } else {
                    System.arraycopy(dy, from, dx, from, to - from);
                }
            }
            case RELU -> gate(0, infinity, 0, x, dy, dx, add, from, to);
            case LEAKY_RELU -> gate(0, infinity, f.a(), x, dy, dx, add, from, to);
            case CLIP -> gate(f.a(), f.b(), 0, x, dy, dx, add, from, to);
            case SIGMOID -> sigmoidBackward(y, dy, dx, add, from, to);
            case TANH -> tanhBackward(y, dy, dx, add, from, to);
            case SILU -> Exponentials.siluBackward(x, dy, dx, add, from, to);
        }
    }

    /// dx = dy where x lies between the bounds, else outside·dy.
    private static void gate(
            float low, float high, float outside, float[] x, float[] dy, float[] dx, boolean add, int from, int to) {
        int end = from + Lanes.body(to - from);
        int i = from;
        float[] before = add ? dx : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (; i < end; i += COUNT) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i);
            d = d.mul(outside).blend(d, v.compare(VectorOperators.GT, low).and(v.compare(VectorOperators.LT, high)));
            d = d.add(FloatVector.fromArray(SPECIES, before, i & beforeMask));
            d.intoArray(dx, i);
        }
        for (; i < to; i++) {
            float d = x[i] > low && x[i] < high ? dy[i] : dy[i] * outside;
            dx[i] = add ? d + dx[i] : d;
        }
    }

    private static void sigmoidBackward(float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        for (int i = from; i < to; i++) { // plain enough for C2 to make vectors of it
            float d = (y[i] - y[i] * y[i]) * dy[i];
            dx[i] = add ? dx[i] + d : d;
        }
    }

    private static void tanhBackward(float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        for (int i = from; i < to; i++) {
            float d = (1 - y[i] * y[i]) * dy[i];
            dx[i] = add ? dx[i] + d : d;
        }
    }

    /// Σ a·b in double; a product of two floats is exact there.
    @Override
    public double dot(float[] a, float[] b, int from, int to) {
        int end = from + Lanes.body(to - from);
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = DoubleVector.zero(DOUBLES);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector x = FloatVector.fromArray(SPECIES, a, i);
            FloatVector y = FloatVector.fromArray(SPECIES, b, i);
            low = ((DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0))
                    .fma((DoubleVector) y.convertShape(VectorOperators.F2D, DOUBLES, 0), low);
            high = ((DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 1))
                    .fma((DoubleVector) y.convertShape(VectorOperators.F2D, DOUBLES, 1), high);
        }
        double sum = Lanes.sum(low.add(high));
        for (; i < to; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
