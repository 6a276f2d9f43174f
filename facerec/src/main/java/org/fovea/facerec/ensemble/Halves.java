package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.gaze.Regions;

/// Networks that each see one half of the face: the upper, the lower, the left, the right, as many of these as there
/// are to be members.
public record Halves() implements Strategy {
    private static final int FIRST = 500;

    @Override
    public String name() {
        return "fixed-halves";
    }

    @Override
    public Driver driver() {
        return Driver.CONTROL;
    }

    @Override
    public String about() {
        return "networks that see the upper, lower, left and right half of the face";
    }

    @Override
    public List<Trained> train(Studio studio, Plan plan) {
        int w = plan.frameWidth();
        int h = plan.frameHeight();
        List<boolean[]> halves = List.of(
                Regions.rectangle(w, h, 0, 0, w, h / 2),
                Regions.rectangle(w, h, 0, h / 2, w, h - h / 2),
                Regions.rectangle(w, h, 0, 0, w / 2, h),
                Regions.rectangle(w, h, w / 2, 0, w - w / 2, h));
        List<NetworkSpec> members = new ArrayList<>();
        for (boolean[] half : halves.subList(0, Math.min(plan.members(), halves.size()))) {
            members.add(plan.seeing(half, FIRST + members.size()));
        }
        return studio.trainAll(members);
    }
}
