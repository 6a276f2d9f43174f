/// What several networks make of a picture, brought together: each member's observations become one score a person.
///
/// A [Fusion][org.fovea.facerec.fusion.Fusion] is fitted to the members' observations of the training pictures and then
/// scores any others. Two kinds of evidence are there to be used.
///
/// - **Logits**, which the network was trained for: p = softmax(z).
///   [MeanPosterior][org.fovea.facerec.fusion.MeanPosterior] takes the mean of p over the members,
///   [MeanLogPosterior][org.fovea.facerec.fusion.MeanLogPosterior] that of log p, a product.
/// - **Features** before the last layer, which the templates hold against those of each person's training pictures: the
///   cosine in a space whitened by how much pictures of one person scatter, c = cos(S^(−1/2)·f, S^(−1/2)·t). A member
///   whose part of the face is covered is near to nobody, and its cosines show that where a softmax of logits does not.
///   They become posteriors by softmax(12·c) ([SoftCosine][org.fovea.facerec.fusion.SoftCosine]).
///
/// Where a part of the face is covered, a member that sees that part is wrong with confidence, so rules that let one
/// member forbid a person (products) lose against rules that bound what one member can do (means). On clean faces
/// products are the better ones. [BoundedCosine][org.fovea.facerec.fusion.BoundedCosine], the default, is a product of
/// bounded factors: three members of which two are sure of Ada and one is sure of Bo, among P people, give Ada against
/// Bo the odds (1 + P)² / (1 + P) = 1 + P, where a plain product would go with whoever is surest.
///
/// [StackedLogistic][org.fovea.facerec.fusion.StackedLogistic] learns the members' weights on
/// [Folds][org.fovea.facerec.fusion.Folds] held out, [Reliability][org.fovea.facerec.fusion.Reliability] weighs them
/// probe by probe, [JointCosine][org.fovea.facerec.fusion.JointCosine] puts their features side by side.
///
/// ```
/// Fusion.Fitted fitted = Fusions.standard().fit(experiences);  // one Experience a member
/// Tensor posteriors = fitted.scores(model.observe(probes, workers));  // (N, people), rows sum to 1
/// ```
///
/// [FusionNodes][org.fovea.facerec.fusion.FusionNodes] writes a fitted fusion into an ONNX graph.
///
/// An [Experience][org.fovea.facerec.fusion.Experience] is what a member made of its training pictures, as they are and
/// randomly changed: the changed ones show the scatter S even where each person has one picture.
package org.fovea.facerec.fusion;
