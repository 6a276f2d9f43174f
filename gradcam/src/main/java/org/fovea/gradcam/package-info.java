/// Where in a picture the evidence for a network's answer lies.
///
/// A [org.fovea.gradcam.Subject] says what is asked: a network, pictures, a scalar Y of the outputs
/// ([org.fovea.gradcam.Targets]), a layer. A [org.fovea.gradcam.MapMethod] is a function from what the subject's passes
/// stored to one [org.fovea.gradcam.HeatMap] a picture, of raw, signed values at the layer's own size. What is often
/// done at once is separate here: [org.fovea.gradcam.Display] brings a map to \[0, 1\] and to the picture's size,
/// [org.fovea.gradcam.ColorMap] to colours.
///
/// ```
/// Subject subject = Subject.of(network, pictures, Targets.logit(person)).layer("conv4");
/// HeatMap raw = MapMethods.named("layercam").maps(subject).getFirst();
/// HeatMap shown = Display.of(raw, subject);
/// ```
///
/// Or, from a trace that is there already:
///
/// ```
/// Trace trace = network.forward(picture);
/// trace.backward(Target.logit(person), Reach.downTo("conv4"));
/// HeatMap map = GradCam.of(trace, "conv4").getFirst();
/// ```
///
/// The pass forward depends on the pictures and not on the question: it is a [org.fovea.gradcam.Forward], and every
/// target asked of it a [org.fovea.gradcam.Backward]. Subjects of the same pictures share the one, those of the same
/// target the other:
///
/// ```
/// Subject why = Subject.of(network, pictures, Targets.logit(person));
/// Subject whyNot = why.target(Targets.negativeLogit(person));   // no second forward pass
/// ```
///
/// Begin reading at [org.fovea.gradcam.method.GradCam], then [org.fovea.gradcam.Reading], the two arrays that it reads.
/// Most methods are a [org.fovea.gradcam.ChannelMethod]: they say what each channel contributes to each cell. Methods
/// that change something and look what happens ask the [org.fovea.gradcam.Subject] to measure pictures, or the
/// [org.fovea.gradcam.Tail], what follows a layer, to measure activations. Definitions are the papers';
/// [org.fovea.gradcam.Convention] has the one other reading.
package org.fovea.gradcam;
