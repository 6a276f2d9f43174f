package org.fovea.engine.random;

import java.util.random.RandomGenerator;

/// Numbers put into an order drawn by lot.
public final class Shuffle {
    private Shuffle() {}

    /// Shuffles in place, every order as likely (Durstenfeld, "Algorithm 235: Random permutation", CACM 7, 1964).
    public static void shuffle(int[] numbers, RandomGenerator random) {
        for (int i = numbers.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = numbers[j];
            numbers[j] = numbers[i];
            numbers[i] = other;
        }
    }

    /// Brings `count` of the numbers to the front, drawn by lot and in the order drawn; costs a draw each.
    public static void draw(int[] numbers, int count, RandomGenerator random) {
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i, numbers.length);
            int drawn = numbers[j];
            numbers[j] = numbers[i];
            numbers[i] = drawn;
        }
    }
}
