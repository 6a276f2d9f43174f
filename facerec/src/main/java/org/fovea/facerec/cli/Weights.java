package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Printable;

/// Arrays by name on their way into a safetensors file: a network's parameters, an ONNX file's constants.
///
/// A type that is not written goes by one that holds its numbers: FLOAT16 and BFLOAT16 by F32, whole numbers by I64,
/// truth values by U8. DOUBLE is rounded to F32.
final class Weights {
    private final SafeTensorsWriter writer = SafeTensors.writer();
    private final Map<OnnxType, Integer> otherTypes = new TreeMap<>();
    private final List<String> empty = new ArrayList<>();
    private int arrays;
    private long numbers;

    /// Adds a network's parameters as PyTorch lays them out.
    void add(String prefix, Network network) {
        OnnxExport.parameters(network).forEach((name, value) -> {
            writer.add(prefix + name, value);
            count(value.size());
        });
    }

    private void count(int size) {
        arrays++;
        numbers += size;
    }

    /// Adds a constant; one without elements, for which there is no form, is remembered for the remarks.
    ///
    /// @throws IllegalArgumentException if it is of UINT64 and beyond what I64 holds
    void add(String name, OnnxTensor constant) {
        if (constant.count() == 0) {
            empty.add(name);
            return;
        }
        Shape shape = Shape.of(constant.extents());
        switch (constant.type()) {
            case FLOAT, FLOAT16, BFLOAT16 -> writer.add(name, Tensor.of(shape, constant.floats()));
            case DOUBLE -> writer.add(name, Tensor.of(shape, rounded(constant.doubles())));
            case UINT8, BOOL -> writer.add(name, bytes(constant.longs()), shape);
            case UINT64 -> writer.add(name, signed(name, constant.longs()), shape);
            default -> writer.add(name, constant.longs(), shape);
        }
        switch (constant.type()) {
            case FLOAT, INT64, UINT8 -> {}
            default -> otherTypes.merge(constant.type(), 1, Integer::sum);
        }
        count(constant.count());
    }

    private static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }

    private static byte[] bytes(long[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static long[] signed(String name, long[] values) {
        long beyond =
                Arrays.stream(values).filter(value -> value < 0).findFirst().orElse(0);
        if (beyond < 0) {
            throw new IllegalArgumentException(
                    "the constant \"" + name + "\" holds " + Long.toUnsignedString(beyond) + ", which is beyond I64");
        }
        return values;
    }

    /// What is not as it was, a line each.
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        otherTypes.forEach((type, count) -> remarks.add(
                count + (count == 1 ? " array of " : " arrays of ") + type + " written as " + written(type)));
        empty.forEach(name -> remarks.add("left out, since it has no elements: " + Printable.of(name)));
        return remarks;
    }

    private static String written(OnnxType type) {
        return switch (type) {
            case FLOAT16, BFLOAT16 -> "F32";
            case DOUBLE -> "F32, rounded";
            case BOOL -> "U8";
            default -> "I64";
        };
    }

    /// Writes the file.
    ConvertCommand.Result written(Path file) throws IOException {
        writer.write(file);
        return new ConvertCommand.Result(file.toString(), 0, arrays, numbers, List.of(), List.of());
    }
}
