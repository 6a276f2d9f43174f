package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The header of a safetensors file, read and checked: every number in it is held against the others and against the
/// file's length before anything relies on it.
///
/// @param entries in the order of their data
/// @param metadata in the header's order
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    /// One array: what its elements are, and where they stand.
    ///
    /// @param dtype null where `type` names one that is not read here
    /// @param type the dtype's name in the file
    /// @param count the product of `extents`, which may be beyond what a Java array holds
    /// @param begin the first byte of its data, counted from the file's first
    /// @param end the byte after its data
    /// @param describedAt where in the file the header describes it
    record Entry(
            String name,
            @Nullable DType dtype,
            String type,
            long[] extents,
            long count,
            long begin,
            long end,
            long describedAt) {
        @Override
        public String toString() {
            return FileFormatException.quote(name) + ", " + type + " " + Arrays.toString(extents) + ", bytes " + begin
                    + " to " + end;
        }
    }

    static final String METADATA = "__metadata__";
    private static final int LENGTH_BYTES = 8;
    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

    static SafeTensorsHeader read(DataFile file) throws IOException {
        byte[] json = readJson(file);
        if (json[0] != '{') {
            throw file.refused(LENGTH_BYTES, "'{'", String.format("the byte 0x%02x", json[0]));
        }
        Map<String, Json.Located> members = Json.parseObject(file.path().toString(), json, LENGTH_BYTES);
        long dataAt = (long) LENGTH_BYTES + json.length;
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = Map.of();
        for (Map.Entry<String, Json.Located> member : members.entrySet()) {
            if (member.getKey().equals(METADATA)) {
                metadata = metadata(file, member.getValue());
            } else {
                entries.add(
                        new EntryReader(file, member.getKey(), member.getValue().offset())
                                .read(member.getValue().value(), dataAt));
            }
        }
        // Stable, and an entry without data comes before the one that begins where it stands.
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        checkTiling(file, entries, dataAt);
        return new SafeTensorsHeader(List.copyOf(entries), metadata);
    }

    private static byte[] readJson(DataFile file) throws IOException {
        try (FileChannel channel = file.open()) {
            if (file.size() < LENGTH_BYTES) {
                throw file.refused(file.size(), "8 bytes of header length", "the end of the file");
            }
            ByteBuffer first = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            file.readFully(channel, 0, first);
            long length = first.getLong(0);
            long longest = Math.min(SafeTensors.MAX_HEADER_BYTES, file.size() - LENGTH_BYTES);
            if (length < 2 || length > longest) {
                String other = ForeignFile.describe(file, channel);
                if (other != null) {
                    throw file.refused(0, "a safetensors file", other);
                }
                throw file.refused(
                        0,
                        "a header length from 2 to " + longest + " (the file has " + file.size()
                                + " bytes, a header at most " + SafeTensors.MAX_HEADER_BYTES + ")",
                        Long.toUnsignedString(length));
            }
            byte[] json = new byte[(int) length];
            file.readFully(channel, LENGTH_BYTES, ByteBuffer.wrap(json));
            return json;
        }
    }

    private static Map<String, String> metadata(DataFile file, Json.Located located) throws FileFormatException {
        if (!(located.value() instanceof Map<?, ?> map)) {
            throw file.refused(located.offset(), METADATA + " to be an object", kind(located.value()));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : map.entrySet()) {
            String key = (String) member.getKey();
            if (!(member.getValue() instanceof String value)) {
                throw file.refused(
                        located.offset(),
                        METADATA + " to hold strings only",
                        kind(member.getValue()) + " under " + FileFormatException.quote(key));
            }
            metadata.put(key, value);
        }
        return Collections.unmodifiableMap(metadata);
    }

    /// The entries' data must fill the rest of the file: nothing twice, nothing left out, nothing after.
    private static void checkTiling(DataFile file, List<Entry> entries, long dataAt) throws FileFormatException {
        long at = dataAt;
        String before = "the header";
        for (Entry entry : entries) {
            String name = FileFormatException.quote(entry.name());
            if (entry.begin() != at) {
                throw file.refused(
                        entry.describedAt(),
                        "the data of " + name + " to begin at byte " + at + " of the file, where " + before + " ends",
                        (entry.begin() < at ? "an overlap, it begins at byte " : "a hole, it begins at byte ")
                                + entry.begin());
            }
            at = entry.end();
            before = name;
        }
        if (at != file.size()) {
            throw file.refused(at, "the end of the file after the last entry's data", file.size() - at + " more bytes");
        }
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String string -> "the string " + FileFormatException.quote(string);
            case Map<?, ?> object -> "an object";
            case List<?> array -> "an array of " + array.size();
            default -> value.toString();
        };
    }

    /// Reads the description of one entry.
    private record EntryReader(DataFile file, String name, long offset) {
        Entry read(@Nullable Object value, long dataAt) throws FileFormatException {
            if (!(value instanceof Map<?, ?> description)
                    || !description.keySet().equals(KEYS)) {
                throw refused("to be an object of \"dtype\", \"shape\" and \"data_offsets\"", found(value));
            }
            if (!(description.get("dtype") instanceof String type)) {
                throw refused("to have a string as dtype", kind(description.get("dtype")));
            }
            DType dtype = dtype(type);
            long[] extents = numbers("shape", description.get("shape"));
            long[] offsets = numbers("data_offsets", description.get("data_offsets"));
            long dataBytes = file.size() - dataAt;
            if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
                throw refused(
                        "to have data_offsets [begin, end] with begin ≤ end ≤ " + dataBytes
                                + ", the bytes of data in the file",
                        Arrays.toString(offsets));
            }
            long count;
            long bytes;
            try {
                count = Arrays.stream(extents).reduce(1, Math::multiplyExact);
                // How wide an element of an unknown type is, nobody but the offsets says.
                bytes = dtype == null ? offsets[1] - offsets[0] : Math.multiplyExact(count, dtype.bytes());
            } catch (ArithmeticException overflow) {
                throw refused("to have a shape whose size fits in 63 bits", Arrays.toString(extents));
            }
            if (bytes != offsets[1] - offsets[0]) {
                throw refused(
                        "to have " + bytes + " bytes of data, for " + dtype + " of shape " + Arrays.toString(extents),
                        offsets[1] - offsets[0] + " bytes, data_offsets " + Arrays.toString(offsets));
            }
            return new Entry(name, dtype, type, extents, count, dataAt + offsets[0], dataAt + offsets[1], offset);
        }

        private static String found(@Nullable Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                return kind(value);
            }
            return map.keySet().stream()
                    .limit(4)
                    .map(key -> FileFormatException.quote((String) key))
                    .collect(Collectors.joining(", ", "an object of ", map.size() > 4 ? ", …" : ""));
        }

        private static @Nullable DType dtype(String type) {
            for (DType dtype : DType.values()) {
                if (dtype.name().equals(type)) {
                    return dtype;
                }
            }
            return null;
        }

        private long[] numbers(String key, @Nullable Object value) throws FileFormatException {
            if (!(value instanceof List<?> list)) {
                throw refused("to have an array as " + key, kind(value));
            }
            long[] numbers = new long[list.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (!(list.get(i) instanceof Long number) || number < 0) {
                    throw refused("to have whole numbers from 0 on as " + key, kind(list.get(i)) + " at index " + i);
                }
                numbers[i] = number;
            }
            return numbers;
        }

        private FileFormatException refused(String expected, String found) {
            return file.refused(offset, "entry " + FileFormatException.quote(name) + " " + expected, found);
        }
    }
}
