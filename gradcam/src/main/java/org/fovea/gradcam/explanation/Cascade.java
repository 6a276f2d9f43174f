package org.fovea.gradcam.explanation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.metric.Randomisation;
import org.fovea.gradcam.metric.Randomisation.Grouping;
import org.fovea.gradcam.metric.RankCorrelation;

/// What becomes of maps when the network's layers are randomised one after the other from the top (the cascading
/// [Randomisation] of Adebayo and others, "Sanity Checks for Saliency Maps", NeurIPS 2018). A map that stays as it was
/// although what the network had learned is gone does not show what the network had learned.
///
/// @param methods whose maps, by the name the command line has
/// @param steps the first with the network as it is, then one a layer with parameters, the output's first; of very many
///     layers some
public record Cascade(List<String> methods, List<Step> steps) {
    /// Randomises the subject's network from the top, layer by layer, and makes the methods' maps of its first
    /// picture each time. The subject's own network stays as it is.
    ///
    /// @param methods that can read the network
    /// @param most so many steps are looked at, evenly spread over the layers where there are more; the last is
    ///     that in which all are random
    public static Cascade of(Subject subject, List<MapMethod> methods, int most) {
        Randomisation random = new Randomisation(subject.network(), Grouping.LAYERS, subject.seed());
        List<List<String>> layers = random.steps();
        List<HeatMap> learned = maps(subject, methods);
        List<Step> steps = new ArrayList<>();
        steps.add(step("", subject, learned, learned));
        for (int at : spread(layers.size() - 1, Math.min(most, layers.size()) - 1)) {
            int count = at + 1;
            Subject there = subject.network(random.cascading(count));
            steps.add(step(layers.get(count - 1).getFirst(), there, learned, maps(there, methods)));
        }
        return new Cascade(methods.stream().map(MapMethod::name).toList(), steps);
    }

    /// So many numbers and one more from 0 to `last`, evenly spread, both ends among them; none where `last` is −1.
    static int[] spread(int last, int parts) {
        int[] spread = new int[last < 0 ? 0 : parts + 1];
        for (int i = 1; i < spread.length; i++) {
            spread[i] = (int) Math.round((double) i * last / parts);
        }
        return spread;
    }

    private static List<HeatMap> maps(Subject subject, List<MapMethod> methods) {
        return methods.stream().map(method -> method.maps(subject).getFirst()).toList();
    }

    private static Step step(String node, Subject subject, List<HeatMap> learned, List<HeatMap> maps) {
        double[] correlation = new double[maps.size()];
        Arrays.setAll(correlation, m -> correlation(learned.get(m), maps.get(m)));
        return new Step(
                node, subject.scores()[0], maps.stream().map(HeatMap::values).toList(), correlation);
    }

    /// A randomised network may overflow; such a map has no order either.
    private static double correlation(HeatMap learned, HeatMap map) {
        return learned.finite() && map.finite() ? RankCorrelation.signed(learned, map) : Double.NaN;
    }

    /// What is left at one step.
    ///
    /// @param node the layer that was randomised in this step, with all above it; empty for the network as it is
    /// @param value Y of the randomised network
    /// @param maps raw and signed, one a method
    /// @param correlation Spearman's rank correlation of each map with the method's first, from −1 to 1; NaN where
    ///     either has one value everywhere ([RankCorrelation]) or one that is not finite
    public record Step(String node, double value, List<float[]> maps, double[] correlation) {
        @Override
        public String toString() {
            return (node.isEmpty() ? "as trained" : node) + ": value " + value + ", " + maps.size()
                    + " maps, correlation " + Arrays.toString(correlation);
        }
    }

    @Override
    public String toString() {
        return "cascade of " + methods + " over " + (steps.size() - 1) + " layers";
    }
}
