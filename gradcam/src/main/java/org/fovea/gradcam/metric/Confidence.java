package org.fovea.gradcam.metric;

import org.fovea.engine.tensor.Tensor;

/// How sure a network is of one thing, picture by picture; [Probabilities] gives that of a class.
@FunctionalInterface
public interface Confidence {
    /// @param pictures (N, H, W, C), as the network reads them
    /// @return N numbers, one a picture
    double[] of(Tensor pictures);
}
