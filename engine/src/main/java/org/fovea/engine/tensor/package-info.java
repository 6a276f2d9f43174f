/// Arrays of numbers with a shape.
///
/// A [org.fovea.engine.tensor.Tensor] is a `float[]` and a [org.fovea.engine.tensor.Shape]: row-major, contiguous,
/// **channels last**. A batch of pictures is (N, H, W, C), so that the C values of one pixel lie side by side in
/// memory and the vector unit's lanes run along them. Other layouts are converted once, at the door, by
/// [org.fovea.engine.tensor.Layout].
package org.fovea.engine.tensor;
