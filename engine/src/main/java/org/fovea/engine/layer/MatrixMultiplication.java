package org.fovea.engine.layer;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.layer.axis.Runs;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// The operation of [MatrixMultiply]: pair after pair, each product on all threads, in an order that is always the
/// same. Products take whole arrays, so matrices are copied out of larger ones; where b is one matrix for everything,
/// all rows of a are one matrix and nothing is copied.
final class MatrixMultiplication implements Operation {
    /// One of the three arrays as matrices of one size, of which one is copied out at a time.
    private static final class Matrices {
        private final float[] all;
        private final float[] one;

        Matrices(float[] all, int size) {
            this.all = all;
            one = all.length == size ? all : new float[size];
        }

        float[] get(float[] from, int index) {
            if (from.length == one.length) {
                return from;
            }
            System.arraycopy(from, index * one.length, one, 0, one.length);
            return one;
        }
    }

    private final Place place;
    private final @Nullable Parameter weight;
    private final int position;
    private final Matrices a;
    private final Matrices b;
    private final float[] dyMatrix;
    private final float[] product;
    private final float[] da;
    private final float[] db;
    private final MatrixProduct forward;
    private final MatrixProduct backwardA;
    private final MatrixProduct backwardB;
    /// Which matrices each pair is of.
    private final int[] left;
    private final int[] right;

    MatrixMultiplication(MatrixMultiply layer, Place place) {
        this.place = place;
        weight = layer.weight();
        position = layer.position();
        List<Shape> inputs = new ArrayList<>();
        for (int i = 0; i < place.inputs(); i++) {
            inputs.add(place.x(i).shape().example());
        }
        List<Shape> both = layer.matrices(inputs);
        int k = both.get(0).extent(-1);
        int n = both.get(1).extent(-1);
        boolean joined = position == 1 && both.get(1).size() == k * n;
        int m = joined ? place.x().size() / k : both.get(0).extent(-2);
        a = new Matrices(array(0), m * k);
        b = new Matrices(array(1), k * n);
        left = joined ? new int[1] : pairs(0, both);
        right = joined ? new int[1] : pairs(1, both);
        boolean single = left.length == 1;
        product = single ? place.y().data() : new float[m * n];
        dyMatrix = new float[single ? 0 : m * n];
        da = new float[m * k];
        db = new float[k * n];
        forward = KernelSelection.selected().matrixProduct(m, n, k, false, false);
        backwardA = KernelSelection.selected().matrixProduct(m, k, n, false, true);
        backwardB = KernelSelection.selected().matrixProduct(k, n, m, true, false);
    }

    private float[] array(int i) {
        if (weight != null && i == position) {
            return weight.value().data();
        }
        return place.x(input(i)).data();
    }

    /// Which input a or b is.
    private int input(int i) {
        return weight == null ? i : 0;
    }

    /// For each pair, all examples' one after the other, the matrix of a (0) or b (1).
    private int[] pairs(int i, List<Shape> both) {
        Shape outer = MatrixMultiply.before(place.y().shape().example());
        Runs runs = new Runs(outer, List.of(MatrixMultiply.before(both.get(i))));
        int[] pairs = new int[place.batch() * outer.size()];
        for (int example = 0; example < place.batch(); example++) {
            int before = i == position ? 0 : example * runs.size(0);
            for (int run = 0; run < runs.count(); run++) {
                for (int r = 0; r < runs.length(run); r++) {
                    pairs[example * outer.size() + runs.first(run) + r] = before + runs.at(0, run) + r * runs.step(0);
                }
            }
        }
        return pairs;
    }

    @Override
    public void forward() {
        float[] y = place.y().data();
        for (int pair = 0; pair < left.length; pair++) {
            multiply(forward, a.get(a.all, left[pair]), b.get(b.all, right[pair]), product);
            if (product != y) {
                System.arraycopy(product, 0, y, pair * product.length, product.length);
            }
        }
    }

    private void multiply(MatrixProduct plan, float[] a, float[] b, float[] c) {
        plan.multiply(a, b, null, Activation.NONE, false, c, place.workers());
    }

    @Override
    public void backward() {
        float @Nullable [] toA = target(0);
        float @Nullable [] toB = target(1);
        for (int pair = 0; pair < left.length && (toA != null || toB != null); pair++) {
            float[] dy = place.dy().data();
            if (dyMatrix.length > 0) {
                System.arraycopy(dy, pair * dyMatrix.length, dyMatrix, 0, dyMatrix.length);
                dy = dyMatrix;
            }
            if (toA != null) {
                multiply(backwardA, dy, b.get(b.all, right[pair]), da);
                add(da, toA, left[pair] * da.length);
            }
            if (toB != null) {
                multiply(backwardB, a.get(a.all, left[pair]), dy, db);
                add(db, toB, right[pair] * db.length);
            }
        }
    }

    /// What the gradient of a (0) or b (1) is added to; null where nobody asks for it.
    private float @Nullable [] target(int i) {
        if (weight != null && i == position) {
            return place.wantsParameters() ? place.gradient(weight) : null;
        }
        InputGradient dx = place.dx(input(i));
        return dx.wanted() ? dx.zeroed() : null;
    }

    private static void add(float[] from, float[] to, int at) {
        for (int i = 0; i < from.length; i++) {
            to[at + i] += from[i];
        }
    }
}
