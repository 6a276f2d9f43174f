package org.fovea.engine.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Filters that do not change any more, and the forms into which algorithms have brought them, of each one copy: all
/// convolutions with these filters share it. Several threads may ask at once.
public final class FixedFilters {
    private final float[] values;
    private final Map<String, AlignedArray> forms = new HashMap<>();

    /// @param values (KH, KW, IC / groups, OC), shared
    public FixedFilters(float[] values) {
        this.values = values;
    }

    /// The filters as they are.
    public float[] values() {
        return values;
    }

    /// An algorithm's form of the filters, made if nobody has asked for it yet; not to be written to.
    ///
    /// @param algorithm decides, with the filters, what the form is
    /// @param floats that the form takes
    /// @param maker fills them
    public synchronized AlignedArray form(String algorithm, int floats, Consumer<AlignedArray> maker) {
        return forms.computeIfAbsent(algorithm, name -> {
            AlignedArray form = AlignedArray.of(floats);
            maker.accept(form);
            return form;
        });
    }
}
