package org.fovea.gradcam.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.jspecify.annotations.Nullable;

/// What becomes of maps when the network's layers are randomised one after the other from the top (the cascading
/// randomisation of Adebayo and others, "Sanity Checks for Saliency Maps", NeurIPS 2018). A map that stays as it was
/// although what the network had learned is gone does not show what the network had learned.
///
/// @param methods whose maps, by the name the command line has
/// @param steps the first with the network as it is, then one a layer with parameters, the output's first
public record Randomisation(List<String> methods, List<Step> steps) {
    /// Randomises the subject's network from the top, layer by layer, and makes the methods' maps of its first
    /// picture each time. The subject's own network stays as it is.
    ///
    /// @param methods that can read the network
    public static Randomisation cascade(Subject subject, List<MapMethod> methods) {
        Network network = subject.network().copy();
        RandomGenerator random = new Xoshiro256(subject.seed());
        List<Step> steps = new ArrayList<>();
        steps.add(step("", subject, network, methods, null));
        for (Node node : network.nodes().reversed()) {
            if (node.layer().parameters().isEmpty()) {
                continue;
            }
            node.layer().initialize(random);
            steps.add(step(node.name(), subject, network, methods, steps.getFirst()));
        }
        return new Randomisation(methods.stream().map(MapMethod::name).toList(), steps);
    }

    private static Step step(
            String node, Subject subject, Network network, List<MapMethod> methods, @Nullable Step first) {
        Subject randomised = Subject.of(network, subject.pictures(), subject.target())
                .layer(subject.layer())
                .output(subject.output())
                .convention(subject.convention())
                .seed(subject.seed())
                .workers(subject.workers());
        List<float[]> maps = new ArrayList<>();
        double[] correlation = new double[methods.size()];
        for (int m = 0; m < correlation.length; m++) {
            float[] map = methods.get(m).maps(randomised).getFirst().values();
            maps.add(map);
            correlation[m] = rankCorrelation(first == null ? map : first.maps.get(m), map);
        }
        return new Step(node, randomised.scores()[0], maps, correlation);
    }

    /// @param node the layer that was randomised in this step, with all above it; empty for the network as it is
    /// @param value Y of the randomised network
    /// @param maps raw and signed, one a method
    /// @param correlation Spearman's rank correlation of each map with the method's first, from −1 to 1
    public record Step(String node, double value, List<float[]> maps, double[] correlation) {
        @Override
        public String toString() {
            return (node.isEmpty() ? "as trained" : node) + ": value " + value + ", " + maps.size()
                    + " maps, correlation " + java.util.Arrays.toString(correlation);
        }
    }

    /// Spearman's rank correlation of two maps: Pearson's of the ranks, equal values sharing theirs; 0 where a map
    /// is constant.
    public static double rankCorrelation(float[] a, float[] b) {
        double[] ra = ranks(a);
        double[] rb = ranks(b);
        double mean = (a.length + 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < ra.length; i++) {
            ab += (ra[i] - mean) * (rb[i] - mean);
            aa += (ra[i] - mean) * (ra[i] - mean);
            bb += (rb[i] - mean) * (rb[i] - mean);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }

    private static double[] ranks(float[] values) {
        Integer[] order = new Integer[values.length];
        java.util.Arrays.setAll(order, i -> i);
        java.util.Arrays.sort(order, java.util.Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
