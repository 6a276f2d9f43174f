/// Where the faces of a photograph are.
///
/// [FaceDetector][org.fovea.facerec.detection.FaceDetector] runs YuNet from an ONNX file and gives every face as a
/// [DetectedFace][org.fovea.facerec.detection.DetectedFace]: a box, five landmarks and a score, in the photograph's own
/// pixels.
///
/// ```
/// FaceDetector detector =
///         FaceDetector.of(OnnxModel.read(file), DetectorSettings.standard(), Workers.common());
/// for (DetectedFace face : detector.detect(PictureFile.read(photograph))) {
///     System.out.println(face.box() + " " + face.score());
/// }
/// ```
package org.fovea.facerec.detection;
