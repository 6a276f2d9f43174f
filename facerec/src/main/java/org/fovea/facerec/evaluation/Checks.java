package org.fovea.facerec.evaluation;

import org.fovea.engine.tensor.Tensor;

/// What is checked at this package's door.
final class Checks {
    private Checks() {}

    /// The number of classes of a matrix of scores (N, classes), after checking it against N labels.
    static int classes(Tensor scores, int[] labels) {
        int classes = columns("scores", "classes", scores, labels);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of probe " + i + ", but the scores are of " + classes + " classes");
            }
        }
        return classes;
    }

    /// The number of columns of a matrix (N, columns), after checking it for N labels and for numbers.
    static int columns(String what, String columns, Tensor matrix, int[] labels) {
        if (matrix.shape().rank() != 2 || matrix.shape().extent(0) != labels.length) {
            throw new IllegalArgumentException(what + " of shape (" + labels.length + ", " + columns + ") expected for "
                    + labels.length + " labels, found " + matrix.shape());
        }
        int count = matrix.shape().extent(1);
        float[] data = matrix.data();
        for (int i = 0; i < matrix.size(); i++) {
            if (Float.isNaN(data[i])) {
                throw new IllegalArgumentException(
                        what + ": not a number (NaN) in row " + i / count + ", column " + i % count);
            }
        }
        return count;
    }

    static void confidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("a confidence of " + confidence + "; it must lie between 0 and 1");
        }
    }
}
