package org.fovea.facerec.faithfulness;

import java.util.List;
import java.util.Map;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.metric.MapComparison;
import org.jspecify.annotations.Nullable;

/// What one method reached.
///
/// @param method its name on the command line: `grad-cam`
/// @param title its name in its paper: `Grad-CAM`
/// @param control whether it is one that must be beaten
/// @param maps how many maps were measured
/// @param blank how many of them have no positive value
/// @param mean the figures of single maps, in the mean
/// @param energy the energy inside the mask in the mean over each question's maps, by the question's name
/// @param sensitivity [org.fovea.gradcam.metric.MaxSensitivity]
/// @param cascading the maps against those of the network with its layers randomised from the top, in the mean over
///     pictures and steps
/// @param allRandom the last of these steps alone: against a network that has learned nothing
/// @param independent against those of the network with one layer randomised, in the mean over pictures and layers
/// @param labels against those of a network that learned random labels
/// @param milliseconds one map's computation, passes included
/// @param examples each question's first map, raw
/// @param refused why the method has no map of such a network; null if it has
public record MapScores(
        String method,
        String title,
        boolean control,
        int maps,
        int blank,
        PictureScores mean,
        Map<String, Double> energy,
        double sensitivity,
        MapComparison cascading,
        MapComparison allRandom,
        MapComparison independent,
        MapComparison labels,
        double milliseconds,
        List<HeatMap> examples,
        @Nullable String refused) {}
