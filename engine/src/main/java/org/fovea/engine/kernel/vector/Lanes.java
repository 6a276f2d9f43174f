package org.fovea.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// How many floats a vector holds in this run, and how many vectors fit into the registers.
final class Lanes {
    /// The widest the machine has, or what `-Dfovea.vectorBits=128|256|512` says.
    static final VectorSpecies<Float> SPECIES = species(System.getProperty("fovea.vectorBits"));

    /// Floats in a vector.
    static final int COUNT = SPECIES.length();

    /// Whether there are 32 vector registers (AVX-512 and NEON) and not 16 (AVX2 and older). The JDK does not say;
    /// it prefers 512 bits exactly where AVX-512 is, whatever width is forced here.
    static final boolean MANY_REGISTERS = FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512
            || System.getProperty("os.arch").equals("aarch64");

    private Lanes() {}

    private static VectorSpecies<Float> species(String bits) {
        if (bits == null) {
            return FloatVector.SPECIES_PREFERRED;
        }
        return switch (bits) {
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default ->
                throw new IllegalArgumentException("fovea.vectorBits must be 128, 256 or 512, found \"" + bits + "\"");
        };
    }

    /// The largest multiple of the width that is not above `length`: where the tail begins.
    static int body(int length) {
        return length & -COUNT;
    }

    /// The vectors that hold `length` floats.
    static int vectors(int length) {
        return Math.ceilDiv(length, COUNT);
    }
}
