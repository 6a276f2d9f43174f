/// Other people's networks: ONNX files are read, checked, run on the engine's kernels and differentiated.
///
/// ```
/// OnnxModel model = OnnxModel.read(Path.of("classifier.onnx"));
/// OnnxRunner runner = model.runner(Workers.common());
/// Map<String, OnnxTensor> outputs = runner.run(Map.of("input", OnnxTensor.of(pixels, 1, 3, 224, 224)));
/// float[] logits = outputs.get("logits").floats();
/// ```
///
/// [org.fovea.engine.onnx.OnnxModel#run] does the same by the operators' definitions, slow and exact, for reference.
/// [org.fovea.engine.onnx.OnnxModel#lowered] gives the network, in channels last, that the runner runs; with it goes
/// what a network has, gradients among them:
///
/// ```
/// LoweredModel lowered = model.lowered(Map.of("input", new int[] {1, 3, 224, 224}));
/// Trace trace = lowered.network().forward(lowered.input("input").toNetwork(picture));
/// trace.backward(lowered.output("logits").node(), Target.logit(281), Reach.ACTIVATIONS);
/// ```
///
/// Opsets 7 to 27 are read. A file that uses what is not supported is refused with an
/// [org.fovea.engine.onnx.UnsupportedOnnxException], which names every such node; a file that is broken or hostile with
/// a [org.fovea.engine.io.FileFormatException], which names the byte. Reading takes protobuf-java, which is an optional
/// dependency of this module.
package org.fovea.engine.onnx;
