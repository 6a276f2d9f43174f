package org.fovea.facerec.server;

import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.gallery.EmbeddingModel;
import org.jspecify.annotations.Nullable;

/// The model that embeds a server's faces.
///
/// @param identity as galleries know it
/// @param calibration what scores of two photographs mean; null where that was not measured
public record ServedModel(EmbeddingModel identity, @Nullable Calibration calibration) {}
