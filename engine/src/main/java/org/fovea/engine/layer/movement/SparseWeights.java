package org.fovea.engine.layer.movement;

import java.util.Arrays;

/// A matrix most of whose elements are 0, row by row: what each output along an axis is made of.
///
/// @param starts where each row begins among the elements, and where the last ends
/// @param columns the column of each element
/// @param weights the elements
record SparseWeights(int[] starts, int[] columns, float[] weights) {
    /// The matrix of outputs × inputs.
    static SparseWeights of(Interpolation axis) {
        Interpolation.Taps[] taps = new Interpolation.Taps[axis.out()];
        int[] starts = new int[axis.out() + 1];
        for (int i = 0; i < taps.length; i++) {
            taps[i] = axis.outside(i) ? new Interpolation.Taps(0, new double[0]) : axis.taps(i);
            starts[i + 1] = starts[i] + taps[i].weights().length;
        }
        int[] columns = new int[starts[taps.length]];
        float[] weights = new float[columns.length];
        for (int i = 0; i < taps.length; i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                columns[k] = taps[i].first() + k - starts[i];
                weights[k] = (float) taps[i].weights()[k - starts[i]];
            }
        }
        return new SparseWeights(starts, columns, weights);
    }

    int rows() {
        return starts.length - 1;
    }

    /// Rows and columns exchanged; the elements of a row in the order of their columns.
    SparseWeights transposed(int columnCount) {
        int[] begin = new int[columnCount + 1];
        for (int column : columns) {
            begin[column + 1]++;
        }
        for (int i = 0; i < columnCount; i++) {
            begin[i + 1] += begin[i];
        }
        int[] next = begin.clone();
        int[] rows = new int[columns.length];
        float[] moved = new float[columns.length];
        for (int row = 0; row < rows(); row++) {
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                int at = next[columns[k]]++;
                rows[at] = row;
                moved[at] = weights[k];
            }
        }
        return new SparseWeights(begin, rows, moved);
    }

    /// Rows of y = this · x, for every index before the axis and behind it.
    ///
    /// @param x (outer, in, inner)
    /// @param y (outer, rows, inner)
    /// @param from a row of y, all outer ones counted
    /// @param add whether y is added to
    void apply(float[] x, int in, int inner, float[] y, boolean add, int from, int to) {
        for (int at = from; at < to; at++) {
            int row = at % rows();
            int first = at * inner;
            if (!add) {
                Arrays.fill(y, first, first + inner, 0);
            }
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                int source = (at / rows() * in + columns[k]) * inner;
                float w = weights[k];
                for (int i = 0; i < inner; i++) {
                    y[first + i] += w * x[source + i];
                }
            }
        }
    }
}
