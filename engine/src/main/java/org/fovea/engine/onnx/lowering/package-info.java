/// Graphs turned into networks: the way from ONNX's operators, in its layout, to layers that run on the fast kernels
/// and have gradients. Not exported.
///
/// [org.fovea.engine.onnx.lowering.GraphLowering] takes a graph whose extents are all known and goes through its nodes
/// in order. A [org.fovea.engine.onnx.lowering.Rule] turns the nodes of one operator into layers; a node that none
/// takes is computed by its definition, within the network ([org.fovea.engine.onnx.lowering.DefinedLayer]) or, where
/// its numbers or extents do not fit into one, behind it.
///
/// Layouts: each value knows where its elements lie ([org.fovea.engine.onnx.lowering.ValueLayout]). A rule asks for its
/// inputs in the layout that its layer takes; nothing moves where they have it, whatever transposes, reshapes and
/// flattenings lie in between. A layer that works along axes is told which by a [org.fovea.engine.onnx.lowering.Grid],
/// operands that are broadcast are put beside each other by an [org.fovea.engine.onnx.lowering.Alignment].
///
/// The batch: a graph is lowered for one example, an extent of 1 before all others being the batch's. Layers compute
/// each example by itself, so the network takes batches of any size; whether the graph does the same to a batch is
/// [org.fovea.engine.onnx.lowering.Separation]'s to say.
package org.fovea.engine.onnx.lowering;
