package org.fovea.engine.layer.normalization;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.InputGradient;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Split;
import org.fovea.engine.layer.axis.Runs;
import org.fovea.engine.tensor.Shape;

/// The operation of [Standardize], each example by itself; the parameters' gradients are each example's sums, added in
/// the examples' order.
final class Standardizing implements Operation {
    private static final int SET = 0;
    private static final int AFFINE = 1;

    private final Standardize layer;
    private final Place place;
    private final Runs runs;
    private final int xs;
    private final int sets;
    private final int parameters;
    private final int perSet;
    private final float[] x;
    private final float[] y;
    private final float[] weight;
    private final float[] bias;
    private final InputGradient dx;
    private final Split forward;
    private final Split backward;
    /// μ and 1/√(σ² + ε) of each set.
    private final double[] mean;
    private final double[] inverse;
    /// Σ γ·dy and Σ γ·dy·x̂ of each set.
    private final double[] pull;
    private final double[] turn;
    /// Each example's Σ x̂·dy and Σ dy.
    private final double[] weightShares;
    private final double[] biasShares;

    Standardizing(Standardize layer, Place place) {
        this.layer = layer;
        this.place = place;
        Shape example = place.x().shape().example();
        runs = new Runs(layer.divided(example), List.of(layer.sets(example), layer.affine()));
        xs = runs.size();
        sets = runs.size(SET);
        parameters = runs.size(AFFINE);
        perSet = xs / sets;
        x = place.x().data();
        y = place.y().data();
        weight = layer.weight().value().data();
        bias = layer.bias().value().data();
        dx = place.dx();
        forward = place.splitExamples(this::forward);
        backward = place.splitExamples(this::backward);
        mean = new double[place.batch() * sets];
        inverse = new double[mean.length];
        pull = new double[mean.length];
        turn = new double[mean.length];
        weightShares = new double[place.batch() * parameters];
        biasShares = new double[weightShares.length];
    }

    @Override
    public void forward() {
        forward.run();
    }

    private void forward(int from, int to) {
        Arrays.fill(mean, from * sets, to * sets, 0);
        Arrays.fill(inverse, from * sets, to * sets, 0);
        for (int example = from; example < to; example++) {
            measure(example);
            for (int run = 0; run < runs.count(); run++) {
                int at = example * xs + runs.first(run);
                int j = example * sets + runs.at(SET, run);
                int p = runs.at(AFFINE, run);
                for (int k = 0; k < runs.length(run); k++, j += runs.step(SET), p += runs.step(AFFINE)) {
                    y[at + k] = (float) ((x[at + k] - mean[j]) * inverse[j] * weight[p] + bias[p]);
                }
            }
        }
    }

    /// An example's means, then from them its variances.
    private void measure(int example) {
        for (int run = 0; run < runs.count(); run++) {
            int at = example * xs + runs.first(run);
            int j = example * sets + runs.at(SET, run);
            for (int k = 0; k < runs.length(run); k++, j += runs.step(SET)) {
                mean[j] += x[at + k];
            }
        }
        for (int j = example * sets; j < (example + 1) * sets; j++) {
            mean[j] /= perSet;
        }
        for (int run = 0; run < runs.count(); run++) {
            int at = example * xs + runs.first(run);
            int j = example * sets + runs.at(SET, run);
            for (int k = 0; k < runs.length(run); k++, j += runs.step(SET)) {
                double less = x[at + k] - mean[j];
                inverse[j] += less * less;
            }
        }
        for (int j = example * sets; j < (example + 1) * sets; j++) {
            inverse[j] = 1 / Math.sqrt(inverse[j] / perSet + layer.epsilon());
        }
    }

    @Override
    public void backward() {
        if (!dx.wanted() && !place.wantsParameters()) {
            return;
        }
        backward.run();
        if (place.wantsParameters()) {
            merge(weightShares, place.gradient(layer.weight()));
            merge(biasShares, place.gradient(layer.bias()));
        }
    }

    private static void merge(double[] shares, float[] d) {
        for (int p = 0; p < d.length; p++) {
            double sum = 0;
            for (int at = p; at < shares.length; at += d.length) {
                sum += shares[at];
            }
            d[p] += (float) sum;
        }
    }

    private void backward(int from, int to) {
        float[] dy = place.dy().data();
        Arrays.fill(pull, from * sets, to * sets, 0);
        Arrays.fill(turn, from * sets, to * sets, 0);
        Arrays.fill(weightShares, from * parameters, to * parameters, 0);
        Arrays.fill(biasShares, from * parameters, to * parameters, 0);
        for (int example = from; example < to; example++) {
            for (int run = 0; run < runs.count(); run++) {
                gather(dy, example, run);
            }
            for (int run = 0; dx.wanted() && run < runs.count(); run++) {
                differentiate(dy, example, run);
            }
        }
    }

    private void gather(float[] dy, int example, int run) {
        int at = example * xs + runs.first(run);
        int j = example * sets + runs.at(SET, run);
        int p = runs.at(AFFINE, run);
        int shares = example * parameters;
        for (int k = 0; k < runs.length(run); k++, j += runs.step(SET), p += runs.step(AFFINE)) {
            double d = dy[at + k];
            double standard = (x[at + k] - mean[j]) * inverse[j];
            pull[j] += d * weight[p];
            turn[j] += d * weight[p] * standard;
            weightShares[shares + p] += d * standard;
            biasShares[shares + p] += d;
        }
    }

    private void differentiate(float[] dy, int example, int run) {
        int at = example * xs + runs.first(run);
        int j = example * sets + runs.at(SET, run);
        int p = runs.at(AFFINE, run);
        for (int k = 0; k < runs.length(run); k++, j += runs.step(SET), p += runs.step(AFFINE)) {
            double standard = (x[at + k] - mean[j]) * inverse[j];
            double d = (double) dy[at + k] * weight[p] - (pull[j] + standard * turn[j]) / perSet;
            dx.put(at + k, (float) (d * inverse[j]));
        }
    }
}
