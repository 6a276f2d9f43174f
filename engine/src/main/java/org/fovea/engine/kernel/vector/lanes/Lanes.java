package org.fovea.engine.kernel.vector.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// How many floats a vector holds in this run, and how many vectors fit into the registers.
public final class Lanes {
    /// The widest the machine has, or what `-Dfovea.vectorBits=128|256|512` says.
    public static final VectorSpecies<Float> SPECIES = species(System.getProperty("fovea.vectorBits"));

    /// Floats in a vector.
    public static final int COUNT = SPECIES.length();

    /// As many bits in doubles, half as many of them.
    public static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SPECIES.vectorShape());

    /// Whether there are 32 vector registers (AVX-512 and NEON) and not 16 (AVX2 and older). The JDK does not say;
    /// it prefers 512 bits exactly where AVX-512 is, whatever width is forced here.
    public static final boolean MANY_REGISTERS = FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512
            || System.getProperty("os.arch").equals("aarch64");

    /// What is read in place of an array that is not there: a bias, or what a result is to be added to. Read like
    /// the array, at index 0, so that a value is not the meeting of two branches: C2 keeps those on the heap.
    @SuppressWarnings("MutablePublicArray") // a constant for C2, which nobody writes to
    public static final float[] ZEROS = new float[4 * COUNT];

    // Each brings to a lane the one so many further. Fields and no array, whose elements C2 does not take for
    // constants.
    private static final VectorShuffle<Float> EIGHT_ON = further(SPECIES, 8);
    private static final VectorShuffle<Float> FOUR_ON = further(SPECIES, 4);
    private static final VectorShuffle<Float> TWO_ON = further(SPECIES, 2);
    private static final VectorShuffle<Float> ONE_ON = further(SPECIES, 1);
    private static final VectorShuffle<Double> FOUR_DOUBLES_ON = further(DOUBLES, 4);
    private static final VectorShuffle<Double> TWO_DOUBLES_ON = further(DOUBLES, 2);
    private static final VectorShuffle<Double> ONE_DOUBLE_ON = further(DOUBLES, 1);

    private Lanes() {}

    private static <E> VectorShuffle<E> further(VectorSpecies<E> species, int lanes) {
        return VectorShuffle.fromOp(species, i -> (i + lanes) % species.length());
    }

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
    public static int body(int length) {
        return length & -COUNT;
    }

    /// The vectors that hold `length` floats.
    public static int vectors(int length) {
        return Math.ceilDiv(length, COUNT);
    }

    /// The sum of a vector's lanes: its halves are added until one lane is left.
    ///
    /// `reduceLanes(ADD)` leaves the order of its sum open, and it is another one once C2 has compiled the method;
    /// the last bits of a training would depend on when that was. This takes as long.
    public static float sum(FloatVector v) {
        FloatVector sum = v;
        if (COUNT > 8) {
            sum = sum.add(sum.rearrange(EIGHT_ON));
        }
        if (COUNT > 4) {
            sum = sum.add(sum.rearrange(FOUR_ON));
        }
        sum = sum.add(sum.rearrange(TWO_ON));
        return sum.add(sum.rearrange(ONE_ON)).lane(0);
    }

    /// The sum of a vector's lanes, in halves as [#sum(FloatVector)] has it.
    public static double sum(DoubleVector v) {
        DoubleVector sum = v;
        if (COUNT > 8) {
            sum = sum.add(sum.rearrange(FOUR_DOUBLES_ON));
        }
        if (COUNT > 4) {
            sum = sum.add(sum.rearrange(TWO_DOUBLES_ON));
        }
        return sum.add(sum.rearrange(ONE_DOUBLE_ON)).lane(0);
    }
}
