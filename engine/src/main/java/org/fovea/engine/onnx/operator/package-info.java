/// ONNX's operators, defined in plain Java on arrays of any rank in ONNX's own layout (N, C, H, W).
///
/// The definitions are for being right and read: they compute in double precision and round once, to the type of the
/// output. They fold constants, find shapes, run what has no fast layer, and are what fast layers are tested against.
/// [org.fovea.engine.onnx.operator.Operators] lists them, one file a family defines them, and what a definition sees of
/// its node is a [org.fovea.engine.onnx.operator.Call].
///
/// A definition asks its call for the output's array only after it knows the output's extents; so the same code finds
/// shapes: where an input is an outline, the call gives an outline and computes nothing.
package org.fovea.engine.onnx.operator;
