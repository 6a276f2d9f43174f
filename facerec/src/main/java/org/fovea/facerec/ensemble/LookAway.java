package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.ensemble.NetworkSpec.Away;
import org.fovea.facerec.gaze.Cover;

/// Networks that all see the whole face, trained one after another so that each looks elsewhere than those before it.
///
/// @param means what keeps them from looking where others look
public record LookAway(Means means) implements Strategy {
    /// How looking elsewhere is brought about.
    public enum Means {
        /// Noise over the highest part of each training picture's maps, half of the time: the method of Baek,
        /// Kwon and Jung (2023) as its abstracts read.
        COVERS,

        /// A penalty in the loss on the gaze that lies where the others look.
        PENALTY
    }

    private static final int COVERED = 600;
    private static final int PENALISED = 700;
    private static final double COVERED_AREA = 0.2;
    private static final double COVERED_TIME = 0.5;
    private static final double WEIGHT = 2;

    /// So many members at most: as few as show what looking away once brings.
    private static final int MOST = 2;

    @Override
    public String name() {
        return means == Means.COVERS ? "noise-covers" : "gaze-penalty";
    }

    @Override
    public Driver driver() {
        return Driver.GRADCAM;
    }

    @Override
    public String about() {
        return means == Means.COVERS
                ? "networks trained with noise over what Grad-CAM says those before them look at"
                : "networks trained with a penalty on looking where those before them look";
    }

    @Override
    public List<Trained> train(Studio studio, Plan plan) {
        List<Trained> members = new ArrayList<>();
        List<NetworkSpec> before = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, plan.members()); i++) {
            NetworkSpec whole = plan.whole(1);
            NetworkSpec next = i == 0
                    ? whole
                    : new NetworkSpec(
                            whole.view(),
                            plan.seed((means == Means.COVERS ? COVERED : PENALISED) + i),
                            plan.training(),
                            away(before));
            members.add(studio.train(next));
            before.add(next);
        }
        return members;
    }

    private Away away(List<NetworkSpec> before) {
        return means == Means.COVERS
                ? new NetworkSpec.Covers(before, new Cover(COVERED_AREA), COVERED_TIME)
                : new NetworkSpec.Penalty(before, WEIGHT);
    }
}
