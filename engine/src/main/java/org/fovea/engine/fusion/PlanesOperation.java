package org.fovea.engine.fusion;

import org.fovea.engine.layer.Operation;

/// An operation on pictures that may read them where they lie in planes, (N, C, H, W), instead of from its place's x.
public interface PlanesOperation extends Operation {
    /// Whether it can.
    boolean readsPlanes();

    /// As [#forward], of other pictures.
    ///
    /// @param x (N, C, H, W), as many examples as the place has
    void forward(float[] x);
}
