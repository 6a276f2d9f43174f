package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fovea.engine.io.SafeTensorsHeader.Entry;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A file of named arrays in the [safetensors](https://github.com/huggingface/safetensors) format.
///
/// | bytes | what |
/// |---|---|
/// | 0 to 7 | N, the header's length, little-endian; here at most [#MAX_HEADER_BYTES] |
/// | 8 to 7 + N | the header, a JSON object: by each array's name its entry, and under `__metadata__` strings by name |
/// | 8 + N to the last | the arrays, little-endian, row-major; `data_offsets` count from here, and leave nothing out |
///
/// An array's entry is `{"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}`.
///
/// [#read] reads and checks the header. An array's bytes are read when the array is asked for, by opening the file
/// again; nothing is held open, nothing is cached, and an instance may be used by several threads. If the file is
/// written or replaced in between, asking is refused.
///
/// Extents and their order are the file's: an array of PyTorch is (N, C, H, W) until it is converted. Elements of the
/// types in [DType] are read; an entry of another type (64-bit unsigned, 8-bit floating, complex) has a name and
/// extents, and is refused when its type or its elements are asked for.
public final class SafeTensors {
    /// The longest header that is read or written: 100 MB, the reference implementation's limit.
    public static final int MAX_HEADER_BYTES = 100_000_000;

    private static final int NAMES_IN_MESSAGE = 8;

    private final DataFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata;

    private SafeTensors(DataFile file, SafeTensorsHeader header) {
        this.file = file;
        this.metadata = header.metadata();
        for (Entry entry : header.entries()) {
            entries.put(entry.name(), entry);
        }
    }

    /// Reads the header of `path` and checks it against the file's length.
    ///
    /// @throws FileFormatException if the file breaks the format
    /// @throws IOException if the file cannot be read
    public static SafeTensors read(Path path) throws IOException {
        DataFile file = DataFile.of(path);
        return new SafeTensors(file, SafeTensorsHeader.read(file));
    }

    /// A file to be filled and written.
    public static SafeTensorsWriter writer() {
        return new SafeTensorsWriter();
    }

    /// The file this was read from.
    public Path path() {
        return file.path();
    }

    /// The arrays' names in the order in which their data stands in the file.
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /// The strings under `__metadata__` in the header's order; empty where there are none.
    public Map<String, String> metadata() {
        return metadata;
    }

    /// Whether there is an array of this name.
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /// What the elements of an array are.
    ///
    /// @throws FileFormatException if the file has no such array, or its elements are of a type that is not in
    ///     [DType]
    public DType dtype(String name) throws FileFormatException {
        return dtype(entry(name));
    }

    /// An array's extents as the file has them: none for a scalar, and possibly 0 or beyond what a [Shape] holds.
    ///
    /// @throws FileFormatException if the file has no such array
    public long[] extents(String name) throws FileFormatException {
        return entry(name).extents().clone();
    }

    /// An array's shape; without extents for a scalar.
    ///
    /// @throws FileFormatException if the file has no such array, or if it has an extent of 0 or more elements than
    ///     an array holds, for which there is no [Shape]
    public Shape shape(String name) throws FileFormatException {
        return shape(entry(name));
    }

    /// An array of floating type as a tensor. F16 and BF16 convert exactly; F64 is rounded to the nearest `float`,
    /// and to an infinity beyond its range.
    ///
    /// @throws FileFormatException if the file has no such array, if its type is not floating, if there is no
    ///     [Shape] for it (see [#shape(String)]), or if the file has changed since its header was read
    /// @throws IOException if the file cannot be read
    public Tensor tensor(String name) throws IOException {
        Entry entry = entry(name);
        checkFloating(entry);
        return Tensor.of(shape(entry), elements(entry).floats());
    }

    /// An array as [#tensor(String)] gives it, if all of its elements are finite numbers: for weights, where one
    /// NaN makes every result NaN.
    ///
    /// @throws FileFormatException as [#tensor(String)] does, or if an element is NaN or infinite, naming the first
    /// @throws IOException if the file cannot be read
    public Tensor finiteTensor(String name) throws IOException {
        Tensor tensor = tensor(name);
        String wrong = Elements.notFinite(tensor);
        if (wrong != null) {
            throw file.refused(
                    entry(name).begin(), "finite numbers in array " + FileFormatException.quote(name), wrong);
        }
        return tensor;
    }

    /// An array of floating type as doubles, exactly, in row-major order; empty if an extent is 0.
    ///
    /// @throws FileFormatException if the file has no such array, if its type is not floating, if it has more
    ///     elements than an array holds, or if the file has changed since its header was read
    /// @throws IOException if the file cannot be read
    public double[] doubles(String name) throws IOException {
        Entry entry = entry(name);
        checkFloating(entry);
        return elements(entry).doubles();
    }

    /// An array of whole numbers, or of truth values as 0 and 1, in row-major order; empty if an extent is 0.
    ///
    /// @throws FileFormatException if the file has no such array, if its type is floating, if it has more elements
    ///     than an array holds, if a truth value is neither 0 nor 1, or if the file has changed since its header
    ///     was read
    /// @throws IOException if the file cannot be read
    public long[] longs(String name) throws IOException {
        Entry entry = entry(name);
        DType dtype = dtype(entry);
        if (dtype.floating()) {
            throw refused(entry, "to be of a whole type", dtype + ", which tensor and doubles give");
        }
        return elements(entry).longs();
    }

    /// The file and its arrays' names, for people.
    @Override
    public String toString() {
        return "SafeTensors " + file.path() + " " + someNames();
    }

    private Entry entry(String name) throws FileFormatException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw file.refused(8, "an entry " + FileFormatException.quote(name), someNames());
        }
        return entry;
    }

    private String someNames() {
        return entries.keySet().stream()
                .limit(NAMES_IN_MESSAGE)
                .map(FileFormatException::quote)
                .collect(Collectors.joining(
                        ", ",
                        entries.size() + (entries.size() == 1 ? " entry: " : " entries: "),
                        entries.size() > NAMES_IN_MESSAGE ? ", …" : ""));
    }

    private void checkFloating(Entry entry) throws FileFormatException {
        DType dtype = dtype(entry);
        if (!dtype.floating()) {
            throw refused(entry, "to be of a floating type", dtype + ", which longs gives");
        }
    }

    private DType dtype(Entry entry) throws FileFormatException {
        DType dtype = entry.dtype();
        if (dtype == null) {
            throw refused(
                    entry,
                    "to have one of the dtypes " + Arrays.toString(DType.values()),
                    FileFormatException.quote(entry.type()));
        }
        return dtype;
    }

    private Shape shape(Entry entry) throws FileFormatException {
        for (long extent : entry.extents()) {
            if (extent < 1) {
                throw refused(entry, "to have extents of at least 1, as a Shape has", shapeText(entry));
            }
        }
        checkCount(entry);
        return Shape.of(
                Arrays.stream(entry.extents()).mapToInt(Math::toIntExact).toArray());
    }

    private void checkCount(Entry entry) throws FileFormatException {
        if (entry.count() > Elements.MAX_COUNT) {
            throw refused(
                    entry, "to have at most " + Elements.MAX_COUNT + " elements, as an array has", shapeText(entry));
        }
    }

    private static String shapeText(Entry entry) {
        return "shape " + Arrays.toString(entry.extents());
    }

    private Elements elements(Entry entry) throws FileFormatException {
        checkCount(entry);
        return new Elements(file, entry.begin(), (int) entry.count(), dtype(entry), ByteOrder.LITTLE_ENDIAN);
    }

    private FileFormatException refused(Entry entry, String expected, String found) {
        return file.refused(
                entry.describedAt(), "entry " + FileFormatException.quote(entry.name()) + " " + expected, found);
    }
}
