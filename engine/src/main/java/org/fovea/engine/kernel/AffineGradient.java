package org.fovea.engine.kernel;

/// The gradient of a batch norm, gathered by power of x: dx = p\[k\]·dz + q\[k\]·x + r\[k\] in channel k.
public record AffineGradient(float[] p, float[] q, float[] r) {}
