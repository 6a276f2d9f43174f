package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.gaze.Regions;

/// Networks that see less and less: the first sees the whole face; from each further one the discs are hidden that hold
/// most of the gaze of each of those before it. The discs are those of [Discs], and the networks those that it asks
/// where the evidence is; the last is the one that sees what [Discs] leaves over. So there is one member fewer than the
/// plan says.
public record HiddenDiscs() implements Strategy {
    @Override
    public String name() {
        return "gaze-hidden";
    }

    @Override
    public Driver driver() {
        return Driver.GRADCAM;
    }

    @Override
    public String about() {
        return "networks from each of which what those before it look at is hidden";
    }

    @Override
    public List<Trained> train(Studio studio, Plan plan) {
        List<Trained> members = new ArrayList<>();
        members.add(studio.train(plan.whole(1)));
        int regions = plan.members() - 1;
        int area = plan.pixels(Discs.area(regions));
        boolean[] left = plan.frame();
        for (int i = 1; i < regions; i++) {
            boolean[] disc = Regions.disc(members.getLast().gaze().mean(), left, area);
            left = Regions.without(left, disc);
            members.add(studio.train(plan.seeing(left, Discs.hidden(i, regions))));
        }
        return members;
    }
}
