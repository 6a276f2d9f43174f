/// From a photograph to what tells its people apart.
///
/// An [EmbeddingModel][org.fovea.facerec.embedding.EmbeddingModel] is an ONNX file and its
/// [EmbeddingCard][org.fovea.facerec.embedding.EmbeddingCard], the JSON beside it that says what the network reads. A
/// [FaceReader][org.fovea.facerec.embedding.FaceReader] makes of a photograph its
/// [Face][org.fovea.facerec.embedding.Face]s, each with an embedding and a
/// [FaceQuality][org.fovea.facerec.embedding.FaceQuality]; the [Calibration][org.fovea.facerec.embedding.Calibration]
/// says what the score of two means. [Liveness][org.fovea.facerec.embedding.Liveness] is a hint whether a camera saw a
/// face or a picture of one.
///
/// ```
/// EmbeddingModel model = EmbeddingModel.read(Path.of("mobilefacenet.onnx"));
/// FaceReader reader =
///         FaceReader.of(OnnxModel.read(yunet), DetectorSettings.standard(), model, Workers.common());
/// List<Face> faces = reader.read(photograph);
/// double score = faces.get(0).score(faces.get(1));
/// ```
package org.fovea.facerec.embedding;
