package org.fovea.engine.fusion;

import java.util.List;
import java.util.Map;

/// What a rewriter has made of a network.
///
/// @param steps what is computed
/// @param absorbed for each step that is gone, the name of the one that computes it
public record Rewriting(List<Step> steps, Map<String, String> absorbed) {
    public Rewriting {
        steps = List.copyOf(steps);
        absorbed = Map.copyOf(absorbed);
    }
}
