package org.fovea.facerec.cli;

import java.io.PrintStream;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Problem;

/// Says which files of a folder were passed over.
final class Problems {
    private static final int SHOWN = 10;

    private Problems() {}

    static FaceSet report(FaceSet faces, PrintStream remarks) {
        int count = faces.problems().size();
        for (Problem problem : faces.problems().subList(0, Math.min(count, SHOWN))) {
            remarks.println(problem.remark());
        }
        if (count > SHOWN) {
            remarks.println("and " + (count - SHOWN) + " more passed over");
        }
        if (faces.leftOut().people() > 0) {
            remarks.println(faces.leftOut());
        }
        return faces;
    }
}
