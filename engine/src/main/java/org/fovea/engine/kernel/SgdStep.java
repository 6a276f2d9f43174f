package org.fovea.engine.kernel;

/// What a step of stochastic gradient descent does to every parameter w, as PyTorch defines it: g = dw·gradientScale +
/// decay·w; v = momentum·v + g (on the first step v = g); w −= rate·(nesterov ? g + momentum·v : v).
///
/// @param gradientScale a factor for every gradient
/// @param rate the learning rate
/// @param momentum 0 for none: then v is not touched
/// @param first whether there is no v yet
public record SgdStep(float gradientScale, float rate, float momentum, float decay, boolean nesterov, boolean first) {}
