package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.gaze.Regions;

/// Networks that each see one compact region of the face alone, the regions one after another where the gaze is.
///
/// The first region is the disc that holds most of the gaze of a network that sees the whole face. It is hidden from a
/// second network, whose gaze shows what evidence is left; the next region is the disc that holds most of that, and so
/// on; the last one is all that remains. For every region a network is trained that sees nothing else. So whatever
/// lies on one region cannot touch the networks of the others.
///
/// The control places discs of the same area in the same way at random centres.
///
/// @param placing how discs are placed
/// @param whole whether the network that sees everything is a member as well; there is one region fewer than members
///     asked for either way, so that both forms share their networks
/// @param draw which draw of a random placing
public record Discs(Placing placing, boolean whole, int draw) implements Strategy {
    /// What decides where a disc lies.
    public enum Placing {
        GAZE,
        RANDOM
    }

    // Numbers of a plan's seeds, apart from those of the networks that see everything.
    private static final int ONLY = 100;
    private static final int HIDE = 200;
    private static final int DRAW = 1000;

    /// Discs where the gaze is.
    public static Discs byGaze(boolean whole) {
        return new Discs(Placing.GAZE, whole, 0);
    }

    /// Discs by lot.
    public static Discs random(boolean whole, int draw) {
        return new Discs(Placing.RANDOM, whole, draw);
    }

    @Override
    public String name() {
        return (placing == Placing.GAZE ? "gaze-discs" : "random-discs") + (whole ? "" : "-alone");
    }

    @Override
    public Driver driver() {
        return placing == Placing.GAZE ? Driver.GRADCAM : Driver.CONTROL;
    }

    @Override
    public String about() {
        return (placing == Placing.GAZE
                        ? "networks that each see one disc of the face, placed where Grad-CAM finds the evidence"
                        : "networks that each see one disc of the face, placed at random")
                + (whole ? ", and one that sees all of it" : "");
    }

    @Override
    public List<Trained> train(Studio studio, Plan plan) {
        int regions = plan.members() - 1;
        List<NetworkSpec> members = new ArrayList<>();
        if (whole || regions < 1) {
            members.add(plan.whole(1));
        }
        List<boolean[]> places = regions < 1 ? List.of() : regions(studio, plan, regions);
        for (int i = 0; i < places.size(); i++) {
            members.add(plan.seeing(places.get(i), ONLY + i));
        }
        return studio.trainAll(members);
    }

    /// The frame in disjoint regions; for one alone, the frame without the first disc.
    private List<boolean[]> regions(Studio studio, Plan plan, int count) {
        int area = plan.pixels(area(count));
        var random = new Xoshiro256(plan.seed(DRAW + draw));
        List<boolean[]> regions = new ArrayList<>();
        boolean[] left = plan.frame();
        for (int i = 0; i < Math.max(1, count - 1); i++) {
            boolean[] disc;
            if (placing == Placing.GAZE) {
                NetworkSpec looking = i == 0 ? plan.whole(1) : plan.seeing(left, hidden(i, count));
                disc = Regions.disc(studio.train(looking).gaze().mean(), left, area);
            } else {
                disc = Regions.randomDisc(plan.frameWidth(), left, area, random);
            }
            regions.add(disc);
            left = Regions.without(left, disc);
        }
        regions.add(left);
        return count == 1 ? regions.subList(1, 2) : regions;
    }

    /// The number of the seed of the network from which `discs` discs are hidden. From the last such network all
    /// but the last region is hidden: it is the network that sees that region alone.
    static int hidden(int discs, int regions) {
        return discs == regions - 1 ? ONLY + discs : HIDE + discs;
    }

    /// The share of the frame that each disc has: for up to three regions 30 %, so that the last has the most; of
    /// more an equal share. The last region lies around the others, where faces tell least.
    public static double area(int regions) {
        return regions <= 3 ? 0.3 : 1.0 / regions;
    }
}
