package org.fovea.facerec.ensemble;

import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.network.FaceNetwork;

/// A network that has been trained, and what it made of the pictures it learned from.
///
/// @param spec what it was to be
/// @param face the network with its view
/// @param experience what it makes of the training pictures
public record Trained(NetworkSpec spec, FaceNetwork face, Experience experience) {
    /// Where it looks in the training pictures.
    public Gaze gaze() {
        return Gaze.of(face.view(), experience.pictures());
    }
}
