package org.fovea.facerec.fusion;

import java.util.List;
import java.util.stream.Collectors;

/// The fusions there are.
public final class Fusions {
    private static final List<Fusion> ALL = List.of(
            new BoundedCosine(),
            new SoftCosine(SoftCosine.Rule.MEAN),
            new SoftCosine(SoftCosine.Rule.LARGEST),
            new MeanLogPosterior(),
            new MeanPosterior(),
            new JointCosine(),
            new StackedLogistic(),
            new Reliability(Reliability.Sign.MARGIN),
            new Reliability(Reliability.Sign.GAZE));

    private Fusions() {}

    /// Every fusion, the default first.
    public static List<Fusion> all() {
        return ALL;
    }

    /// The fusion used where none is named, chosen on splits of the AT&T faces that no reported figure is from.
    public static Fusion standard() {
        return ALL.getFirst();
    }

    /// @throws IllegalArgumentException if there is no fusion of this name; the message lists those there are
    public static Fusion named(String name) {
        return ALL.stream()
                .filter(fusion -> fusion.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fusion \"" + name + "\"; there are "
                        + ALL.stream().map(Fusion::name).collect(Collectors.joining(", "))));
    }
}
