package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.ensemble.Discs;
import org.fovea.facerec.gaze.Regions;
import org.fovea.gradcam.HeatMap;

/// Where the views of one split lie: those of [Discs] and its kin, for a network that sees them without having learned
/// to.
final class ViewPlacing {
    /// By how many pixels of 112 the plain control moves the face, in turn.
    private static final int[][] MOVES = {
        {0, 0}, {3, 0}, {-3, 0}, {0, 3}, {0, -3}, {3, 3}, {-3, -3}, {3, -3}, {-3, 3},
    };

    /// The largest number of members: as many as there are moves.
    static final int MOST = MOVES.length;

    private final int width;
    private final int height;
    private final int members;
    private final int draws;

    /// @param width of the frame
    /// @param height of the frame
    /// @param members views in an ensemble
    /// @param draws of the random controls
    ViewPlacing(int width, int height, int members, int draws) {
        this.width = width;
        this.height = height;
        this.members = members;
        this.draws = draws;
    }

    /// All ensembles of a split, the single one first.
    ///
    /// @param gaze where the network looks when it is shown a view
    /// @param seed of the random discs
    List<ViewEnsemble> all(Function<EmbeddedView, HeatMap> gaze, long seed) {
        EmbeddedView whole = EmbeddedView.whole(width, height);
        List<ViewEnsemble> all = new ArrayList<>();
        all.add(new ViewEnsemble(Ensemble.SINGLE, "control", 1, List.of(whole)));
        List<boolean[]> placed = regions((left, area) -> Regions.disc(gaze.apply(seeing(left)), left, area));
        all.addAll(withAndWithout("gaze-discs", "gradcam", 1, placed));
        all.add(new ViewEnsemble("gaze-hidden", "gradcam", 1, hiding(placed)));
        Xoshiro256 random = new Xoshiro256(seed);
        for (int draw = 1; draw <= draws; draw++) {
            List<boolean[]> drawn = regions((left, area) -> Regions.randomDisc(width, left, area, random));
            all.addAll(withAndWithout("random-discs", "control", draw, drawn));
        }
        List<EmbeddedView> cells =
                Regions.cells(even(), members).stream().map(this::seeing).toList();
        all.add(new ViewEnsemble("fixed-cells", "control", 1, cells));
        for (int size = members - 1; size <= members; size++) {
            List<EmbeddedView> moved = Arrays.stream(MOVES, 0, size)
                    .map(by -> EmbeddedView.moved(width, height, by[0] * width / 112, by[1] * height / 112))
                    .toList();
            all.add(new ViewEnsemble(Ensemble.PLAIN, "control", 1, moved));
        }
        return all;
    }

    private EmbeddedView seeing(boolean[] region) {
        return EmbeddedView.region(width, height, region);
    }

    /// How a disc is placed among the pixels that are left.
    private interface Placing {
        boolean[] disc(boolean[] left, int area);
    }

    /// The frame in one disjoint region fewer than members, the last of them all that the discs leave over.
    private List<boolean[]> regions(Placing placing) {
        int count = members - 1;
        int area = (int) Math.round(Discs.area(count) * width * height);
        List<boolean[]> regions = new ArrayList<>();
        boolean[] left = Regions.all(width, height);
        for (int i = 0; i < count - 1; i++) {
            boolean[] disc = placing.disc(left, area);
            regions.add(disc);
            left = Regions.without(left, disc);
        }
        regions.add(left);
        return regions;
    }

    /// The regions each seen alone, and with the whole face as one member more.
    private List<ViewEnsemble> withAndWithout(String name, String driver, int draw, List<boolean[]> regions) {
        List<EmbeddedView> alone = regions.stream().map(this::seeing).toList();
        List<EmbeddedView> all = new ArrayList<>(List.of(EmbeddedView.whole(width, height)));
        all.addAll(alone);
        return List.of(
                new ViewEnsemble(name, driver, draw, all), new ViewEnsemble(name + "-alone", driver, draw, alone));
    }

    /// The whole face, and what remains as one region after another is hidden.
    private List<EmbeddedView> hiding(List<boolean[]> regions) {
        List<EmbeddedView> views = new ArrayList<>();
        boolean[] left = Regions.all(width, height);
        for (boolean[] region : regions) {
            views.add(seeing(left));
            left = Regions.without(left, region);
        }
        return views;
    }

    private HeatMap even() {
        float[] values = new float[width * height];
        Arrays.fill(values, 1);
        return new HeatMap(height, width, values, "none", "none", "equal areas");
    }
}
