/// A Grad-CAM map taken apart: every quantity between the picture and the map, in the order of the computation, and the
/// sums that must come out.
///
/// [org.fovea.gradcam.explanation.Derivation] holds the arithmetic of one layer and one scalar: activations A,
/// gradients G, the weights α, what averaging threw away, α·A, the map, and the [org.fovea.gradcam.explanation.Ledger]
/// that makes the numbers add up. [org.fovea.gradcam.explanation.Explanation] puts the derivations of all layers of one
/// picture together with the network's outputs and with what was measured rather than derived: single channels raised
/// ([org.fovea.gradcam.explanation.ChannelCheck]), pixels deleted ([org.fovea.gradcam.explanation.DeletionCurve]), and
/// layers randomised ([org.fovea.gradcam.explanation.Cascade]).
///
/// ```
/// Trace trace = network.forward(picture);
/// trace.backward(Scalar.LOGIT.target(person, 0), Reach.downTo("relu4"));
/// Derivation d = Derivation.of(trace, 0, "relu4");
/// double alpha = d.alpha()[17];                     // the mean of channel 17's gradient
/// Ledger ledger = Ledger.of(GapHead.between(network, "relu4", "logits"), d, outputs, Scalar.LOGIT, person, 0);
/// // ledger.mapSum() + ledger.bias() is the logit
/// ```
package org.fovea.gradcam.explanation;
