package org.fovea.facerec.faithfulness;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One column of the benchmark's table.
///
/// @param key in CSV and JSON: `energy_in_part`
/// @param heading for people, short
/// @param good which figures are the better ones
/// @param meaning in a sentence
/// @param value NaN where there is none
/// @param decimals behind the point, for people
/// @param first whether it is among the columns shown first; the others are in CSV, JSON and the page
public record Figure(
        String key,
        String heading,
        Good good,
        String meaning,
        ToDoubleFunction<MapScores> value,
        int decimals,
        boolean first) {
    /// Which way is better.
    public enum Good {
        HIGH,
        LOW,
        NEAR_ZERO,
        NEITHER
    }

    /// For people; a dash where there is no answer.
    public String text(MapScores scores) {
        double figure = value.applyAsDouble(scores);
        if (Double.isNaN(figure)) {
            return "–";
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", figure);
        return text.matches("-0\\.?0*") ? text.substring(1) : text; // no minus before what is rounded to 0
    }

    /// Whether one value of this figure is better than another; false where there is no better.
    public boolean better(double value, double than) {
        return switch (good) {
            case HIGH -> value > than;
            case LOW -> value < than;
            case NEAR_ZERO -> Math.abs(value) < Math.abs(than);
            case NEITHER -> false;
        };
    }

    private static final List<Figure> ALL = List.of(
            new Figure(
                    "pointing",
                    "pointing",
                    Good.HIGH,
                    "Share of maps whose highest pixel lies in the part that differs, or within a sixteenth of the"
                            + " picture's width of it (Zhang and others 2016).",
                    s -> s.mean().pointing(),
                    2,
                    true),
            new Figure(
                    "energy_in_part",
                    "energy",
                    Good.HIGH,
                    "Share of the map's positive part that lies in the part that differs (Wang and others 2020).",
                    s -> s.mean().energy(),
                    3,
                    true),
            new Figure(
                    "deletion",
                    "deletion",
                    Good.LOW,
                    "Area under the probability while pixels are set to 0, the map's highest first (Petsiuk and others"
                            + " 2018).",
                    s -> s.mean().deletion(),
                    3,
                    true),
            new Figure(
                    "insertion",
                    "insertion",
                    Good.HIGH,
                    "Area under the probability while pixels are put into the blurred picture, the map's highest first"
                            + " (Petsiuk and others 2018).",
                    s -> s.mean().insertion(),
                    3,
                    true),
            new Figure(
                    "road",
                    "ROAD",
                    Good.HIGH,
                    "(LeRF − MoRF)/2: how much more of the probability is left when the lowest pixels are imputed away"
                            + " than when the highest are; 0 for a map that knows nothing (Rong and others 2022).",
                    s -> s.mean().road(),
                    3,
                    true),
            new Figure(
                    "average_drop",
                    "drop",
                    Good.LOW,
                    "Share of the probability lost when the picture is multiplied by the map (Chattopadhay and others"
                            + " 2018).",
                    s -> s.mean().drop(),
                    3,
                    false),
            new Figure(
                    "average_increase",
                    "increase",
                    Good.HIGH,
                    "Share of pictures in which that raises the probability instead.",
                    s -> s.mean().increase(),
                    2,
                    false),
            new Figure(
                    "gini",
                    "Gini",
                    Good.NEITHER,
                    "How concentrated the map's positive part is, from 0 to 1 (Chalasani and others 2020).",
                    s -> s.mean().gini(),
                    2,
                    false),
            new Figure(
                    "hoyer",
                    "Hoyer",
                    Good.NEITHER,
                    "The same by Hoyer's measure (2004).",
                    s -> s.mean().hoyer(),
                    2,
                    false),
            new Figure(
                    "max_sensitivity",
                    "sensitivity",
                    Good.LOW,
                    "The farthest that noise within ±0.1 deviations moves the map, relative to its norm (Yeh and"
                            + " others 2019).",
                    MapScores::sensitivity,
                    2,
                    false),
            new Figure(
                    "sanity_cascading",
                    "sanity",
                    Good.NEAR_ZERO,
                    "Rank correlation of the map with that of the network whose layers are randomised from the top, in"
                            + " the mean over the steps (Adebayo and others 2018). 1 for a map that does not depend on"
                            + " what the network has learned; near 0 is right.",
                    s -> s.cascading().signed(),
                    2,
                    true),
            new Figure(
                    "sanity_cascading_absolute",
                    "sanity |map|",
                    Good.NEAR_ZERO,
                    "The same of the maps' magnitudes.",
                    s -> s.cascading().absolute(),
                    2,
                    false),
            new Figure(
                    "sanity_cascading_ssim",
                    "sanity SSIM",
                    Good.NEAR_ZERO,
                    "The same by structural similarity of the maps as they are shown.",
                    s -> s.cascading().similarity(),
                    2,
                    false),
            new Figure(
                    "sanity_all_random",
                    "all random",
                    Good.NEAR_ZERO,
                    "Rank correlation with the map of the network in which all layers are randomised.",
                    s -> s.allRandom().signed(),
                    2,
                    false),
            new Figure(
                    "sanity_independent",
                    "one random",
                    Good.NEAR_ZERO,
                    "Rank correlation when one layer at a time is randomised, in the mean over the layers.",
                    s -> s.independent().signed(),
                    2,
                    false),
            new Figure(
                    "sanity_independent_absolute",
                    "one random |map|",
                    Good.NEAR_ZERO,
                    "The same of the maps' magnitudes.",
                    s -> s.independent().absolute(),
                    2,
                    false),
            new Figure(
                    "sanity_independent_ssim",
                    "one random SSIM",
                    Good.NEAR_ZERO,
                    "The same by structural similarity.",
                    s -> s.independent().similarity(),
                    2,
                    false),
            new Figure(
                    "sanity_labels",
                    "labels",
                    Good.NEAR_ZERO,
                    "Rank correlation with the map of a network that learned random labels by heart.",
                    s -> s.labels().signed(),
                    2,
                    true),
            new Figure(
                    "sanity_labels_absolute",
                    "labels |map|",
                    Good.NEAR_ZERO,
                    "The same of the maps' magnitudes.",
                    s -> s.labels().absolute(),
                    2,
                    false),
            new Figure(
                    "sanity_labels_ssim",
                    "labels SSIM",
                    Good.NEAR_ZERO,
                    "The same by structural similarity.",
                    s -> s.labels().similarity(),
                    2,
                    false),
            new Figure(
                    "milliseconds",
                    "ms",
                    Good.LOW,
                    "Milliseconds a map, passes included, on the machine of this run.",
                    MapScores::milliseconds,
                    1,
                    true));

    /// Every column, in the order of the table.
    public static List<Figure> all() {
        return ALL;
    }

    /// The columns shown first.
    public static List<Figure> shownFirst() {
        return ALL.stream().filter(Figure::first).toList();
    }
}
