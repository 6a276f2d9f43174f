/// Layers that move values: each value of y is one of x, or a number from without; or, in resizing, the weighted sum of
/// a few of x along one axis after the other. Backward, each gradient goes back where its value came from.
///
/// Shapes and axes are those of one example; pictures are (H, W, C).
package org.fovea.engine.layer.movement;
