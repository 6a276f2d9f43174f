package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.gradcam.Cost.Beyond;
import org.junit.jupiter.api.Test;

class CostTest {
    @Test
    void isToldInWords() {
        assertEquals("1 forward", Cost.passes(1, 0).toString());
        assertEquals("none", Cost.passes(0, 0).toString());
        Cost cost = Cost.passes(1, 1).and(Beyond.DECOMPOSITION, "1 decomposition");
        assertEquals("1 forward, 1 backward, 1 decomposition", cost.toString());
        assertEquals(
                "6 forward, 6 backward, 6 × (1 decomposition)", cost.times(6).toString());
    }

    @Test
    void whatIsHeavierDecides() {
        Cost many = Cost.passes(1, 0).and(Beyond.MANY_PASSES, "1 forward a channel");
        assertEquals(Beyond.MANY_PASSES, many.and(Beyond.DECOMPOSITION, "more").beyond());
        assertEquals(
                "1 forward, 1 forward a channel, more",
                many.and(Beyond.DECOMPOSITION, "more").toString());
    }

    /// By what a method does, and not by the words that tell of it.
    @Test
    void onePassIsOnePassWhateverTheRemarkSays() {
        assertTrue(Cost.passes(1, 1)
                .and(Beyond.AFTER_THE_LAYER, "channels × nothing")
                .ofOnePass(1000, 256));
        assertFalse(Cost.passes(1, 0).and(Beyond.MANY_PASSES, "quick").ofOnePass(1, 256));
        Cost components = Cost.passes(1, 1).and(Beyond.DECOMPOSITION, "1 SVD");
        assertTrue(components.ofOnePass(256, 256));
        assertFalse(components.ofOnePass(257, 256));
        assertFalse(Cost.passes(2, 1).ofOnePass(1, 256));
        assertFalse(Cost.passes(1, 2).ofOnePass(1, 256));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Cost.passes(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Cost(1, 0, Beyond.NOTHING, "something"));
        assertThrows(IllegalArgumentException.class, () -> new Cost(1, 0, Beyond.MANY_PASSES, ""));
    }
}
