/// How far a map can be believed: what is measured on maps, and nothing about how they are made.
///
/// Three questions are asked, and no figure answers more than one of them.
///
/// - **Does the network use what the map marks?** The picture is changed where the map says, and the network is asked
///   again: [org.fovea.gradcam.metric.PixelCurve] (deletion and insertion),
///   [org.fovea.gradcam.metric.ConfidenceChange] (average drop and increase), [org.fovea.gradcam.metric.Road].
/// - **Does the map lie where the evidence is known to be?** [org.fovea.gradcam.metric.PointingGame], which needs a
///   mask.
/// - **Is the map a map of this network and this picture?** [org.fovea.gradcam.metric.Randomisation] takes the
///   network's weights away; [org.fovea.gradcam.metric.MapComparison] says how much of the map is left, by
///   [org.fovea.gradcam.metric.RankCorrelation] and [org.fovea.gradcam.metric.StructuralSimilarity];
///   [org.fovea.gradcam.metric.MaxSensitivity] says how far the map moves when the picture hardly does.
///
/// [org.fovea.gradcam.metric.Sparseness] says how concentrated a map is, which makes it easy to read, not right.
///
/// A picture here is a batch of one, (1, H, W, C), as the network reads it; a map has its height and width, for which
/// [org.fovea.gradcam.Resize] exists. What the network says is a [org.fovea.gradcam.metric.Confidence].
package org.fovea.gradcam.metric;
