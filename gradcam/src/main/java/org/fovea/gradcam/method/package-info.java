/// The methods, a small file each that reads like its formula, and [org.fovea.gradcam.method.MapMethods], which finds
/// them by name.
///
/// Every method is a [org.fovea.gradcam.MapMethod]: from a [org.fovea.gradcam.Subject], which says what is asked, to
/// one raw, signed [org.fovea.gradcam.HeatMap] a picture. What they read are the layer's activations A, (cells,
/// channels), and their gradients G = ∂Y/∂A, which the subject's passes stored. They come in five families:
///
/// - **One weight a channel**: Σₖ αₖ·Aₖ, and the question is what α is: [org.fovea.gradcam.method.GradCam],
///   [org.fovea.gradcam.method.Cam], [org.fovea.gradcam.method.GradCamPlusPlus], [org.fovea.gradcam.method.XGradCam],
///   [org.fovea.gradcam.method.FinerCam], [org.fovea.gradcam.method.ShapleyCam]; [org.fovea.gradcam.method.RandomCam]
///   is the control.
/// - **One weight a cell and channel**: G ⊙ A before anything is averaged: [org.fovea.gradcam.method.HiResCam],
///   [org.fovea.gradcam.method.ElementWiseGradCam], [org.fovea.gradcam.method.LayerCam],
///   [org.fovea.gradcam.method.Fem].
/// - **Decompositions**: the direction or the parts that the cells have in common:
///   [org.fovea.gradcam.method.EigenCam], [org.fovea.gradcam.method.EigenGradCam],
///   [org.fovea.gradcam.method.SegEigenCam], [org.fovea.gradcam.method.KpcaCam],
///   [org.fovea.gradcam.method.DeepFeatureFactorization].
/// - **Change and measure**: hide something and see what becomes of Y; no gradients:
///   [org.fovea.gradcam.method.ScoreCam], [org.fovea.gradcam.method.AblationCam],
///   [org.fovea.gradcam.method.Occlusion].
/// - **At the input**: gradients at the pixels themselves; no layer: [org.fovea.gradcam.method.Gradient],
///   [org.fovea.gradcam.method.GradientTimesInput], [org.fovea.gradcam.method.IntegratedGradients],
///   [org.fovea.gradcam.method.SmoothGrad], [org.fovea.gradcam.method.GuidedBackprop],
///   [org.fovea.gradcam.method.GuidedGradCam], [org.fovea.gradcam.method.FullGrad].
///
/// The first two families extend [org.fovea.gradcam.WeightMethod] and [org.fovea.gradcam.ChannelMethod], and a new
/// method of them is one formula:
///
/// ```
/// public final class AbsoluteGradCam extends WeightMethod {
///     public AbsoluteGradCam() {
///         super(new About("absolute-grad-cam", "Absolute Grad-CAM", "Σₖ αₖ·Aₖ, αₖ = (1/Z)·Σᵢⱼ |Gᵢⱼₖ|",
///                 "nobody", Cost.passes(1, 1), "gradients down to the layer"));
///     }
///
///     @Override
///     public double[] weights(Subject subject, int picture) {
///         Reading reading = subject.reading(picture);
///         return reading.sums((a, g) -> Math.abs(g) / reading.cells());
///     }
/// }
/// ```
///
/// What needs no target, as a decomposition of A does, is a [org.fovea.gradcam.Forward.Derived], so that it is computed
/// once however many questions are asked. [org.fovea.gradcam.Cost] says what a map costs; the explain page asks methods
/// of one pass about every scalar and every randomised network. Begin reading at
/// [org.fovea.gradcam.method.GradCam], then [org.fovea.gradcam.method.HiResCam].
package org.fovea.gradcam.method;
