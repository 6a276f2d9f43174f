package org.fovea.engine.network;

import java.util.Arrays;
import org.fovea.engine.tensor.Tensor;

/// The output of one class for all examples, or of one class for each.
record Logit(int[] classes) implements Target {
    @Override
    public double evaluate(Tensor output, Tensor gradient) {
        Arrays.fill(gradient.data(), 0);
        int c = output.shape().channels();
        double sum = 0;
        for (int n = 0; n < output.shape().extent(0); n++) {
            int at = n * c + checkedClass(n, output);
            gradient.data()[at] = 1;
            sum += output.data()[at];
        }
        return sum;
    }

    private int checkedClass(int n, Tensor output) {
        int batch = output.shape().extent(0);
        if (output.shape().rank() != 2) {
            throw new IllegalArgumentException("a class is asked of an output (N, C), found " + output.shape());
        }
        if (classes.length != 1 && classes.length != batch) {
            throw new IllegalArgumentException(classes.length + " classes for " + batch + " examples");
        }
        int k = classOf(n);
        if (k < 0 || k >= output.shape().channels()) {
            throw new IllegalArgumentException(
                    "class " + k + " of a network with " + output.shape().channels() + " outputs");
        }
        return k;
    }

    private int classOf(int n) {
        return classes[classes.length == 1 ? 0 : n];
    }

    @Override
    public String describe(int example) {
        return "logit of class " + classOf(example);
    }

    @Override
    public String toString() {
        return "logit of class " + Arrays.toString(classes);
    }
}
