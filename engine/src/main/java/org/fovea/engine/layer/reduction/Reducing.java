package org.fovea.engine.layer.reduction;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.SplitOperation;
import org.fovea.engine.layer.axis.Runs;

/// The operation of [Reduce], each example by itself.
final class Reducing extends SplitOperation {
    private final Reduce.Kind kind;
    private final int p;
    private final int xs;
    private final int ys;
    private final Runs runs;
    /// What is gathered for each y: the sum of what values become, the extreme, or the product of those that are
    /// not 0.
    private final double[] gathered;
    /// For each y the greatest x (LOG_SUM_EXP), how many are 0 (PRODUCT), in backward whether its gradient is gone.
    private final double[] beside;

    Reducing(Reduce layer, Place place) {
        super(place, place::splitExamples, place::splitExamples);
        kind = layer.kind();
        p = layer.p();
        runs = new Runs(
                place.x().shape().example(),
                List.of(layer.kept(place.x().shape().example())));
        xs = runs.size();
        ys = runs.size(0);
        gathered = new double[y.length];
        beside = new double[y.length];
    }

    @Override
    protected void forward(int from, int to) {
        double start = switch (kind) {
            case MAXIMUM -> Double.NEGATIVE_INFINITY;
            case MINIMUM -> Double.POSITIVE_INFINITY;
            case PRODUCT -> 1;
            default -> 0;
        };
        Arrays.fill(gathered, from * ys, to * ys, start);
        Arrays.fill(beside, from * ys, to * ys, kind == Reduce.Kind.LOG_SUM_EXP ? Double.NEGATIVE_INFINITY : 0);
        for (int example = from; example < to; example++) {
            if (kind == Reduce.Kind.LOG_SUM_EXP) {
                findGreatest(example);
            }
            for (int run = 0; run < runs.count(); run++) {
                gather(example, run);
            }
        }
        for (int j = from * ys; j < to * ys; j++) {
            y[j] = (float) end(j);
        }
    }

    private void findGreatest(int example) {
        for (int run = 0; run < runs.count(); run++) {
            int at = example * xs + runs.first(run);
            int j = example * ys + runs.at(0, run);
            for (int k = 0; k < runs.length(run); k++, j += runs.step(0)) {
                beside[j] = Math.max(beside[j], x[at + k]);
            }
        }
    }

    private void gather(int example, int run) {
        int at = example * xs + runs.first(run);
        int j = example * ys + runs.at(0, run);
        int end = at + runs.length(run);
        int step = runs.step(0);
        switch (kind) {
            case SUM, MEAN, LOG_SUM -> {
                for (int i = at; i < end; i++, j += step) {
                    gathered[j] += x[i];
                }
            }
            case MAXIMUM -> {
                for (int i = at; i < end; i++, j += step) {
                    gathered[j] = Math.max(gathered[j], x[i]);
                }
            }
            case MINIMUM -> {
                for (int i = at; i < end; i++, j += step) {
                    gathered[j] = Math.min(gathered[j], x[i]);
                }
            }
            case PRODUCT -> {
                for (int i = at; i < end; i++, j += step) {
                    gathered[j] *= x[i] == 0 ? 1 : x[i];
                    beside[j] += x[i] == 0 ? 1 : 0;
                }
            }
            case NORM, SUM_OF_SQUARES, LOG_SUM_EXP -> {
                for (int i = at; i < end; i++, j += step) {
                    gathered[j] += share(x[i], j);
                }
            }
        }
    }

    /// What a value adds to the sum.
    private double share(double x, int j) {
        return switch (kind) {
            case SUM_OF_SQUARES -> x * x;
            case LOG_SUM_EXP -> Math.exp(x - shift(j));
            default -> p == 2 ? x * x : p == 1 ? Math.abs(x) : Math.pow(Math.abs(x), p);
        };
    }

    /// The greatest value, so that no exponential overflows; infinite ones do not shift.
    private double shift(int j) {
        return Double.isInfinite(beside[j]) ? 0 : beside[j];
    }

    private double end(int j) {
        double all = gathered[j];
        return switch (kind) {
            case MEAN -> all * ys / xs;
            case NORM -> p == 2 ? Math.sqrt(all) : p == 1 ? all : Math.pow(all, 1.0 / p);
            case LOG_SUM -> Math.log(all);
            case LOG_SUM_EXP -> Math.log(all) + shift(j);
            case PRODUCT -> beside[j] > 0 ? 0 : all;
            default -> all;
        };
    }

    @Override
    protected void backward(float[] dy, int from, int to) {
        if (kind == Reduce.Kind.MAXIMUM || kind == Reduce.Kind.MINIMUM) {
            Arrays.fill(beside, from * ys, to * ys, 0);
        }
        int step = runs.step(0);
        for (int example = from; example < to; example++) {
            for (int run = 0; run < runs.count(); run++) {
                int at = example * xs + runs.first(run);
                int j = example * ys + runs.at(0, run);
                for (int k = 0; k < runs.length(run); k++, j += step) {
                    dx.put(at + k, (float) (slope(x[at + k], j) * dy[j]));
                }
            }
        }
    }

    private double slope(double x, int j) {
        return switch (kind) {
            case SUM -> 1;
            case MEAN -> (double) ys / xs;
            case MAXIMUM, MINIMUM -> x == gathered[j] && beside[j]++ == 0 ? 1 : 0;
            case NORM -> gathered[j] == 0 ? 0 : Math.signum(x) * Math.pow(Math.abs(x) / end(j), p - 1);
            case SUM_OF_SQUARES -> 2 * x;
            case LOG_SUM -> 1 / gathered[j];
            case LOG_SUM_EXP -> Math.exp(x - end(j));
            case PRODUCT -> beside[j] == 0 ? gathered[j] / x : beside[j] == 1 && x == 0 ? gathered[j] : 0;
        };
    }
}
