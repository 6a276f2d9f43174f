package org.fovea.engine.fusion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Narrow convolutions that read the same, as the heads of detectors are, computed as one for inference:
///
/// | steps | become |
/// |---|---|
/// | convolutions of one geometry that read one step | one convolution, slices of its channels |
/// | such, each read by a depthwise one alone, these of one geometry too | one convolution, one depthwise, slices |
///
/// A vector's lanes are channels, so that one of 4 channels takes as long as one of 16: at 40×40 pixels the heads of
/// YuNet, 64 → 1, 4, 1 and 10 channels, take 149 µs, and as 64 → 16 they take 25; the depthwise ones behind them 84 µs
/// and 7. The slices have the names of the steps whose output they are; the parameters are copies.
///
/// What a batch norm reads stays apart: it is folded into its convolution, which is worth more.
final class SiblingConvolutions {
    /// The channels of a vector. The same for every machine, so that all compute the same network; those with
    /// shorter vectors lose little, as all gain from reading their input once.
    private static final int LANES = 16;

    /// Multiply-adds of a vector that take as long as a slice's copy of one pixel: what a slice must save to be
    /// worth it. The copy takes 2 to 4 ns, a multiply-add in a 1×1 convolution of 64 channels 0.25.
    private static final int SLICE_COST = 16;

    private final List<Step> network;
    private final Set<String> outputs;
    private final Set<String> names = new HashSet<>();
    private final Map<String, List<Step>> readers = new HashMap<>();

    /// What comes before a step: the merged convolutions before the first of those that they compute.
    private final Map<String, List<Step>> before = new HashMap<>();
    private final Map<String, Step> slices = new HashMap<>();
    private final Map<String, String> absorbed = new HashMap<>();

    private SiblingConvolutions(List<Step> network, Set<String> outputs) {
        this.network = network;
        this.outputs = outputs;
        for (Step step : network) {
            names.add(step.name());
            step.inputs()
                    .forEach(i -> readers.computeIfAbsent(i, name -> new ArrayList<>())
                            .add(step));
        }
    }

    /// @param outputs the steps that somebody outside reads
    static Rewriting merge(List<Step> network, Set<String> outputs) {
        SiblingConvolutions siblings = new SiblingConvolutions(network, outputs);
        for (List<Step> family : siblings.families()) {
            if (pays(family)) {
                siblings.merge(family);
            }
        }
        return siblings.finish();
    }

    /// What siblings have in common.
    private record Parent(String input, Geometry geometry) {}

    private Collection<List<Step>> families() {
        Map<Parent, List<Step>> families = new LinkedHashMap<>();
        for (Step step : network) {
            if (step.layer() instanceof Conv2d conv
                    && conv.geometry().groups() == 1
                    && step.shape().channels() % LANES != 0
                    && readers(step).stream().noneMatch(reader -> reader.layer() instanceof BatchNorm)) {
                Parent parent =
                        new Parent(step.inputs().getFirst(), conv.geometry().withoutBias());
                families.computeIfAbsent(parent, p -> new ArrayList<>()).add(step);
            }
        }
        return families.values();
    }

    private List<Step> readers(Step step) {
        return readers.getOrDefault(step.name(), List.of());
    }

    /// Whether the vectors that are saved are worth the slices.
    private static boolean pays(List<Step> family) {
        Shape filters = conv(family.getFirst()).weight().value().shape();
        long products = filters.size() / filters.channels(); // of one channel of one pixel
        int apart = family.stream()
                .mapToInt(step -> vectors(step.shape().channels()))
                .sum();
        return (apart - vectors(channels(family))) * products >= (long) SLICE_COST * family.size();
    }

    private static int vectors(int channels) {
        return Math.ceilDiv(channels, LANES);
    }

    private static int channels(List<Step> steps) {
        return steps.stream().mapToInt(step -> step.shape().channels()).sum();
    }

    private static Conv2d conv(Step step) {
        return (Conv2d) step.layer();
    }

    private void merge(List<Step> family) {
        List<Step> added = before.computeIfAbsent(family.getFirst().name(), name -> new ArrayList<>());
        Step merged = merged(family, family.getFirst().inputs(), 1);
        added.add(merged);
        List<Step> ends = family;
        List<Step> depthwise = depthwise(family);
        if (depthwise != null) {
            for (Step step : family) {
                absorbed.put(step.name(), merged.name());
            }
            merged = merged(depthwise, List.of(merged.name()), channels(depthwise));
            added.add(merged);
            ends = depthwise;
        }
        int from = 0;
        for (Step end : ends) {
            int to = from + end.shape().channels();
            Slice slice = new Slice(2, from, to, 1);
            slices.put(end.name(), new Step(end.name(), slice, List.of(merged.name()), end.shape()));
            from = to;
        }
    }

    /// The depthwise convolution behind each of a family, or null where not all have one that can be merged.
    private @Nullable List<Step> depthwise(List<Step> family) {
        List<Step> found = new ArrayList<>();
        for (Step step : family) {
            List<Step> reading = readers(step);
            if (outputs.contains(step.name()) || reading.size() != 1 || !isDepthwise(reading.getFirst())) {
                return null;
            }
            found.add(reading.getFirst());
        }
        long geometries = found.stream()
                .map(step -> conv(step).geometry().groups(1).withoutBias())
                .distinct()
                .count();
        return geometries == 1 ? found : null;
    }

    /// Whether a step is a depthwise convolution with as many channels as it reads, and not folded into.
    private boolean isDepthwise(Step step) {
        return step.layer() instanceof Conv2d conv
                && conv.weight().value().shape().extent(2) == 1
                && conv.geometry().groups() == step.shape().channels()
                && readers(step).stream().noneMatch(reader -> reader.layer() instanceof BatchNorm);
    }

    /// A step that computes all of some.
    private Step merged(List<Step> steps, List<String> inputs, int groups) {
        Step first = steps.getFirst();
        String name = first.name() + " and siblings";
        while (!names.add(name)) {
            name += "'";
        }
        Conv2d conv = concatenated(steps.stream().map(SiblingConvolutions::conv).toList(), groups);
        Shape shape = Shape.of(first.shape().extent(0), first.shape().extent(1), channels(steps));
        return new Step(name, conv, inputs, shape);
    }

    /// The convolution whose output channels are those of all parts, one part's after the other's.
    private static Conv2d concatenated(List<Conv2d> parts, int groups) {
        // One with a bias, if there is one: the others' is 0 then.
        Geometry geometry = parts.stream()
                .map(Conv2d::geometry)
                .filter(Geometry::bias)
                .findFirst()
                .orElse(parts.getFirst().geometry())
                .groups(groups);
        int oc = parts.stream()
                .mapToInt(part -> part.weight().value().shape().channels())
                .sum();
        int ic = parts.getFirst().weight().value().shape().extent(2) * groups;
        Conv2d whole = new Conv2d(ic, oc, geometry);
        int at = 0;
        for (Conv2d part : parts) {
            copyChannels(part.weight(), whole.weight(), at);
            if (part.bias() != null) {
                copyChannels(part.bias(), Objects.requireNonNull(whole.bias()), at);
            }
            at += part.weight().value().shape().channels();
        }
        return whole;
    }

    /// Copies all channels of `part` to those of `whole` from `at` on.
    private static void copyChannels(Parameter part, Parameter whole, int at) {
        int c = part.value().shape().channels();
        int all = whole.value().shape().channels();
        for (int row = 0; row < part.value().size() / c; row++) {
            System.arraycopy(part.value().data(), row * c, whole.value().data(), row * all + at, c);
        }
    }

    private Rewriting finish() {
        List<Step> steps = new ArrayList<>();
        for (Step step : network) {
            steps.addAll(before.getOrDefault(step.name(), List.of()));
            if (!absorbed.containsKey(step.name())) {
                steps.add(slices.getOrDefault(step.name(), step));
            }
        }
        return new Rewriting(steps, absorbed);
    }
}
