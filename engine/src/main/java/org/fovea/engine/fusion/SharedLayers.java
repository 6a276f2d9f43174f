package org.fovea.engine.fusion;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Parameter;

/// Layers that two networks rewritten for inference have in common, as those for pictures of different sizes do: the
/// second takes the first one's, whose filters are there once then, in every form into which they were brought.
final class SharedLayers {
    private SharedLayers() {}

    /// The same steps, with those of `others` in the place of layers that compute the same from the same numbers.
    ///
    /// @param others layers by the names of their steps
    static Rewriting with(Rewriting rewriting, Map<String, Layer> others) {
        List<Step> steps = rewriting.steps().stream()
                .map(step -> {
                    Layer other = others.get(step.name());
                    return other != null && same(step.layer(), other)
                            ? new Step(step.name(), other, step.inputs(), step.shape())
                            : step;
                })
                .toList();
        return new Rewriting(steps, rewriting.absorbed());
    }

    private static boolean same(Layer layer, Layer other) {
        boolean alike = switch (layer) {
            case FoldedConv2d conv -> other instanceof FoldedConv2d like && conv.isAlike(like);
            case FoldedDense dense -> other instanceof FoldedDense like && dense.isAlike(like);
            default -> false;
        };
        return alike && sameNumbers(layer.parameters(), other.parameters());
    }

    private static boolean sameNumbers(List<Parameter> parameters, List<Parameter> others) {
        boolean same = parameters.size() == others.size();
        Iterator<Parameter> other = others.iterator();
        for (Parameter parameter : parameters) {
            same = same
                    && Arrays.equals(
                            parameter.value().data(), other.next().value().data());
        }
        return same;
    }
}
