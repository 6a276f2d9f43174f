package org.fovea.tests.golden;

import org.fovea.engine.network.Network;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.MapMethods;

/// Maps of the golden networks as Fovea builds them itself, for what reads them from elsewhere.
public final class OwnMaps {
    private OwnMaps() {}

    /// The raw maps of the golden pictures at the last layer with height and width, one after the other.
    ///
    /// @param name of a small golden case
    public static float[] raw(String name, String method, int target) {
        GoldenCase golden = GoldenCase.read(name);
        Network network = golden.network();
        var maps = MapMethods.named(method).maps(Subject.of(network, golden.pictures("input"), Targets.logit(target)));
        float[] all = new float[maps.size() * maps.getFirst().values().length];
        int at = 0;
        for (HeatMap map : maps) {
            System.arraycopy(map.values(), 0, all, at, map.values().length);
            at += map.values().length;
        }
        return all;
    }
}
