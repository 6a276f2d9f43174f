/// The layers: one small file each, with its shape rule, its forward, its backward and its parameters.
///
/// A [org.fovea.engine.layer.Layer] holds parameters and nothing else. What one pass computes is in a
/// [org.fovea.engine.layer.Pass], the layer's place in a trace. To read a layer, hold its `forward` and `backward`
/// against the formulas in its documentation: `x` and `y` are what goes in and out, `w` a parameter, and `dx`, `dy`,
/// `dw` are the derivatives of one scalar, the target or the loss, with respect to each.
package org.fovea.engine.layer;
