package org.fovea.engine.layer.elementwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.InputGradient;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Split;
import org.fovea.engine.layer.axis.Runs;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The operation of [Arithmetic], run by run. An input that is read once has its gradient written as it is found, on
/// all threads; one that is broadcast is summed in double, in the order of y, each example by itself, and a constant's
/// sums then in the order of the examples.
final class ArithmeticOperation implements Operation {
    private final Arithmetic.Function function;
    private final Place place;
    private final @Nullable Parameter constant;
    private final int position;
    private final Runs runs;
    /// The arrays, (N, …) or the constant's.
    private final float[][] x;
    private final float[] y;
    private final Split forward;
    private final Split direct;
    private final Split summed;
    /// A run's gradient, for each piece of each split.
    private final float[] directShares;
    private final float[] summedShares;
    /// Each example's sums of the gradient of the array that is being summed.
    private final double[] sums;

    ArithmeticOperation(Arithmetic layer, Place place) {
        this.place = place;
        function = layer.function();
        constant = layer.constant();
        position = layer.position();
        List<Shape> inputs = new ArrayList<>();
        List<Tensor> arrays = new ArrayList<>();
        for (int i = 0; i < place.inputs(); i++) {
            inputs.add(place.x(i).shape().example());
            arrays.add(place.x(i));
        }
        if (constant != null) {
            arrays.add(position, constant.value());
        }
        List<Shape> shapes = layer.arrays(inputs);
        runs = new Runs(place.y().shape().example(), shapes);
        x = arrays.stream().map(Tensor::data).toArray(float[][]::new);
        y = place.y().data();
        forward = place.split(place.batch() * runs.count(), runs.grain(Split.VALUES), this::forward);
        direct = place.split(place.batch() * runs.count(), runs.grain(Split.VALUES), this::direct);
        summed = place.splitExamples(this::summed);
        directShares = new float[direct.pieces() * Runs.LONGEST];
        summedShares = new float[summed.pieces() * Runs.LONGEST];
        int most = 0;
        for (int i = 0; i < x.length; i++) {
            most = Math.max(most, isSummed(i) ? runs.size(i) : 0);
        }
        sums = new double[Math.multiplyExact(most, place.batch())];
    }

    private boolean isSummed(int i) {
        return i == position ? constant != null && constant.trained() : runs.repeats(i);
    }

    /// The first value of a run in array `i`.
    private int at(int i, int example, int run) {
        return runs.at(i, run) + (i == position ? 0 : example * runs.size(i));
    }

    @Override
    public void forward() {
        forward.run();
    }

    private void forward(int from, int to) {
        for (int item = from; item < to; item++) {
            int example = item / runs.count();
            int run = item % runs.count();
            int first = example * runs.size() + runs.first(run);
            int end = first + runs.length(run);
            if (function == Arithmetic.Function.WHERE) {
                where(example, run, first, end);
                continue;
            }
            int start = at(0, example, run);
            for (int k = first; k < end; k++) {
                y[k] = x[0][start + (k - first) * runs.step(0)];
            }
            for (int i = 1; i < x.length; i++) {
                join(x[i], at(i, example, run), runs.step(i), first, end);
            }
            for (int k = first; function == Arithmetic.Function.MEAN && k < end; k++) {
                y[k] /= x.length;
            }
        }
    }

    private void where(int example, int run, int first, int end) {
        int a = at(0, example, run);
        int b = at(1, example, run);
        int c = at(2, example, run);
        for (int k = first; k < end; k++, a += runs.step(0), b += runs.step(1), c += runs.step(2)) {
            y[k] = x[0][a] != 0 ? x[1][b] : x[2][c];
        }
    }

    /// y = f(y, b) over a run.
    private void join(float[] b, int at, int step, int first, int end) {
        int j = at;
        switch (function) {
            case ADD, MEAN -> {
                for (int k = first; k < end; k++, j += step) {
                    y[k] += b[j];
                }
            }
            case MULTIPLY -> {
                for (int k = first; k < end; k++, j += step) {
                    y[k] *= b[j];
                }
            }
            default -> {
                for (int k = first; k < end; k++, j += step) {
                    y[k] = joined(y[k], b[j]);
                }
            }
        }
    }

    private float joined(float a, float b) {
        return switch (function) {
            case ADD, MEAN -> a + b;
            case MINIMUM -> Math.min(a, b);
            case MAXIMUM -> Math.max(a, b);
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> (float) Math.pow(a, b);
            case PRELU -> a > 0 ? a : a * b;
            case LESS -> a < b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case WHERE -> throw new AssertionError("it is of three");
        };
    }

    @Override
    public void backward() {
        boolean direct = false;
        for (int i = 0; i < place.inputs(); i++) {
            direct |= place.dx(i).wanted() && !isSummed(array(i));
        }
        if (direct) {
            this.direct.run();
        }
        for (int i = 0; i < place.inputs(); i++) {
            if (place.dx(i).wanted() && isSummed(array(i))) {
                sum(array(i));
                addTo(place.dx(i), array(i));
            }
        }
        if (constant != null && constant.trained() && place.wantsParameters()) {
            sum(position);
            addTo(place.gradient(constant));
        }
    }

    /// Which array an input is.
    private int array(int input) {
        return constant != null && input >= position ? input + 1 : input;
    }

    private int summing;

    private void sum(int array) {
        summing = array;
        summed.run();
    }

    private void addTo(InputGradient dx, int array) {
        int count = runs.size(array) * place.batch();
        for (int i = 0; i < count; i++) {
            dx.put(i, (float) sums[i]);
        }
    }

    private void addTo(float[] d) {
        for (int i = 0; i < d.length; i++) {
            double sum = 0;
            for (int example = 0; example < place.batch(); example++) {
                sum += sums[example * d.length + i];
            }
            d[i] += (float) sum;
        }
    }

    private void direct(int from, int to) {
        int share = direct.piece(from) * Runs.LONGEST;
        for (int i = 0; i < place.inputs(); i++) {
            InputGradient dx = place.dx(i);
            int array = array(i);
            for (int item = from; dx.wanted() && !isSummed(array) && item < to; item++) {
                int example = item / runs.count();
                int run = item % runs.count();
                slopes(array, example, run, directShares, share);
                int first = at(array, example, run);
                for (int k = 0; k < runs.length(run); k++) {
                    dx.put(first + k, directShares[share + k]);
                }
            }
        }
    }

    private void summed(int from, int to) {
        int share = summed.piece(from) * Runs.LONGEST;
        int size = runs.size(summing);
        int step = runs.step(summing);
        Arrays.fill(sums, from * size, to * size, 0);
        for (int example = from; example < to; example++) {
            for (int run = 0; run < runs.count(); run++) {
                slopes(summing, example, run, summedShares, share);
                int first = example * size + runs.at(summing, run);
                for (int k = 0; k < runs.length(run); k++) {
                    sums[first + k * step] += summedShares[share + k];
                }
            }
        }
    }

    /// A run of ∂y/∂xᵢ·dy.
    private void slopes(int i, int example, int run, float[] to, int start) {
        float[] dy = place.dy().data();
        int first = example * runs.size() + runs.first(run);
        int a = at(0, example, run);
        int b = at(1, example, run);
        for (int k = 0; k < runs.length(run); k++, a += runs.step(0), b += runs.step(1)) {
            float d = dy[first + k];
            to[start + k] = switch (function) {
                case ADD -> d;
                case MEAN -> d / x.length;
                case MINIMUM, MAXIMUM -> isFirst(i, example, run, k, y[first + k]) ? d : 0;
                case WHERE -> i > 0 && (x[0][a] != 0) == (i == 1) ? d : 0;
                default -> i == 0 ? left(x[0][a], x[1][b], d) : right(x[0][a], x[1][b], d);
            };
        }
    }

    /// Whether array `i` is the first whose value at place `k` of a run is y's.
    private boolean isFirst(int i, int example, int run, int k, float y) {
        for (int j = 0; j < i; j++) {
            if (x[j][at(j, example, run) + k * runs.step(j)] == y) {
                return false;
            }
        }
        return x[i][at(i, example, run) + k * runs.step(i)] == y;
    }

    private float left(float a, float b, float dy) {
        return switch (function) {
            case SUBTRACT -> dy;
            case MULTIPLY -> b * dy;
            case DIVIDE -> dy / b;
            case POWER -> b == 0 ? 0 : (float) (b * Math.pow(a, b - 1) * dy);
            case PRELU -> a > 0 ? dy : b * dy;
            default -> 0;
        };
    }

    private float right(float a, float b, float dy) {
        return switch (function) {
            case SUBTRACT -> -dy;
            case MULTIPLY -> a * dy;
            case DIVIDE -> -dy * a / (b * b);
            case POWER -> a == 0 && b >= 0 ? 0 : (float) (Math.pow(a, b) * Math.log(a) * dy);
            case PRELU -> a > 0 ? 0 : a * dy;
            default -> 0;
        };
    }
}
