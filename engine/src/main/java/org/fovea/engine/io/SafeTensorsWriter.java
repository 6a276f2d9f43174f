package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// What goes into a safetensors file; [SafeTensors#writer()] gives an empty one.
///
/// The same calls in the same order write the same bytes. Metadata stand in the order in which they were added. Arrays
/// stand widest elements first (I64, then F32, then U8) and among equals in the order in which they were added, so
/// that each begins at a multiple of its elements' size; the header ends in spaces so that the data begin at a
/// multiple of 8. Both are what the reference implementation does, except that it sorts equals by name.
///
/// Arrays are not copied: what they hold when [#write] is called is written.
public final class SafeTensorsWriter {
    private static final int ALIGNMENT = 8;

    /// @param giver gives the elements when the file is written
    private record Item(DType dtype, Shape shape, Elements.Giver giver) {
        long bytes() {
            return (long) dtype.bytes() * shape.size();
        }
    }

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Item> items = new LinkedHashMap<>();

    SafeTensorsWriter() {}

    /// Adds a string to the metadata.
    ///
    /// @throws IllegalArgumentException if there is one under this key, or if either has a surrogate without its
    ///     partner
    public SafeTensorsWriter metadata(String key, String value) {
        checkText(key);
        checkText(value);
        if (metadata.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException("metadata \"" + key + "\" was added before");
        }
        return this;
    }

    /// Adds a tensor, to be written as F32.
    ///
    /// @throws IllegalArgumentException if the name was added before, is `__metadata__`, or has a surrogate without
    ///     its partner
    public SafeTensorsWriter add(String name, Tensor tensor) {
        float[] data = tensor.data();
        return add(
                name,
                new Item(
                        DType.F32,
                        tensor.shape(),
                        (chunk, first, n) -> chunk.asFloatBuffer().put(data, first, n)));
    }

    /// Adds whole numbers in row-major order, to be written as I64.
    ///
    /// @throws IllegalArgumentException for a name as [#add(String, Tensor)] refuses it, or if the shape's size is
    ///     not the array's length
    public SafeTensorsWriter add(String name, long[] values, Shape shape) {
        checkLength(name, values.length, shape);
        return add(
                name,
                new Item(
                        DType.I64,
                        shape,
                        (chunk, first, n) -> chunk.asLongBuffer().put(values, first, n)));
    }

    /// Adds bytes in row-major order, to be written as U8.
    ///
    /// @throws IllegalArgumentException for a name as [#add(String, Tensor)] refuses it, or if the shape's size is
    ///     not the array's length
    public SafeTensorsWriter add(String name, byte[] values, Shape shape) {
        checkLength(name, values.length, shape);
        return add(name, new Item(DType.U8, shape, (chunk, first, n) -> chunk.put(values, first, n)));
    }

    /// Writes the file beside its place and moves it there whole; see [AtomicFile#write(Path, AtomicFile.Body)].
    ///
    /// @throws IllegalArgumentException if the header would be longer than [SafeTensors#MAX_HEADER_BYTES]
    /// @throws IOException if writing fails; what stood at `path` is then still there
    public void write(Path path) throws IOException {
        List<Map.Entry<String, Item>> order = new ArrayList<>(items.entrySet());
        order.sort(Comparator.comparingInt(
                (Map.Entry<String, Item> item) -> -item.getValue().dtype().bytes()));
        byte[] header = header(order);
        AtomicFile.write(path, channel -> {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            AtomicFile.writeFully(channel, length.putLong(0, header.length));
            AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
            for (Map.Entry<String, Item> entry : order) {
                Item item = entry.getValue();
                Elements.write(channel, item.dtype(), item.shape().size(), item.giver());
            }
        });
    }

    private byte[] header(List<Map.Entry<String, Item>> order) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(SafeTensorsHeader.METADATA, metadata);
        }
        long begin = 0;
        for (Map.Entry<String, Item> entry : order) {
            Item item = entry.getValue();
            Map<String, Object> description = new LinkedHashMap<>();
            description.put("dtype", item.dtype().name());
            description.put(
                    "shape", Arrays.stream(item.shape().toArray()).boxed().toList());
            description.put("data_offsets", List.of(begin, begin + item.bytes()));
            header.put(entry.getKey(), description);
            begin += item.bytes();
        }
        byte[] json = Json.write(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        if (padded.length > SafeTensors.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "header of " + padded.length + " bytes, at most " + SafeTensors.MAX_HEADER_BYTES + " are readable");
        }
        return padded;
    }

    private SafeTensorsWriter add(String name, Item item) {
        checkText(name);
        if (name.equals(SafeTensorsHeader.METADATA)) {
            throw new IllegalArgumentException("the name \"" + name + "\" is the metadata's");
        }
        if (items.putIfAbsent(name, item) != null) {
            throw new IllegalArgumentException("entry \"" + name + "\" was added before");
        }
        return this;
    }

    private static void checkLength(String name, int length, Shape shape) {
        if (length != shape.size()) {
            throw new IllegalArgumentException("entry \"" + name + "\": shape " + shape + " holds " + shape.size()
                    + " elements, the array has " + length);
        }
    }

    private static void checkText(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    FileFormatException.quote(text) + " has a surrogate without its partner, UTF-8 has no form for it");
        }
    }
}
