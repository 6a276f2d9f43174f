package org.fovea.engine.onnx.lowering;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The rules by operator. A new one goes into its family's file, a new family into the list here.
final class Rules {
    private static final Map<String, Rule> ALL = all();

    /// Those of operators that [Patterns] alone makes.
    private static final Map<String, Rule> OWN = Map.of(Patterns.L2_NORMALIZE, SoftmaxRules::l2Normalize);

    /// Layers compute in `float`. What only moves, compares or chooses elements does so with whole numbers and
    /// truth values too.
    private static final List<Map<String, Rule>> EXACT =
            List.of(ChoiceRules.RULES, JoinRules.RULES, MovementRules.RULES, ViewRules.RULES);

    private Rules() {}

    private static Map<String, Rule> all() {
        Map<String, Rule> all = new HashMap<>();
        for (Map<String, Rule> family : List.of(
                ActivationRules.RULES,
                ChoiceRules.RULES,
                ConvolutionRules.RULES,
                ElementwiseRules.RULES,
                FunctionRules.RULES,
                JoinRules.RULES,
                MovementRules.RULES,
                NormalizationRules.RULES,
                PoolRules.RULES,
                ProductRules.RULES,
                ReductionRules.RULES,
                ResizeRules.RULES,
                SoftmaxRules.RULES,
                ViewRules.RULES)) {
            family.forEach((operator, rule) -> {
                if (all.put(operator, rule) != null) {
                    throw new IllegalStateException("two rules for " + operator);
                }
            });
        }
        return Collections.unmodifiableMap(all);
    }

    /// The operators that layers compute and differentiate. A comparison's result is no number to be
    /// differentiated.
    static Set<String> differentiated() {
        Set<String> differentiated = new TreeSet<>(ALL.keySet());
        differentiated.removeAll(ChoiceRules.COMPARISONS);
        return differentiated;
    }

    /// The node's outputs, computed by layers; empty where it runs by its definition.
    static List<Value> lower(Site site) {
        String operator = site.node().operator();
        Rule rule = switch (site.node().domain()) {
            case "" -> ALL.get(operator);
            case Patterns.OWN -> OWN.get(operator);
            default -> null;
        };
        boolean exact = EXACT.stream().anyMatch(family -> family.containsKey(operator));
        if (rule == null || !(exact || site.real())) {
            return List.of();
        }
        try {
            return rule.lower(site);
        } catch (IllegalArgumentException e) {
            return List.of(); // beyond what the layer takes
        }
    }
}
