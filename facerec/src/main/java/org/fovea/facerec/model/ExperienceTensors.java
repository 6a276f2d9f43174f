package org.fovea.facerec.model;

import java.io.IOException;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.gaze.Observations;
import org.jspecify.annotations.Nullable;

/// Observations and experiences as tensors of a file: `logits`, `features`, `maps`, and `varied`, behind a prefix.
public final class ExperienceTensors {
    private ExperienceTensors() {}

    /// Adds an experience.
    public static void add(SafeTensorsWriter writer, String prefix, Experience experience) {
        add(writer, prefix, experience.pictures());
        writer.add(prefix + "varied", experience.varied());
    }

    /// Adds observations.
    public static void add(SafeTensorsWriter writer, String prefix, Observations observations) {
        writer.add(prefix + "logits", observations.logits());
        writer.add(prefix + "features", observations.features());
        writer.add(prefix + "maps", observations.maps());
    }

    /// The experience behind a prefix; null if the file holds none.
    ///
    /// @param labels for each training picture the person it shows
    /// @throws IOException if a part of it is missing, damaged or not finite
    public static @Nullable Experience experience(SafeTensors arrays, String prefix, int[] labels) throws IOException {
        return arrays.has(prefix + "varied")
                ? new Experience(observations(arrays, prefix), arrays.finiteTensor(prefix + "varied"), labels)
                : null;
    }

    /// The observations behind a prefix.
    ///
    /// @throws IOException if a part of them is missing, damaged or not finite
    public static Observations observations(SafeTensors arrays, String prefix) throws IOException {
        return new Observations(
                arrays.finiteTensor(prefix + "logits"),
                arrays.finiteTensor(prefix + "features"),
                arrays.finiteTensor(prefix + "maps"));
    }
}
