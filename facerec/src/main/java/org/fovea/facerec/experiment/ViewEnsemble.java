package org.fovea.facerec.experiment;

import java.util.List;

/// Views of the aligned face whose embeddings are brought together.
///
/// @param strategy how they came about
/// @param driver `gradcam` or `control`
/// @param draw which draw of what lots decide, from 1
record ViewEnsemble(String strategy, String driver, int draw, List<EmbeddedView> views) {
    ViewEnsemble {
        views = List.copyOf(views);
    }
}
