/// What an ONNX file says, once read and checked: a graph of nodes, values and tensors that cannot change any more.
///
/// An [org.fovea.engine.onnx.graph.OnnxGraph] lists its nodes so that each comes after those that feed it. An
/// [org.fovea.engine.onnx.graph.OnnxNode] names an operator, the opset that defines it, and the values it reads and
/// writes. An [org.fovea.engine.onnx.graph.OnnxTensor] is an array of any of ONNX's numeric types, in ONNX's own layout
/// (N, C, H, W).
package org.fovea.engine.onnx.graph;
