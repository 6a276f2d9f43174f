package org.fovea.engine.layer;

/// The window that each cell of a layer's output sees of its input: cell (i, j) sees rows i·strideH − padTop +
/// u·dilationH for u from 0 to kernelH − 1, as far as they exist, and columns likewise.
public record Window(
        int kernelH, int kernelW, int strideH, int strideW, int padTop, int padLeft, int dilationH, int dilationW) {}
