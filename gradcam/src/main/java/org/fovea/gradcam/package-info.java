/// Class activation maps: where in a picture the evidence for a network's answer lies.
///
/// A method is a function from what a [org.fovea.engine.network.Trace] stored to a [org.fovea.gradcam.HeatMap] of raw,
/// signed values at the layer's own size. What is often done at once is separate here: [org.fovea.gradcam.Scaling]
/// brings a map to \[0, 1\], [org.fovea.gradcam.Resize] to the picture's size, [org.fovea.gradcam.ColorMap] to colours.
///
/// ```
/// Trace trace = network.forward(picture);
/// trace.backward(Target.logit(person), Reach.downTo("conv4"));
/// HeatMap map = GradCam.of(trace, "conv4").getFirst();
/// ```
package org.fovea.gradcam;
