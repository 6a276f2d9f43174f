package org.fovea.engine.fusion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fovea.engine.layer.Layer;
import org.jspecify.annotations.Nullable;

/// A network while it is being rewritten: what it was, which steps are gone and what stands in place of others.
final class Draft {
    private final Map<String, Step> original = new LinkedHashMap<>();
    private final Map<String, Integer> readers = new HashMap<>();
    private final Map<String, String> absorbed = new HashMap<>();
    private final Map<String, Step> replaced = new HashMap<>();
    private final Map<String, String> renamed = new HashMap<>();

    private final Set<String> outputs;

    /// @param outputs the steps that somebody outside reads
    Draft(List<Step> steps, Set<String> outputs) {
        this(new Rewriting(steps, Map.of()), outputs);
    }

    /// A network that has been rewritten before.
    ///
    /// @param outputs the steps that somebody outside reads
    Draft(Rewriting before, Set<String> outputs) {
        this.outputs = outputs;
        absorbed.putAll(before.absorbed());
        for (Step step : before.steps()) {
            original.put(step.name(), step);
            step.inputs().forEach(i -> readers.merge(i, 1, Integer::sum));
        }
    }

    boolean isOutput(Step step) {
        return outputs.contains(step.name());
    }

    Step step(String name) {
        return Objects.requireNonNull(original.get(name));
    }

    boolean isAbsorbed(Step step) {
        return absorbed.containsKey(step.name());
    }

    boolean isReadOnce(String name) {
        return Objects.equals(readers.get(name), 1) && !outputs.contains(name);
    }

    /// The step that `reader` reads, if it reads one (an input does not) and nothing else reads that.
    @Nullable
    Step absorbable(Step reader, int input) {
        if (input >= reader.inputs().size()) {
            return null;
        }
        String name = reader.inputs().get(input);
        return isReadOnce(name) ? step(name) : null;
    }

    /// Puts a layer that computes `gone` as well in the place of `end`.
    void replace(Step end, Layer layer, List<String> inputs, Step... gone) {
        replaced.put(end.name(), new Step(end.name(), layer, inputs, end.shape()));
        for (Step step : gone) {
            absorbed.put(step.name(), end.name());
        }
    }

    /// Leaves out a step that hands on what it reads.
    void leaveOut(Step step) {
        String read = step.inputs().getFirst();
        renamed.put(step.name(), read);
        absorbed.put(step.name(), read);
    }

    /// Where what `name` gave is found: itself, where it is not left out.
    private String source(String name) {
        String source = renamed.get(name);
        return source == null ? name : source(source);
    }

    Rewriting finish() {
        List<Step> steps = new ArrayList<>();
        for (Step step : original.values()) {
            if (!isAbsorbed(step)) {
                Step by = replaced.getOrDefault(step.name(), step);
                List<String> inputs = by.inputs().stream().map(this::source).toList();
                steps.add(new Step(by.name(), by.layer(), inputs, by.shape()));
            }
        }
        absorbed.replaceAll((name, by) -> source(by));
        return new Rewriting(steps, absorbed);
    }
}
