/// Other people's networks: ONNX files are read, checked, and run by the operators' definitions; and ours for them.
///
/// ```
/// OnnxModel model = OnnxModel.read(Path.of("classifier.onnx"));
/// Map<String, OnnxTensor> outputs = model.run(Map.of("input", OnnxTensor.of(pixels, 1, 3, 224, 224)));
/// float[] logits = outputs.get("logits").floats();
/// ```
///
/// Opsets 7 to 27 are read. A file that uses what is not supported is refused with an
/// [org.fovea.engine.onnx.UnsupportedOnnxException], which names every such node; a file that is broken or hostile with
/// a [org.fovea.engine.io.FileFormatException], which names the byte. The other way,
/// [OnnxExport][org.fovea.engine.onnx.OnnxExport] writes a network of the engine's as an ONNX file. Both take
/// protobuf-java, which is an optional dependency of this module.
package org.fovea.engine.onnx;
