/// Networks as nodes of ONNX graphs.
///
/// [NetworkExport][org.fovea.engine.onnx.export.NetworkExport] goes through a network node by node;
/// [LayerNodes][org.fovea.engine.onnx.export.LayerNodes] says for each layer, in a few lines, which ONNX nodes it
/// becomes, by means of the [LayerPlace][org.fovea.engine.onnx.export.LayerPlace] that it stands at. Between nodes a
/// value is laid out as ONNX has it, the channels right after the batch, whatever its rank: (N, C, H, W) for pictures,
/// (N, C) for vectors.
package org.fovea.engine.onnx.export;
