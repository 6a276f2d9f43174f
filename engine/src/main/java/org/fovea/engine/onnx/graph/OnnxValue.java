package org.fovea.engine.onnx.graph;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A graph's input or output as the file declares it.
///
/// @param extents null where the file does not even say how many axes there are
public record OnnxValue(
        String name, OnnxType type, @Nullable List<Extent> extents) {
    public OnnxValue {
        extents = extents == null ? null : List.copyOf(extents);
    }

    /// One extent of a declared value.
    ///
    /// @param size the extent, or -1 where it is left open
    /// @param symbol the name given to an open extent, empty where it has none
    public record Extent(int size, String symbol) {
        @Override
        public String toString() {
            return size >= 0 ? Integer.toString(size) : symbol.isEmpty() ? "?" : symbol;
        }
    }

    /// The name, type and extents: `input FLOAT batch×3×224×224`.
    @Override
    public String toString() {
        String text = name + " " + type;
        if (extents == null) {
            return text + " of any extents";
        }
        return text + " "
                + (extents.isEmpty()
                        ? "scalar"
                        : extents.stream().map(Extent::toString).collect(Collectors.joining("×")));
    }
}
