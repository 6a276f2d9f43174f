package org.fovea.facerec.experiment;

import java.util.List;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.HeatMap;

/// A probe that one network and the ensemble answer differently, one of them rightly.
///
/// @param probe as it was shown
/// @param person who it is
/// @param single whom the single network sees
/// @param ensemble whom the ensemble sees
/// @param members what each member made of it
public record ChangedFace(
        Condition condition, Picture probe, String person, String single, String ensemble, List<Says> members) {
    /// What one member made of a probe.
    ///
    /// @param view what it sees of the face
    /// @param map its raw map for the person it sees, over the cells of its view's box
    /// @param person whom it sees
    /// @param posterior of that person, by the fusion of this member alone
    /// @param right its posterior of the person shown
    public record Says(View view, HeatMap map, String person, double posterior, double right) {}
}
