package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The strategies there are.
public final class Strategies {
    /// Choosing from a pool by lot costs no training, so it is done this many times as often as regions are drawn.
    private static final int CHOICES = 5;

    private static final List<Strategy> ALL = all(1);

    private Strategies() {}

    /// Every strategy, the default first; those that Grad-CAM drives before the controls, of which choosing by lot
    /// is there with several draws.
    public static List<Strategy> all() {
        return ALL;
    }

    /// Every strategy, with several draws of those that lots decide; draws have one name.
    ///
    /// @param draws of each, at least 1
    public static List<Strategy> all(int draws) {
        List<Strategy> all = new ArrayList<>(List.of(
                Discs.byGaze(true),
                Discs.byGaze(false),
                new HiddenDiscs(),
                new Cells(true),
                new LookAway(LookAway.Means.COVERS),
                new LookAway(LookAway.Means.PENALTY),
                new Pool(Chooser.LEAST_OVERLAP, 1),
                new Pool(Chooser.COVERAGE, 1),
                new Seeds()));
        for (int draw = 1; draw <= draws; draw++) {
            all.add(Discs.random(true, draw));
            all.add(Discs.random(false, draw));
        }
        all.addAll(List.of(new Cells(false), new Halves(), new Pool(Chooser.ACCURACY, 1)));
        for (int draw = 1; draw <= CHOICES * draws; draw++) {
            all.add(new Pool(Chooser.RANDOM, draw));
        }
        return List.copyOf(all);
    }

    /// The strategy used where none is named, chosen on splits of the AT&T faces that no reported figure is from.
    public static Strategy standard() {
        return ALL.getFirst();
    }

    /// @throws IllegalArgumentException if there is no strategy of this name; the message lists those there are
    public static Strategy named(String name) {
        return ALL.stream()
                .filter(strategy -> strategy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no strategy \"" + name + "\"; there are "
                        + ALL.stream().map(Strategy::name).distinct().collect(Collectors.joining(", "))));
    }

    /// Several strategies by their names.
    public static List<Strategy> named(List<String> names) {
        List<Strategy> found = new ArrayList<>();
        for (String name : names) {
            found.add(named(name));
        }
        return found;
    }
}
