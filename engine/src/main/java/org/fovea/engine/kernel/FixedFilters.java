package org.fovea.engine.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Filters that do not change any more, and the forms into which algorithms have brought them, of each one copy: all
/// convolutions with these filters share it. Several threads may ask at once.
public final class FixedFilters {
    private final float[] values;
    private final Map<String, float[]> forms = new HashMap<>();

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
    public synchronized float[] form(String algorithm, Supplier<float[]> maker) {
        return forms.computeIfAbsent(algorithm, name -> maker.get());
    }
}
