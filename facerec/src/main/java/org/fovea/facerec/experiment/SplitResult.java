package org.fovea.facerec.experiment;

import java.util.List;
import java.util.Map;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.evaluation.Resampled;

/// What one split gave.
///
/// @param cells every system's figures
/// @param resampled the same over the resamples of the people, draws of one system averaged
/// @param scores (N, people) of the first fusion's systems, first draws only, for curves
/// @param labels for each probe the person it shows
/// @param looks where the networks look; of the first split alone
/// @param changed probes that changed sides; of the first split alone
/// @param meanFace the mean of the training pictures
/// @param examples the first probe under each condition
record SplitResult(
        List<Cell> cells,
        Map<SystemName, Map<Condition, Resampled>> resampled,
        Map<SystemName, Map<Condition, Tensor>> scores,
        int[] labels,
        List<Look> looks,
        List<ChangedFace> changed,
        Picture meanFace,
        Map<Condition, Picture> examples) {}
