package org.fovea.engine.kernel;

/// An affine map a channel: z = x · scale\[k\] + shift\[k\] in channel k.
public record Affine(float[] scale, float[] shift) {
    /// How many channels the map has.
    public int channels() {
        return scale.length;
    }
}
