/// Faces brought upright, to one size and place, by their landmarks.
///
/// A [SimilarityTransform][org.fovea.facerec.alignment.SimilarityTransform] takes the five landmarks of a face to the
/// [ReferencePoints][org.fovea.facerec.alignment.ReferencePoints] that a network has learned with;
/// [FaceAlignment][org.fovea.facerec.alignment.FaceAlignment] draws the face there.
/// [Pose][org.fovea.facerec.alignment.Pose] is how the head was turned, which no transform of the plane undoes.
///
/// ```
/// Picture aligned = FaceAlignment.align(photograph, face.landmarks(), ReferencePoints.ARC_FACE); // 112×112
/// ```
package org.fovea.facerec.alignment;
