/// What is kept of a training, in one file: the networks with their views, what they made of the pictures they learned
/// from, how their answers are brought together, and whom they know.
///
/// [FaceModel][org.fovea.facerec.model.FaceModel] recognises in two steps, so that each member's part can be looked at:
///
/// ```
/// FaceModel model = FaceModel.read(file);
/// List<Observations> observed = model.observe(probes, Workers.common()); // logits, features, maps of every member
/// Tensor posteriors = model.posteriors(observed);                        // all together, (N, people)
/// Tensor alone = model.posteriors(2, observed.get(2));                   // by the third member
/// ```
///
/// The fusion is not stored but its name: it is fitted again to the experiences in the file
/// ([ExperienceTensors][org.fovea.facerec.model.ExperienceTensors]), which takes milliseconds. So a file holds, as
/// safetensors, for network i from 1 on
///
/// | array | what |
/// |---|---|
/// | `networki/…` | structure and weights, as [ModelFile][org.fovea.engine.io.ModelFile] has them |
/// | `memberi/logits`, `memberi/features`, `memberi/maps` | its observations of the N training pictures |
/// | `memberi/varied` | features of R randomly changed copies of each, (N·R, D) |
///
/// and as JSON in the metadata under `facerec` the people, the frame, the views as text, the fusion's name, and of
/// every training picture its label and fingerprint, by which `evaluate` knows a picture that was learned from. Equal
/// models give equal bytes. Files of the first version, which had whole views, no experience and the product of
/// posteriors, are read as that.
///
/// [FaceModelExport][org.fovea.facerec.model.FaceModelExport] makes an ONNX graph of a whole model, for those who run
/// it elsewhere.
package org.fovea.facerec.model;
