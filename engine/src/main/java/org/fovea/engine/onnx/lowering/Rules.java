package org.fovea.engine.onnx.lowering;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rules by operator. A new one goes into its family's file, a new family into the list here.
final class Rules {
    private static final Map<String, Rule> ALL = all();

    private Rules() {}

    private static Map<String, Rule> all() {
        Map<String, Rule> all = new HashMap<>();
        for (Map<String, Rule> family : List.of(
                ActivationRules.RULES,
                ConvolutionRules.RULES,
                ElementwiseRules.RULES,
                JoinRules.RULES,
                NormalizationRules.RULES,
                PoolRules.RULES,
                ProductRules.RULES,
                ViewRules.RULES)) {
            family.forEach((operator, rule) -> {
                if (all.put(operator, rule) != null) {
                    throw new IllegalStateException("two rules for " + operator);
                }
            });
        }
        return Collections.unmodifiableMap(all);
    }

    /// The node's outputs, computed by layers; empty where it runs by its definition.
    static List<Value> lower(Site site) {
        String operator = site.node().operator();
        Rule rule = site.node().domain().isEmpty() ? ALL.get(operator) : null;
        // Layers compute in float. What only moves elements may move whole numbers and truth values too.
        boolean moves = ViewRules.RULES.containsKey(operator) || JoinRules.RULES.containsKey(operator);
        if (rule == null || !(moves || site.real())) {
            return List.of();
        }
        try {
            return rule.lower(site);
        } catch (IllegalArgumentException e) {
            return List.of(); // beyond what the layer takes
        }
    }
}
