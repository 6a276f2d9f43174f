package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fovea.facerec.data.Picture;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.explanation.Cascade;
import org.fovea.gradcam.explanation.ChannelCheck;
import org.fovea.gradcam.explanation.DeletionCurve;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.gradcam.explanation.Explanation;
import org.fovea.gradcam.explanation.LayerReading;
import org.fovea.gradcam.explanation.MethodMap;
import org.fovea.gradcam.explanation.NodeFacts;
import org.fovea.gradcam.explanation.Readings;
import org.fovea.gradcam.explanation.Scalar;
import org.fovea.gradcam.method.GapHead;

/// What the explain page carries inside it. Layers too large to carry whole carry the channels that add most to the
/// map, and of the others what they add up to.
final class ExplainData {
    /// So many floats of one kind are carried of the chosen layer, of each of the others, and of all others
    /// together.
    private static final int CHOSEN_LAYER = 1 << 18;
    private static final int OTHER_LAYER = 1 << 15;
    private static final int OTHER_LAYERS = 1 << 19;

    /// A layer with more cells than this carries three pictures' worth of channels all the same.
    private static final int LEAST_CHANNELS = 3;

    private final Explanation e;
    private final PageArrays arrays;

    ExplainData(Explanation e, PageArrays arrays) {
        this.e = e;
        this.arrays = arrays;
    }

    /// @param page what the page is about, beside the explanation
    Map<String, Object> data(ExplainPage page) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("network", e.network());
        data.put("title", page.title());
        data.put("kind", page.kind().name());
        data.put("of", page.of());
        data.put("classes", page.classes().isEmpty() ? null : page.classes());
        data.put("c", e.c());
        data.put("b", e.b());
        data.put("scalar", e.scalar().name());
        data.put("layer", e.layer());
        data.put("convention", e.convention().name());
        data.put("method", page.method());
        data.put("pictureMaxima", page.pictureMaxima());
        data.put("picture", picture(page.picture(), arrays));
        data.put("outputs", e.outputs());
        data.put("logSumExp", Scalar.logSumExp(e.outputs()));
        data.put("nodes", nodes(e.nodes()));
        data.put("layersOf", e.layers().size() < spatial() ? spatial() : null);
        data.put("layers", e.layers().stream().map(this::layer).toList());
        data.put("classMaps", e.classMaps().isEmpty() ? null : arrays.floats(joined(e.classMaps())));
        data.put("checks", e.checks().stream().map(this::check).toList());
        data.put("curves", e.curves().stream().map(this::curve).toList());
        data.put("methods", methods());
        data.put("randomisation", randomisation(e.randomisation()));
        data.put("links", page.links());
        ExplainPage.Member member = page.member();
        Picture frame = member == null ? null : member.frame();
        data.put("frame", frame == null ? null : picture(frame, arrays));
        data.put("note", member == null ? null : member.note());
        return data;
    }

    /// Nodes with height and width beside the input, those that have no map among them.
    private long spatial() {
        return e.nodes().stream()
                .filter(node -> !node.reads().isEmpty()
                        && node.shape().rank() == 3
                        && node.shape().extent(0) * node.shape().extent(1) > 1)
                .count();
    }

    static Map<String, Object> picture(Picture picture, PageArrays arrays) {
        return Fields.of(
                "width", picture.width(),
                "height", picture.height(),
                "channels", picture.channels(),
                "shades", arrays.shades(picture.data()));
    }

    static List<Map<String, Object>> nodes(List<NodeFacts> facts) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (NodeFacts node : facts) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", node.name());
            entry.put("type", node.type());
            entry.put("reads", node.reads());
            entry.put("shape", node.shape().toArray());
            entry.put("parameters", node.parameters());
            entry.put("multiplyAdds", node.multiplyAdds());
            nodes.add(entry);
        }
        return nodes;
    }

    private Map<String, Object> layer(LayerReading reading) {
        int[] channels = carried(reading);
        int count = reading.shape().channels();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", reading.layer());
        entry.put("height", reading.shape().extent(0));
        entry.put("width", reading.shape().extent(1));
        entry.put("count", count);
        entry.put("channels", channels);
        entry.put("activation", arrays.floats(columns(reading.activation(), count, channels)));
        entry.put(
                "mean",
                arrays.doubles(reading.derivation(Scalar.LOGIT, "", e.probabilities(), e.c())
                        .meanActivation()));
        basis(entry, reading, "Logit", reading.logit(), channels);
        basis(entry, reading, "Against", reading.against(), channels);
        basis(entry, reading, "Others", reading.others(), channels);
        entry.put(
                "field",
                Fields.of(
                        "top", reading.field().top(),
                        "bottom", reading.field().bottom(),
                        "left", reading.field().left(),
                        "right", reading.field().right()));
        entry.put("head", reading.head().map(this::head).orElse(null));
        return entry;
    }

    /// A gradient, and what follows from it for all channels.
    private void basis(Map<String, Object> entry, LayerReading reading, String name, float[] gradient, int[] channels) {
        Derivation d = Derivation.of(reading.layer(), name, reading.shape(), reading.activation(), gradient);
        entry.put(
                name.toLowerCase(Locale.ROOT),
                arrays.floats(columns(gradient, reading.shape().channels(), channels)));
        entry.put("alpha" + name, arrays.doubles(d.alpha()));
        entry.put("covariance" + name, arrays.doubles(d.covariance()));
        entry.put("map" + name, arrays.floats(d.map()));
    }

    /// The channels that the page carries: all where there is room, in their order; else those that add most.
    private int[] carried(LayerReading reading) {
        int count = reading.shape().channels();
        int room = reading.layer().equals(e.layer())
                ? CHOSEN_LAYER
                : Math.min(OTHER_LAYER, OTHER_LAYERS / e.layers().size());
        int channels = Math.clamp(room / reading.cells(), Math.min(LEAST_CHANNELS, count), count);
        int[] carried = Arrays.copyOf(e.derivation(reading.layer(), e.scalar()).byContribution(), channels);
        Arrays.sort(carried);
        return carried;
    }

    private static float[] columns(float[] values, int count, int[] channels) {
        if (channels.length == count) {
            return values;
        }
        float[] columns = new float[values.length / count * channels.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = values[i / channels.length * count + channels[i % channels.length]];
        }
        return columns;
    }

    private Map<String, Object> head(GapHead head) {
        int channels = head.weights().length / head.classes();
        double[] q = Scalar.among(e.outputs(), e.c());
        double[] others = new double[channels];
        float[] logit = new float[channels];
        float[] against = new float[channels];
        for (int k = 0; k < channels; k++) {
            logit[k] = head.weight(k, e.c());
            against[k] = head.weight(k, e.b());
            for (int c = 0; c < head.classes(); c++) {
                others[k] += q[c] * head.weight(k, c);
            }
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pool", head.pool());
        entry.put("dense", head.dense());
        entry.put("weightLogit", arrays.floats(logit));
        entry.put("weightAgainst", arrays.floats(against));
        entry.put("weightOthers", arrays.doubles(others));
        entry.put("biasLogit", head.bias()[e.c()]);
        entry.put("biasAgainst", head.bias()[e.b()]);
        return entry;
    }

    private Map<String, Object> check(ChannelCheck check) {
        return Fields.of(
                "layer", check.layer(),
                "channels", check.channels(),
                "epsilons", check.epsilons(),
                "before", readings(check.before()),
                "after", readings(check.after()));
    }

    private Map<String, Object> readings(Readings readings) {
        return Fields.of(
                "c", arrays.floats(readings.logit()),
                "b", arrays.floats(readings.against()),
                "lse", arrays.doubles(readings.logSumExp()));
    }

    private Map<String, Object> curve(DeletionCurve curve) {
        return Fields.of(
                "method", curve.method(),
                "deleted", curve.deleted(),
                "readings", readings(curve.readings()));
    }

    /// One entry a method, with its maps by scalar.
    private List<Map<String, Object>> methods() {
        Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
        for (MethodMap made : e.methods()) {
            Map<String, Object> entry = entries.computeIfAbsent(made.about().name(), name -> about(made));
            HeatMap map = made.map();
            if (map != null) {
                entry.put("height", map.height());
                entry.put("width", map.width());
            }
        }
        entries.forEach((name, entry) -> entry.put("maps", mapsOf(name)));
        return List.copyOf(entries.values());
    }

    private static Map<String, Object> about(MethodMap made) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", made.about().name());
        entry.put("title", made.about().title());
        entry.put("formula", made.about().formula());
        entry.put("source", made.about().source());
        entry.put("cost", made.about().cost().toString());
        entry.put("needs", made.about().needs());
        entry.put("problem", made.problem());
        return entry;
    }

    private Map<String, Object> mapsOf(String method) {
        Map<String, Object> maps = new LinkedHashMap<>();
        for (MethodMap made : e.methods()) {
            HeatMap map = made.map();
            if (map != null && made.about().name().equals(method)) {
                maps.put(made.scalar().name(), arrays.floats(map.values()));
            }
        }
        return maps;
    }

    private Map<String, Object> randomisation(Cascade r) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Cascade.Step step : r.steps()) {
            steps.add(Fields.of(
                    "node", step.node(),
                    "value", step.value(),
                    "maps", step.maps().stream().map(arrays::floats).toList(),
                    "correlation", step.correlation()));
        }
        return Fields.of("methods", r.methods(), "steps", steps);
    }

    private static float[] joined(List<float[]> maps) {
        float[] joined = new float[maps.size() * maps.getFirst().length];
        for (int i = 0; i < maps.size(); i++) {
            System.arraycopy(maps.get(i), 0, joined, i * maps.get(i).length, maps.get(i).length);
        }
        return joined;
    }
}
