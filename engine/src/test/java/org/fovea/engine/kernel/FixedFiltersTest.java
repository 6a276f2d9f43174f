package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.fail;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.parallel.Workers;
import org.junit.jupiter.api.Test;

/// Filters in the forms of algorithms: one copy of each.
class FixedFiltersTest {
    @Test
    void aFormIsMadeOnce() {
        FixedFilters filters = new FixedFilters(new float[9]);
        AlignedArray form = filters.form("one way", 16, made -> made.array()[made.at()] = 1);
        assertEquals(1, form.array()[form.at()]);
        assertSame(form, filters.form("one way", 16, made -> fail("made again")));
        assertNotSame(form, filters.form("another", 16, made -> {}));
    }

    /// Batches of one and of three, by whatever algorithm each goes: the vector kernels leave a form behind.
    @Test
    void convolutionsOfAnyBatchShareTheForm() {
        Kernels kernels = KernelSelection.selected();
        FixedFilters filters = new FixedFilters(new float[32 * 48]);
        Workers alone = new Workers(1);
        Convolution one = kernels.convolution(shape(1));
        one.fixFilters(filters, alone);
        String algorithm = one.algorithm().replaceFirst(",.*", "");
        AlignedArray form = filters.form(algorithm, 16, made -> {});
        kernels.convolution(shape(3)).fixFilters(filters, alone);
        assertSame(form, filters.form(algorithm, 16, made -> fail("gone")));
    }

    private static ConvolutionShape shape(int n) {
        return new ConvolutionShape(n, 7, 5, 32, 48, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1);
    }
}
