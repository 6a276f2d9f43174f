package org.fovea.facerec.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fovea.facerec.data.Augmentation;
import org.fovea.facerec.ensemble.NetworkSpec.Covers;
import org.fovea.facerec.ensemble.NetworkSpec.Penalty;
import org.fovea.facerec.gaze.Cover;
import org.fovea.facerec.gaze.Regions;
import org.fovea.facerec.network.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrategiesTest {
    private static final int SIZE = 48;
    private static final Plan PLAN = plan(4);

    private static Plan plan(int members) {
        return new Plan(SIZE, SIZE, members, 7, TrainingSettings.standard());
    }

    /// Networks that look at the upper left of the face as long as they see it, and at the lower right otherwise.
    private static MadeStudio studio() {
        return new MadeStudio(
                spec -> spec.view().sees(12, 12) ? MadeStudio.looking(0, 0, 2, 2) : MadeStudio.looking(2, 2, 4, 4));
    }

    private static List<View> views(List<Trained> members) {
        return members.stream().map(m -> m.face().view()).toList();
    }

    static List<Strategy> all() {
        return Strategies.all(2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void membersAreAsManyAsAskedForAtMostAndAllDifferent(Strategy strategy) {
        for (int members = 1; members <= 5; members++) {
            List<Trained> trained = strategy.train(studio(), plan(members));
            assertTrue(trained.size() <= members && !trained.isEmpty(), members + " members: " + trained.size());
            Set<NetworkSpec> specs = new HashSet<>();
            Set<Long> seeds = new HashSet<>();
            trained.forEach(t -> specs.add(t.spec()));
            specs.forEach(spec -> seeds.add(spec.seed()));
            assertEquals(trained.size(), specs.size(), "members differ");
            assertEquals(trained.size(), seeds.size(), "seeds differ");
        }
        List<NetworkSpec> once =
                strategy.train(studio(), PLAN).stream().map(Trained::spec).toList();
        assertEquals(
                once, strategy.train(studio(), PLAN).stream().map(Trained::spec).toList(), "the same again");
    }

    @Test
    void names() {
        Set<String> names = new HashSet<>();
        for (Strategy strategy : Strategies.all()) {
            assertTrue(names.add(strategy.name()) || strategy.name().equals("pool-random"), strategy.name() + " twice");
            assertEquals(strategy.name(), Strategies.named(strategy.name()).name());
            assertEquals(strategy.about(), Strategies.named(strategy.name()).about());
        }
        assertEquals(15, names.size());
        assertSame(Strategies.all().getFirst(), Strategies.standard());
        assertEquals(Strategy.Driver.GRADCAM, Strategies.standard().driver());
        assertEquals(
                2,
                Strategies.all(2).stream()
                        .filter(s -> s.name().equals("random-discs"))
                        .count());
        var e = assertThrows(IllegalArgumentException.class, () -> Strategies.named("luck"));
        for (String name : names) {
            assertEquals(
                    1, e.getMessage().split("[ ,]" + name + "(,|$)", -1).length - 1, name + " in " + e.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> plan(0));
    }

    @Test
    void discsLieWhereTheGazeIsAndWhereItGoesWhenTheyAreHidden() {
        MadeStudio studio = studio();
        List<View> views = views(Discs.byGaze(true).train(studio, PLAN));
        assertEquals(4, views.size());
        assertTrue(views.get(0).isWhole());
        assertTrue(views.get(1).sees(12, 12), "the first disc, on the whole network's gaze");
        assertTrue(views.get(2).sees(40, 40), "the second, where a network looks from which that is hidden");
        int[] covered = new int[SIZE * SIZE];
        for (View view : views.subList(1, 4)) {
            boolean[] region = view.region();
            for (int i = 0; i < region.length; i++) {
                covered[i] += region[i] ? 1 : 0;
            }
        }
        assertTrue(Arrays.stream(covered).allMatch(n -> n == 1), "the regions cover the face once");
        assertEquals(0.3, views.get(1).share(), 1e-3);
        assertEquals(0.3, views.get(2).share(), 1e-3);
        assertEquals(0.4, views.get(3).share(), 1e-3);
        // The whole network, the one from which the first disc is hidden, and the members.
        assertEquals(5, studio.asked.size());
        assertArrayEquals(
                Regions.without(Regions.all(SIZE, SIZE), views.get(1).region()),
                studio.asked.get(1).view().region());
        List<View> alone = views(Discs.byGaze(false).train(studio, PLAN));
        assertEquals(views.subList(1, 4), alone, "the same regions without the whole network");
        assertEquals(5, studio.asked.size(), "and the same networks");
    }

    @Test
    void randomDiscsHaveTheSameAreasElsewhere() {
        MadeStudio studio = studio();
        List<View> one = views(Discs.random(true, 1).train(studio, PLAN));
        List<View> two = views(Discs.random(true, 2).train(studio, PLAN));
        List<View> gaze = views(Discs.byGaze(true).train(studio, PLAN));
        for (int i = 0; i < 4; i++) {
            assertEquals(gaze.get(i).share(), one.get(i).share());
            assertEquals(gaze.get(i).share(), two.get(i).share());
        }
        assertNotEquals(one, two);
        assertEquals(1 + 3 + 3 + 4, studio.asked.size(), "no network is trained to find random discs");
    }

    @Test
    void hiddenDiscsAddUp() {
        List<View> views = views(new HiddenDiscs().train(studio(), plan(4)));
        assertEquals(3, views.size(), "one fewer than regions and the whole face");
        assertTrue(views.get(0).isWhole());
        assertTrue(!views.get(1).sees(12, 12) && views.get(1).sees(40, 40));
        assertTrue(!views.get(2).sees(12, 12) && !views.get(2).sees(40, 40));
        assertEquals(0.7, views.get(1).share(), 1e-3);
        assertEquals(0.4, views.get(2).share(), 1e-3);
    }

    @Test
    void lookingAwayNamesThoseBefore() {
        for (LookAway.Means means : LookAway.Means.values()) {
            List<NetworkSpec> specs = new LookAway(means)
                    .train(studio(), PLAN).stream().map(Trained::spec).toList();
            assertEquals(2, specs.size());
            assertNull(specs.get(0).away());
            assertEquals(specs.subList(0, 1), specs.get(1).away().from());
            assertEquals(means == LookAway.Means.COVERS, specs.get(1).away() instanceof Covers);
            assertTrue(specs.get(1).view().isWhole());
        }
    }

    @Test
    void allStrategiesShareTheNetworkThatSeesEverything() {
        MadeStudio studio = studio();
        for (Strategy strategy : Strategies.all()) {
            strategy.train(studio, PLAN);
        }
        List<NetworkSpec> whole = studio.asked.stream()
                .filter(s -> s.view().isWhole() && s.away() == null)
                .toList();
        assertEquals(4, whole.size(), "those of the plain ensemble");
    }

    @Test
    void aPoolIsOfRectanglesByLot() {
        List<Trained> pool = Pool.all(studio(), PLAN);
        assertEquals(Pool.SIZE, pool.size());
        for (Trained trained : pool) {
            View view = trained.face().view();
            double across = 0;
            double down = 0;
            for (int i = 0; i < SIZE; i++) {
                int at = i;
                across += IntStream.range(0, SIZE).anyMatch(y -> view.sees(at, y)) ? 1 : 0;
                down += IntStream.range(0, SIZE).anyMatch(x -> view.sees(x, at)) ? 1 : 0;
            }
            assertEquals(across * down / (SIZE * SIZE), view.share(), 1e-9, "a rectangle");
            assertTrue(across / SIZE > 0.43 && across / SIZE < 0.87, across + " columns");
            assertTrue(down / SIZE > 0.43 && down / SIZE < 0.81, down + " rows");
        }
    }

    /// Equal specifications give equal bits, and files are named after the text of one: so all of it must be there.
    @Test
    void everyPartOfASpecificationIsInItsText() {
        TrainingSettings t = TrainingSettings.standard();
        Augmentation faces = Augmentation.faces();
        NetworkSpec plain = new NetworkSpec(View.whole(SIZE, SIZE), 1, t);
        NetworkSpec other = new NetworkSpec(View.whole(SIZE, SIZE), 2, t);
        boolean[] region = Regions.rectangle(SIZE, SIZE, 0, 0, 24, 24);
        boolean[] hole = region.clone();
        hole[5 * SIZE + 5] = false;
        List<NetworkSpec> specs = new ArrayList<>(List.of(
                plain,
                other,
                new NetworkSpec(View.region(SIZE, SIZE, region), 1, t),
                new NetworkSpec(View.region(SIZE, SIZE, hole), 1, t),
                with(plain, new TrainingSettings(33, 60, 16, 4e-3, 5e-3, 0.1, faces)),
                with(plain, new TrainingSettings(32, 61, 16, 4e-3, 5e-3, 0.1, faces)),
                with(plain, new TrainingSettings(32, 60, 17, 4e-3, 5e-3, 0.1, faces)),
                with(plain, new TrainingSettings(32, 60, 16, 4.0001e-3, 5e-3, 0.1, faces)),
                with(plain, new TrainingSettings(32, 60, 16, 4e-3, 6e-3, 0.1, faces)),
                with(plain, new TrainingSettings(32, 60, 16, 4e-3, 5e-3, 0.11, faces)),
                with(plain, new TrainingSettings(32, 60, 16, 4e-3, 5e-3, 0.1, faces.withNoise(0.011))),
                away(plain, new Covers(List.of(plain), new Cover(0.2), 0.5)),
                away(plain, new Covers(List.of(other), new Cover(0.2), 0.5)),
                away(plain, new Covers(List.of(plain, other), new Cover(0.2), 0.5)),
                away(plain, new Covers(List.of(plain), new Cover(0.21), 0.5)),
                away(plain, new Covers(List.of(plain), new Cover(0.2), 0.6)),
                away(plain, new Penalty(List.of(plain), 2)),
                away(plain, new Penalty(List.of(other), 2)),
                away(plain, new Penalty(List.of(plain), 2.5))));
        Set<String> texts = new HashSet<>();
        specs.forEach(spec -> assertTrue(texts.add(spec.toString()), "twice: " + spec));
        NetworkSpec same = away(plain, new Penalty(List.of(new NetworkSpec(View.whole(SIZE, SIZE), 2, t)), 2));
        assertEquals(specs.get(17), same);
        assertEquals(specs.get(17).toString(), same.toString());
        assertTrue(texts.stream().noneMatch(text -> text.contains("@")), "no text of an object's address");
    }

    private static NetworkSpec with(NetworkSpec spec, TrainingSettings settings) {
        return new NetworkSpec(spec.view(), spec.seed(), settings, spec.away());
    }

    private static NetworkSpec away(NetworkSpec spec, NetworkSpec.Away away) {
        return new NetworkSpec(spec.view(), spec.seed(), spec.training(), away);
    }
}
