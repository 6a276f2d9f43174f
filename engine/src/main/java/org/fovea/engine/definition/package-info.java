/// What an operation is, apart from who computes it: the extents of a convolution and of a pooling over a batch, and
/// the elementwise functions with their derivatives. Plain values, which layers hand to kernels and tell whoever asks.
package org.fovea.engine.definition;
