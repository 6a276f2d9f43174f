package org.fovea.facerec.cli;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;

/// What is told of one network of Fovea's own files.
///
/// @param parameters those that are trained
/// @param multiplyAdds for one example
record NetworkInspection(String name, long parameters, long multiplyAdds, List<Line> nodes) {
    /// A node.
    ///
    /// @param extents of its output, without the batch's
    record Line(
            String name,
            String layer,
            List<String> inputs,
            List<Integer> extents,
            long parameters,
            long multiplyAdds) {}

    static NetworkInspection of(Network network) {
        List<Line> lines =
                network.nodes().stream().map(node -> line(network, node)).toList();
        return new NetworkInspection(
                network.name(),
                network.trainedParameters(),
                lines.stream().mapToLong(Line::multiplyAdds).sum(),
                lines);
    }

    private static Line line(Network network, Node node) {
        return new Line(
                node.name(),
                node.layer().type(),
                node.inputs(),
                Arrays.stream(node.shape().toArray()).boxed().toList(),
                node.layer().parameters().stream()
                        .filter(Parameter::trained)
                        .mapToLong(p -> p.value().size())
                        .sum(),
                network.multiplyAdds(node));
    }
}
