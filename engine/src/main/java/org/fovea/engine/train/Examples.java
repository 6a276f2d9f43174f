package org.fovea.engine.train;

import java.util.random.RandomGenerator;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Labelled examples to learn from or to measure on. Read from several threads at once.
public interface Examples {
    /// How many there are.
    int size();

    /// One example's shape.
    Shape shape();

    /// The class of example `i`, from 0.
    int label(int i);

    /// Writes example `i` into `shape().size()` values from `offset` on.
    ///
    /// @param random the source of random changes; its state follows from the seed, the epoch and `i` alone
    void read(int i, float[] into, int offset, RandomGenerator random);

    /// Examples in memory, read as they are.
    ///
    /// @param inputs (N, …)
    /// @param labels one each
    static Examples of(Tensor inputs, int... labels) {
        if (inputs.shape().extent(0) != labels.length) {
            throw new IllegalArgumentException(inputs.shape().extent(0) + " examples and " + labels.length + " labels");
        }
        int[] copy = labels.clone();
        Shape shape = inputs.shape().example();
        return new Examples() {
            @Override
            public int size() {
                return copy.length;
            }

            @Override
            public Shape shape() {
                return shape;
            }

            @Override
            public int label(int i) {
                return copy[i];
            }

            @Override
            public void read(int i, float[] into, int offset, RandomGenerator random) {
                System.arraycopy(inputs.data(), i * shape.size(), into, offset, shape.size());
            }
        };
    }
}
