package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.gaze.Regions;

/// Networks chosen from a pool of ten, each of which sees one rectangle of the face that was drawn by lot, of 44 to 86
/// % of the frame's width and 44 to 80 % of its height.
///
/// @param chooser which of them become members
/// @param draw which draw, where lots decide
public record Pool(Chooser chooser, int draw) implements Strategy {
    /// Networks in the pool.
    public static final int SIZE = 10;

    private static final int FIRST = 800;
    private static final int CHOICE = 2000;

    /// So many members are chosen at most: of more, few sets differ.
    public static final int MOST = 3;
    private static final double SHORTEST = 0.44;
    private static final double WIDEST = 0.86;
    private static final double HIGHEST = 0.8;

    @Override
    public String name() {
        return "pool-" + chooser.label();
    }

    @Override
    public Driver driver() {
        return chooser.driver();
    }

    @Override
    public String about() {
        return "networks out of ten that each see a random rectangle of the face, chosen " + chooser.about();
    }

    @Override
    public List<Trained> train(Studio studio, Plan plan) {
        List<Trained> pool = all(studio, plan);
        int[] chosen = chooser.choose(
                pool,
                Math.min(MOST, plan.members()),
                studio.train(plan.whole(1)).gaze(),
                plan.seed(CHOICE + draw));
        List<Trained> members = new ArrayList<>();
        for (int i : chosen) {
            members.add(pool.get(i));
        }
        return members;
    }

    /// Every network of a plan's pool.
    public static List<Trained> all(Studio studio, Plan plan) {
        var random = new Xoshiro256(plan.seed(FIRST - 1));
        List<NetworkSpec> pool = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            int width = (int) Math.round(plan.frameWidth() * random.nextDouble(SHORTEST, WIDEST));
            int height = (int) Math.round(plan.frameHeight() * random.nextDouble(SHORTEST, HIGHEST));
            int left = random.nextInt(plan.frameWidth() - width + 1);
            int top = random.nextInt(plan.frameHeight() - height + 1);
            boolean[] seen = Regions.rectangle(plan.frameWidth(), plan.frameHeight(), left, top, width, height);
            pool.add(plan.seeing(seen, FIRST + i));
        }
        return studio.trainAll(pool);
    }
}
