package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.facerec.gaze.Regions;
import org.fovea.gradcam.HeatMap;

/// Networks that each see one of the rectangles into which the frame is cut: so that each holds as much of the gaze of
/// a network that sees the whole face, or, as the control, as much of the area (two halves, four quadrants).
///
/// @param byGaze whether equal shares of the gaze are meant
public record Cells(boolean byGaze) implements Strategy {
    private static final int GAZE = 300;
    private static final int AREA = 400;

    @Override
    public String name() {
        return byGaze ? "gaze-cells" : "fixed-cells";
    }

    @Override
    public Driver driver() {
        return byGaze ? Driver.GRADCAM : Driver.CONTROL;
    }

    @Override
    public String about() {
        return "networks that each see one rectangle of the face, all holding the same share of the "
                + (byGaze ? "gaze" : "area");
    }

    @Override
    public List<Trained> train(Studio studio, Plan plan) {
        HeatMap mass = byGaze ? studio.train(plan.whole(1)).gaze().mean() : even(plan);
        List<NetworkSpec> members = new ArrayList<>();
        for (boolean[] cell : Regions.cells(mass, plan.members())) {
            members.add(plan.seeing(cell, (byGaze ? GAZE : AREA) + members.size()));
        }
        return studio.trainAll(members);
    }

    private static HeatMap even(Plan plan) {
        float[] values = new float[plan.frameWidth() * plan.frameHeight()];
        Arrays.fill(values, 1);
        return new HeatMap(plan.frameHeight(), plan.frameWidth(), values, "none", "none", "equal areas");
    }
}
