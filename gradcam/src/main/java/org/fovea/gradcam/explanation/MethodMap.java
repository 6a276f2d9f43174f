package org.fovea.gradcam.explanation;

import java.util.ArrayList;
import java.util.List;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.jspecify.annotations.Nullable;

/// What one method makes of the picture.
///
/// @param about the method
/// @param scalar which scalar of the outputs the map explains
/// @param map raw and signed, of the layer's size, or of the picture's for methods that look at the input; null where
///     the method cannot read this network, or its values are not finite
/// @param problem why there is no map; empty where there is one
public record MethodMap(
        MapMethod.About about, Scalar scalar, @Nullable HeatMap map, String problem) {

    /// The maps of methods for the subject's first picture.
    static List<MethodMap> of(List<MapMethod> methods, Subject subject, Scalar scalar) {
        List<MethodMap> maps = new ArrayList<>();
        for (MapMethod method : methods) {
            try {
                HeatMap map = method.maps(subject).getFirst();
                maps.add(
                        map.finite()
                                ? new MethodMap(method.about(), scalar, map, "")
                                : new MethodMap(method.about(), scalar, null, String.valueOf(map.reason())));
            } catch (IllegalArgumentException e) {
                maps.add(new MethodMap(method.about(), scalar, null, String.valueOf(e.getMessage())));
            }
        }
        return maps;
    }
}
