package org.fovea.gradcam.explanation;

import org.fovea.gradcam.HeatMap;

/// What one method makes of the picture.
///
/// @param name as the command line has it: `grad-cam`
/// @param title for people: `Grad-CAM`
/// @param formula in a line
/// @param source where it was published
/// @param map raw and signed; of the layer's size, or of the picture's for methods that look at the input
/// @param problem why there is no map, where there is none; else empty
public record MethodMap(
        String name,
        String title,
        String formula,
        String source,
        @org.jspecify.annotations.Nullable HeatMap map,
        String problem) {}
