package org.fovea.facerec.faithfulness;

import java.util.ArrayList;
import java.util.List;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// A control that looks at neither network nor picture: a Gaussian in the middle, with a standard deviation of a fifth
/// of the picture's height and width. Faces stand in the middle, so a method must do better than this.
final class CentreOfTheFace implements MapMethod {
    static final double DEVIATION = 0.2;

    @Override
    public About about() {
        return new About(
                "centre",
                "Centre of the face",
                "exp(−((y − ½)² + (x − ½)²) / (2·0.2²))",
                "a control",
                Cost.passes(0, 0),
                "nothing");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        int height = subject.pictures().shape().extent(1);
        int width = subject.pictures().shape().extent(2);
        float[] values = new float[height * width];
        for (int i = 0; i < values.length; i++) {
            int row = i / width;
            int column = i % width;
            double y = (row + 0.5) / height - 0.5;
            double x = (column + 0.5) / width - 0.5;
            values[i] = (float) Math.exp(-(y * y + x * x) / (2 * DEVIATION * DEVIATION));
        }
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            maps.add(subject.inputMap(n, title(), values.clone()));
        }
        return maps;
    }
}
