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

    /// The sum of the first [#COUNT] values, each fourth together, then the four: a vector that was stored there.
    ///
    /// `FloatVector.reduceLanes` leaves the order of its sum open, and it is another one once C2 has compiled the
    /// method; so its last bits would depend on when that was. No sum here may go through it.
    static float sum(float[] lanes) {
        float s0 = lanes[0];
        float s1 = lanes[1];
        float s2 = lanes[2];
        float s3 = lanes[3];
        for (int i = 4; i < COUNT; i += 4) {
            s0 += lanes[i];
            s1 += lanes[i + 1];
            s2 += lanes[i + 2];
            s3 += lanes[i + 3];
        }
        return (s0 + s2) + (s1 + s3);
    }

    /// The sum of the first `count` values, from the first to the last, for the reason that [#sum(float[])] has.
    static double sum(double[] lanes, int count) {
        double sum = lanes[0];
        for (int i = 1; i < count; i++) {
            sum += lanes[i];
        }
        return sum;
    }
}
