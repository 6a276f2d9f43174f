package org.fovea.gradcam.explanation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.gradcam.Backward;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.Forward;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Layers;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Scaling.Range;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.GapHead;
import org.fovea.gradcam.method.GradCam;
import org.fovea.gradcam.method.MapMethods;
import org.fovea.gradcam.metric.PixelOrder;

/// The maker of an [Explanation], from one forward pass of the picture: three backward passes for the gradients of all
/// layers and all scalars, one a class for the scale across classes, every method's map, and the measurements.
public final class Explainer {
    /// With more classes than this no class but the explained one gets a map.
    private static final int MOST_CLASSES = 200;

    /// Channels of a layer other than the chosen one that are raised, those that add most to the map.
    private static final int CHECKED_CHANNELS = 32;

    /// Of pictures of fewer pixels a pixel is a step.
    private static final int DELETION_STEPS = 20;

    private static final int MOST_CELLS_DECOMPOSED = 256;

    /// Of deeper networks so many layers are read, evenly spread: a page of all would be a hundred megabytes.
    private static final int MOST_LAYERS = 32;

    /// Of deeper networks so many states are shown on the way from as it is to all random.
    private static final int MOST_STEPS = 16;

    private final Subject subject;
    private final Scalar scalar;
    private final int c;
    private final int b;
    private final MapMethod method;

    private Explainer(Subject subject, Scalar scalar, int c, int b, MapMethod method) {
        // A layer that is not named would be looked for at every reading.
        this.subject = subject.layer(subject.layer()).target(scalar.target(c, b));
        this.scalar = scalar;
        this.c = c;
        this.b = b;
        this.method = method;
    }

    /// Explains the subject's only picture at its layer.
    ///
    /// @param subject of one picture; its target is replaced
    /// @param c the class to explain
    /// @param b the class that DIFFERENCE holds against it; see [#strongestOther]
    /// @param method whose pixels are deleted, beside Grad-CAM's
    /// @throws IllegalArgumentException if the subject has several pictures, a class or the layer does not fit, or
    ///     a pass puts out what is not a finite number
    public static Explanation explain(Subject subject, Scalar scalar, int c, int b, MapMethod method) {
        if (subject.size() != 1) {
            throw new IllegalArgumentException("one picture is explained at a time, found " + subject.size());
        }
        Layers.checkGradient(subject.network(), subject.output(), subject.layer());
        Layers.check(subject.network(), subject.output(), subject.layer());
        checkFinite(subject);
        List<String> layers = Layers.differentiable(subject.network(), subject.output());
        return new Explainer(subject, scalar, c, b, method).explain(some(layers, subject.layer()));
    }

    /// At most so many of the layers as are read, evenly spread from the first to the last, the chosen one among
    /// them.
    private static List<String> some(List<String> layers, String chosen) {
        if (layers.size() <= MOST_LAYERS) {
            return layers;
        }
        int[] kept = Cascade.spread(layers.size() - 1, MOST_LAYERS - 1);
        return layers.stream()
                .filter(layer -> layer.equals(chosen)
                        || Arrays.stream(kept).anyMatch(i -> layers.get(i).equals(layer)))
                .toList();
    }

    /// Refuses a pass in which a number that is explained or added up is not finite, since no sum would add up. The
    /// first node at fault is named.
    private static void checkFinite(Subject subject) {
        Network network = subject.network();
        if (finite(subject.forward().activation(subject.output()).data())
                && finite(subject.forward().activation(subject.layer()).data())) {
            return;
        }
        Node first = network.nodes().stream()
                .filter(node ->
                        !finite(subject.forward().activation(node.name()).data()))
                .findFirst()
                .orElseThrow();
        throw new IllegalArgumentException(network.name() + ": \"" + first.name()
                + "\" puts out values that are not numbers, or infinite, so there is nothing to explain; "
                + (first.inputs().isEmpty()
                        ? "the picture holds them"
                        : "its parameters hold such values as well, or it has overflowed"));
    }

    private static void checkFinite(LayerReading layer) {
        if (!finite(layer.logit()) || !finite(layer.against()) || !finite(layer.others())) {
            throw new IllegalArgumentException("a gradient at \"" + layer.layer()
                    + "\" is not a finite number, so there is nothing to explain; the way back has overflowed, or"
                    + " parameters hold such values");
        }
    }

    private static boolean finite(float[] values) {
        return Range.of(values).finite();
    }

    /// The class with the highest output but for c: what a difference is taken to, where nothing else is asked for.
    public static int strongestOther(float[] outputs, int c) {
        int best = c;
        for (int k = 0; k < outputs.length; k++) {
            if (k != c && (best == c || outputs[k] > outputs[best])) {
                best = k;
            }
        }
        return best;
    }

    private Explanation explain(List<String> names) {
        Network network = subject.network();
        float[] outputs = subject.forward().activation(subject.output()).data().clone();
        double[] probabilities = Targets.softmax(outputs);
        List<LayerReading> layers = readings(names);
        for (LayerReading layer : layers) {
            checkFinite(layer);
        }
        List<MethodMap> methods = methods();
        return new Explanation(
                network.name(),
                subject.pictures(),
                NodeFacts.of(network),
                outputs,
                probabilities,
                c,
                b,
                scalar,
                subject.layer(),
                subject.convention(),
                layers,
                classMaps(outputs.length),
                layers.stream().map(layer -> check(layer, probabilities)).toList(),
                curves(methods),
                methods,
                Cascade.of(subject, readable(methods), MOST_STEPS));
    }

    private List<LayerReading> readings(List<String> names) {
        Network network = subject.network();
        Forward forward = subject.forward();
        Backward logit = forward.backward(subject.output(), Targets.logit(c));
        Backward against = forward.backward(subject.output(), Targets.logit(b));
        Backward others = forward.backward(subject.output(), Scalar.others(c));
        return names.stream()
                .map(name -> new LayerReading(
                        name,
                        network.node(name).shape(),
                        forward.activation(name).data().clone(),
                        logit.gradient(name).data(),
                        against.gradient(name).data(),
                        others.gradient(name).data(),
                        ReceptiveField.of(network, name),
                        GapHead.between(network, name, subject.output())))
                .toList();
    }

    private List<float[]> classMaps(int classes) {
        if (classes > MOST_CLASSES) {
            return List.of();
        }
        return IntStream.range(0, classes)
                .mapToObj(k -> GradCam.map(subject.target(Targets.logit(k)).reading(0)))
                .toList();
    }

    private ChannelCheck check(LayerReading layer, double[] probabilities) {
        Derivation d = layer.derivation(scalar, "", probabilities, c);
        boolean chosen = layer.layer().equals(subject.layer());
        double[] steps = ChannelCheck.steps(layer.activation());
        int count = chosen ? d.channels() : Math.min(d.channels(), CHECKED_CHANNELS);
        return ChannelCheck.measure(
                subject.layer(layer.layer()),
                Arrays.copyOf(d.byContribution(), count),
                chosen ? steps : new double[] {steps[2], steps[5]},
                c,
                b);
    }

    /// Every method's map of the scalar, then those of one pass's cost for the other scalars.
    private List<MethodMap> methods() {
        List<MethodMap> maps = new ArrayList<>(MethodMap.of(MapMethods.all(), subject, scalar));
        List<MapMethod> cheap =
                MapMethods.all().stream().filter(this::ofOnePass).toList();
        for (Scalar other : Scalar.values()) {
            if (other != scalar) {
                maps.addAll(MethodMap.of(cheap, subject.target(other.target(c, b)), other));
            }
        }
        return maps;
    }

    /// Methods that can be run again and again. Decompositions cost the cube of the cells or so: at 784 cells each
    /// is seconds, at 196 nothing.
    private boolean ofOnePass(MapMethod method) {
        Shape shape = subject.network().node(subject.layer()).shape();
        return method.cost().ofOnePass(shape.extent(0) * shape.extent(1), MOST_CELLS_DECOMPOSED);
    }

    /// Methods cheap enough to be run once a randomised layer that had a map to give, and the chosen one.
    private List<MapMethod> readable(List<MethodMap> maps) {
        return maps.stream()
                .filter(m -> m.scalar() == scalar && m.map() != null)
                .map(m -> MapMethods.named(m.about().name()))
                .filter(m -> ofOnePass(m) || m.name().equals(method.name()))
                .toList();
    }

    private List<DeletionCurve> curves(List<MethodMap> methods) {
        List<DeletionCurve> curves = new ArrayList<>();
        int pixels = subject.pictures().size() / subject.pictures().shape().channels();
        int steps = Math.min(DELETION_STEPS, pixels);
        for (MethodMap made : methods) {
            String name = made.about().name();
            boolean wanted = name.equals(method.name()) || name.equals(new GradCam().name());
            HeatMap map = made.map();
            if (wanted && made.scalar() == scalar && map != null) {
                int[] order = PixelOrder.descending(Display.of(map, subject).values());
                curves.add(DeletionCurve.measure(name, subject, order, steps, c, b));
            }
        }
        int[] random = PixelOrder.random(pixels, new Xoshiro256(subject.seed()));
        curves.add(DeletionCurve.measure("random order", subject, random, steps, c, b));
        return curves;
    }
}
