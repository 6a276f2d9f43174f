package org.fovea.facerec.experiment;

import java.util.List;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.HeatMap;

/// Where the networks of one ensemble look.
///
/// @param strategy how they came about
/// @param views what each sees, in the order of the members
/// @param gazes the mean gaze of each over the training pictures, at the frame's size
/// @param overlap the mean cosine of the gazes, pair by pair
public record Look(String strategy, List<View> views, List<HeatMap> gazes, double overlap) {}
