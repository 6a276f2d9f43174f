package org.fovea.gradcam.explanation;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Shape;

/// One node of the network as people are told of it.
///
/// @param name unique in the network
/// @param type the kind of layer
/// @param reads the nodes it reads
/// @param shape one example's output
/// @param parameters how many numbers training changes
/// @param multiplyAdds of one example
public record NodeFacts(String name, String type, List<String> reads, Shape shape, long parameters, long multiplyAdds) {
    /// The facts of every node, in the network's order.
    public static List<NodeFacts> of(Network network) {
        List<NodeFacts> facts = new ArrayList<>();
        for (Node node : network.nodes()) {
            long parameters = node.layer().parameters().stream()
                    .filter(Parameter::trained)
                    .mapToLong(p -> p.value().size())
                    .sum();
            facts.add(new NodeFacts(
                    node.name(),
                    node.layer().type(),
                    node.inputs(),
                    node.shape(),
                    parameters,
                    network.multiplyAdds(node)));
        }
        return facts;
    }
}
