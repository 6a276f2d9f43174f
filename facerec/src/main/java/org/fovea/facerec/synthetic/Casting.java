package org.fovea.facerec.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Chooses the people of a set so that they can be told apart: of some candidates always the one whose picture
/// differs most from the most similar person chosen before (Mitchell's best candidate).
final class Casting {
    private static final int VIEW = 48;

    private Casting() {}

    /// `people` people, each the best of `candidates` that `draw` gives.
    static List<Identity> distinct(Supplier<Identity> draw, int people, int candidates) {
        List<Identity> chosen = new ArrayList<>(List.of(draw.get()));
        List<float[]> seen = new ArrayList<>(List.of(view(chosen.getFirst())));
        while (chosen.size() < people) {
            List<Identity> drawn =
                    IntStream.range(0, candidates).mapToObj(i -> draw.get()).toList();
            List<float[]> views = drawn.parallelStream().map(Casting::view).toList();
            int best = 0;
            double farthest = -1;
            for (int i = 0; i < candidates; i++) {
                double nearest = nearest(views.get(i), seen);
                if (nearest > farthest) {
                    farthest = nearest;
                    best = i;
                }
            }
            chosen.add(drawn.get(best));
            seen.add(views.get(best));
        }
        return chosen;
    }

    /// A person of whom hair hides no other part, with skin fair enough for what is dark to stand out.
    static Identity bare(RandomGenerator random) {
        while (true) {
            Identity person = Identity.random(random);
            Hair hair = person.hair();
            if (hair.beard() == 0
                    && hair.moustache() == 0
                    && hair.fringe() < 0.3f
                    && person.head().skin().green() > 0.3f) {
                return person;
            }
        }
    }

    private static float[] view(Identity person) {
        return new FaceRenderer(VIEW)
                .render(person, Conditions.neutral())
                .picture()
                .grey()
                .data();
    }

    private static double nearest(float[] view, List<float[]> seen) {
        double nearest = Double.MAX_VALUE;
        for (float[] other : seen) {
            double sum = 0;
            for (int i = 0; i < view.length; i++) {
                double d = view[i] - other[i];
                sum += d * d;
            }
            nearest = Math.min(nearest, sum);
        }
        return nearest;
    }
}
