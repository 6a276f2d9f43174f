package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// A graph as a network.
///
/// @param inputs the graph's inputs that the network takes, by name
/// @param outputs the values that are wanted of the network, by name: the graph's outputs, as far as it computes them,
///     and what `rest` reads
/// @param constants the graph's, and what is computed of constants alone
/// @param byDefinition the nodes that the network computes by their definitions
/// @param rest the nodes behind the network: those of numbers that no `float` holds, or whose outputs' extents only the
///     inputs' numbers tell, and those that read these
public record Lowered(
        Network network,
        Map<String, Port> inputs,
        Map<String, Port> outputs,
        Map<String, OnnxTensor> constants,
        List<OnnxNode> byDefinition,
        List<OnnxNode> rest) {}
