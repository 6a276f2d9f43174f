package org.fovea.gradcam.explanation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;

/// Makes an [Explanation]: three backward passes for the gradients of all layers and all scalars, one a class for the
/// scale across classes, and the measurements.
public final class Explainer {
    /// With more classes than this, only this many, those with the highest outputs, get a map of their own.
    private static final int MOST_CLASSES = 200;

    /// Channels of a layer other than the chosen one that are raised, those that add most to the map.
    private static final int CHECKED_CHANNELS = 32;

    private static final int DELETION_STEPS = 20;

    private final Network network;
    private final Tensor picture;
    private final int c;
    private int b;
    private Scalar scalar = Scalar.LOGIT;
    private String layer;
    private long seed = 1;
    private Workers workers = Workers.common();

    /// @param picture (1, H, W, C), as the network reads it
    /// @param c the class to explain
    public Explainer(Network network, Tensor picture, int c) {
        this.network = network;
        this.picture = picture;
        this.c = c;
        this.b = -1;
        this.layer = lastWithExtent(network);
    }

    /// The last node that still has height and width, from which a map is read unless another layer is asked for.
    ///
    /// @throws IllegalArgumentException if there is none
    public static String lastWithExtent(Network network) {
        List<String> layers = layers(network);
        for (String name : layers.reversed()) {
            if (network.node(name).shape().extent(0) * network.node(name).shape().extent(1) > 1) {
                return name;
            }
        }
        throw new IllegalArgumentException(network.name() + " has no layer with height and width to look at");
    }

    /// The nodes with height and width that the output depends on, in order, without the input.
    public static List<String> layers(Network network) {
        Set<String> needed = new HashSet<>(Set.of(network.output().name()));
        for (Node node : network.nodes().reversed()) {
            if (needed.contains(node.name())) {
                needed.addAll(node.inputs());
            }
        }
        return network.nodes().stream()
                .filter(n -> n != network.input() && n.shape().rank() == 3 && needed.contains(n.name()))
                .map(Node::name)
                .toList();
    }

    /// The class that DIFFERENCE holds against c; without this, the strongest other one.
    public Explainer against(int b) {
        this.b = b;
        return this;
    }

    public Explainer scalar(Scalar scalar) {
        this.scalar = scalar;
        return this;
    }

    public Explainer layer(String layer) {
        this.layer = network.node(layer).name();
        return this;
    }

    /// Where all randomness begins: the random order of deletion, the randomised layers.
    public Explainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    public Explainer workers(Workers workers) {
        this.workers = workers;
        return this;
    }

    /// @throws IllegalArgumentException if the network's output is no vector, or a class or the layer does not fit
    public Explanation explain() {
        List<String> names = layers(network);
        if (!names.contains(layer)) {
            throw new IllegalArgumentException("a map needs a layer with height and width; \"" + layer + "\" puts out "
                    + network.node(layer).shape() + "; there are " + String.join(", ", names));
        }
        Trace trace = network.trace(1, workers).forward(picture);
        float[] outputs = trace.output().data().clone();
        int rival = b >= 0 ? b : strongestOther(outputs, c);
        List<LayerReading> layers = readings(trace, names, rival);
        double[] probabilities = Scalar.softmax(outputs);
        LayerReading chosen = layers.get(names.indexOf(layer));
        Derivation derivation =
                chosen.derivation(scalar, scalar.target(c, rival).describe(0), probabilities[c]);
        return new Explanation(
                network.name(),
                picture,
                NodeFacts.of(network),
                outputs,
                probabilities,
                c,
                rival,
                scalar,
                layer,
                layers,
                classMaps(trace, outputs),
                checks(trace, layers, probabilities[c], rival),
                curves(derivation, rival),
                List.of(),
                new Randomisation(List.of(), List.of()));
    }

    private static int strongestOther(float[] outputs, int c) {
        int best = -1;
        for (int k = 0; k < outputs.length; k++) {
            if (k != c && (best < 0 || outputs[k] > outputs[best])) {
                best = k;
            }
        }
        return Math.max(best, 0);
    }

    private List<LayerReading> readings(Trace trace, List<String> names, int rival) {
        String first = names.getFirst();
        List<List<float[]>> gradients = new ArrayList<>();
        for (Target target :
                List.of(Scalar.LOGIT.target(c, rival), Scalar.LOGIT.target(rival, c), Scalar.expectedLogit())) {
            trace.backward(target, Reach.downTo(first));
            gradients.add(names.stream()
                    .map(name -> gradient(trace, target, name))
                    .toList());
        }
        return IntStream.range(0, names.size())
                .mapToObj(i -> {
                    String name = names.get(i);
                    return new LayerReading(
                            name,
                            network.node(name).shape(),
                            trace.activation(name).data().clone(),
                            gradients.get(0).get(i),
                            gradients.get(1).get(i),
                            gradients.get(2).get(i),
                            ReceptiveField.of(network, name),
                            GapHead.after(network, name));
                })
                .toList();
    }

    /// A node beside the path from the first layer is not on the way of the common backward pass and gets one of its
    /// own.
    private static float[] gradient(Trace trace, Target target, String name) {
        try {
            return trace.gradient(name).data().clone();
        } catch (IllegalStateException e) {
            trace.backward(target, Reach.ACTIVATIONS);
            return trace.gradient(name).data().clone();
        }
    }

    private List<float[]> classMaps(Trace trace, float[] outputs) {
        if (outputs.length > MOST_CLASSES) {
            return List.of();
        }
        List<float[]> maps = new ArrayList<>();
        for (int k = 0; k < outputs.length; k++) {
            trace.backward(Target.logit(k), Reach.downTo(layer));
            maps.add(Derivation.of(trace, 0, layer).map());
        }
        return maps;
    }

    private List<ChannelCheck> checks(Trace trace, List<LayerReading> layers, double p, int rival) {
        List<ChannelCheck> checks = new ArrayList<>();
        for (LayerReading reading : layers) {
            Derivation d = reading.derivation(scalar, "", p);
            double[] steps = ChannelCheck.steps(reading.activation());
            boolean chosen = reading.layer().equals(layer);
            int count = chosen ? d.channels() : Math.min(d.channels(), CHECKED_CHANNELS);
            int[] channels = java.util.Arrays.copyOf(d.byContribution(), count);
            double[] epsilons = chosen ? steps : new double[] {steps[2], steps[5]};
            checks.add(ChannelCheck.measure(trace, 0, reading.layer(), channels, epsilons, c, rival, workers));
        }
        return checks;
    }

    private List<DeletionCurve> curves(Derivation d, int rival) {
        int height = picture.shape().extent(1);
        int width = picture.shape().extent(2);
        HeatMap map = new HeatMap(d.height(), d.width(), d.map(), "Grad-CAM", layer, d.scalar());
        int[] order = DeletionCurve.order(Scaling.forDisplay(map, height, width).values());
        int[] random = DeletionCurve.randomOrder(height * width, new Xoshiro256(seed));
        return List.of(
                DeletionCurve.measure("grad-cam", network, picture, order, DELETION_STEPS, c, rival, workers),
                DeletionCurve.measure("random order", network, picture, random, DELETION_STEPS, c, rival, workers));
    }
}
