package org.fovea.engine.onnx.proto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// An ONNX file, read and checked; whether its operators are known is another matter.
///
/// @param opsets the version of each domain's operators, the empty name being ONNX's own
/// @param metadata what the producer noted
public record OnnxFile(
        long irVersion, String producer, Map<String, Integer> opsets, Map<String, String> metadata, OnnxGraph graph) {
    /// @throws org.fovea.engine.io.FileFormatException if the file is not a model, or one that contradicts itself
    public static OnnxFile read(Path path) throws IOException {
        return of(path.toString(), ModelReader.model(path));
    }

    /// Reads a model that is held in memory, and whose tensors are all in it.
    ///
    /// @param source what messages name the file
    /// @throws org.fovea.engine.io.FileFormatException as above
    public static OnnxFile read(byte[] bytes, String source) throws IOException {
        return of(source, ModelReader.model(new ByteArrayInputStream(bytes), bytes.length, null, source));
    }

    /// Reads a tensor that is a file of its own, as ONNX's tests have them.
    ///
    /// @throws org.fovea.engine.io.FileFormatException if the file is not such a tensor
    public static OnnxTensor readTensor(Path path) throws IOException {
        return ModelReader.tensor(path);
    }

    /// Writes the model, its tensors in it. The same model gives the same bytes.
    ///
    /// @throws IllegalArgumentException if it holds what is not written: tensors other than of FLOAT and INT64,
    ///     attributes other than numbers, lists of whole numbers and texts, or more bytes than such a file has
    public void write(OutputStream to) throws IOException {
        ModelWriter.write(this, to);
    }

    private static OnnxFile of(String source, Messages.Model model) throws IOException {
        return new OnnxFile(
                model.irVersion(),
                model.producer(),
                Map.copyOf(model.opsets()),
                Map.copyOf(model.metadata()),
                GraphBuilder.build(source, model));
    }
}
