package org.fovea.engine.layer;

import java.util.random.RandomGenerator;

/// Random beginnings for weights, by the number of inputs and outputs that a unit has.
public enum Initializer {
    /// Normal with variance 2 / inputs, for layers before a ReLU (He and others, 2015).
    HE {
        @Override
        public void fill(float[] w, int fanIn, int fanOut, RandomGenerator random) {
            double deviation = Math.sqrt(2.0 / fanIn);
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (deviation * random.nextGaussian());
            }
        }
    },
    /// Uniform in ±√(6 / (inputs + outputs)), for linear and saturating layers (Glorot and Bengio, 2010).
    XAVIER {
        @Override
        public void fill(float[] w, int fanIn, int fanOut, RandomGenerator random) {
            double bound = Math.sqrt(6.0 / (fanIn + fanOut));
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
        }
    };

    /// Draws every value of `w`.
    ///
    /// @param fanIn inputs of a unit
    /// @param fanOut outputs that an input takes part in
    public abstract void fill(float[] w, int fanIn, int fanOut, RandomGenerator random);
}
