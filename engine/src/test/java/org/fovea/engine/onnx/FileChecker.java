package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What ONNX asks of a file beyond what its reader here does, which orders nodes itself: held against the bytes.
final class FileChecker {
    /// Of the operators that are exported, each attribute's number of its kind and its field.
    private static final Map<String, int[]> ATTRIBUTES = new TreeMap<>();

    static {
        String windows = "Conv ConvTranspose MaxPool AveragePool LpPool";
        String axes = "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd"
                + " ReduceSumSquare";
        int[] whole = {2, 3};
        put(whole, "group", "Conv ConvTranspose");
        put(whole, "count_include_pad", "AveragePool");
        put(whole, "transB", "Gemm");
        put(whole, "keepdims", axes + " ReduceSum");
        put(whole, "axis", "Concat Flatten Softmax LogSoftmax LpNormalization LayerNormalization Gather");
        put(whole, "p", "LpNormalization LpPool");
        put(whole, "size", "LRN");
        put(whole, "blocksize", "DepthToSpace SpaceToDepth");
        put(whole, "to", "Cast");
        put(whole, "start", "Shape");
        put(whole, "end", "Shape");
        put(whole, "exclude_outside", "Resize");
        int[] real = {1, 2};
        put(real, "epsilon", "BatchNormalization InstanceNormalization LayerNormalization");
        put(real, "momentum", "BatchNormalization");
        put(real, "alpha", "LeakyRelu Elu Selu Celu HardSigmoid ThresholdedRelu LRN");
        put(real, "gamma", "Selu");
        put(real, "beta", "HardSigmoid LRN");
        put(real, "bias", "LRN");
        put(real, "cubic_coeff_a", "Resize");
        put(real, "extrapolation_value", "Resize");
        int[] wholes = {7, 8};
        put(wholes, "kernel_shape", windows);
        put(wholes, "strides", windows);
        put(wholes, "pads", windows);
        put(wholes, "dilations", "Conv ConvTranspose MaxPool");
        put(wholes, "output_padding", "ConvTranspose");
        put(wholes, "axes", axes);
        put(wholes, "perm", "Transpose");
        int[] text = {3, 4};
        put(text, "mode", "Pad DepthToSpace Resize");
        put(text, "coordinate_transformation_mode", "Resize");
        put(text, "nearest_mode", "Resize");
    }

    private static void put(int[] kind, String attribute, String operators) {
        for (String operator : operators.split(" ")) {
            ATTRIBUTES.put(operator + "." + attribute, kind);
        }
    }

    private FileChecker() {}

    /// A message's fields by number: numbers as `Long`, bits of 32 as `Integer`, everything else as `byte[]`.
    private static Map<Integer, List<Object>> fields(Object message) throws IOException {
        Map<Integer, List<Object>> fields = new TreeMap<>();
        CodedInputStream in = CodedInputStream.newInstance((byte[]) message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Object value = switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> in.readInt64();
                case WireFormat.WIRETYPE_FIXED32 -> in.readFixed32();
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
                default -> throw new IOException("a field of another kind");
            };
            fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), n -> new ArrayList<>())
                    .add(value);
        }
        return fields;
    }

    private static List<String> texts(Map<Integer, List<Object>> fields, int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static String text(Map<Integer, List<Object>> fields, int field) {
        assertEquals(1, texts(fields, field).size(), "field " + field);
        return texts(fields, field).getFirst();
    }

    static void check(byte[] file) throws IOException {
        Map<Integer, List<Object>> model = fields(file);
        assertEquals(List.of(8L), model.get(1), "the format's version that goes with opset 17");
        assertEquals("fovea", text(model, 2));
        Map<Integer, List<Object>> opset = fields(model.get(8).getFirst());
        assertEquals(1, model.get(8).size(), "opsets");
        assertEquals("", text(opset, 1));
        assertEquals(List.of(17L), opset.get(2));
        assertEquals(1, model.get(7).size(), "graphs");
        checkGraph(fields(model.get(7).getFirst()));
    }

    private static void checkGraph(Map<Integer, List<Object>> graph) throws IOException {
        assertTrue(!text(graph, 2).isEmpty(), "the graph's name");
        Set<String> known = new HashSet<>();
        for (Object input : graph.get(11)) {
            assertTrue(known.add(text(fields(input), 1)), "an input twice");
            checkBatch(fields(input));
        }
        for (Object constant : graph.getOrDefault(5, List.of())) {
            Map<Integer, List<Object>> tensor = fields(constant);
            assertTrue(known.add(text(tensor, 8)), text(tensor, 8) + " twice");
            long count = 1;
            for (Object extent : tensor.getOrDefault(1, List.of())) {
                count *= (Long) extent;
            }
            long bytes = tensor.get(2).equals(List.of(1L)) ? 4 : 8;
            assertEquals(count * bytes, ((byte[]) tensor.get(9).getFirst()).length, text(tensor, 8));
        }
        Set<String> names = new HashSet<>();
        for (Object node : graph.get(1)) {
            Map<Integer, List<Object>> fields = fields(node);
            assertTrue(names.add(text(fields, 3)), "node " + text(fields, 3) + " twice");
            for (String input : texts(fields, 1)) {
                assertTrue(input.isEmpty() || known.contains(input), input + " is read before it is written");
            }
            for (String output : texts(fields, 2)) {
                assertTrue(!output.isEmpty() && known.add(output), output + " is written twice");
            }
            checkAttributes(fields);
        }
        for (Object output : graph.get(12)) {
            assertTrue(known.contains(text(fields(output), 1)), "an output that nothing writes");
            checkBatch(fields(output));
        }
    }

    /// The first extent has the name N and no number.
    private static void checkBatch(Map<Integer, List<Object>> value) throws IOException {
        Object shape = fields(fields(fields(value.get(2).getFirst()).get(1).getFirst())
                        .get(2)
                        .getFirst())
                .get(1)
                .getFirst();
        assertEquals("N", text(fields(shape), 2));
        assertEquals(1, fields(shape).size());
    }

    private static void checkAttributes(Map<Integer, List<Object>> node) throws IOException {
        Set<String> names = new HashSet<>();
        for (Object attribute : node.getOrDefault(5, List.of())) {
            Map<Integer, List<Object>> fields = fields(attribute);
            String name = text(fields, 1);
            assertTrue(names.add(name), name + " twice");
            int[] kind = ATTRIBUTES.get(text(node, 4) + "." + name);
            assertTrue(kind != null, text(node, 4) + " has no attribute " + name);
            assertEquals(List.of((long) kind[0]), fields.get(20), name);
            assertEquals(Set.of(1, kind[1], 20), fields.keySet(), name);
        }
    }
}
