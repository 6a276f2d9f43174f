/// Randomness that can be saved, and that no thread disturbs.
///
/// Nothing in the engine draws from a generator of its own: whoever wants random weights, an order of batches or
/// dropout hands in a `RandomGenerator`, and so decides what comes of it. The JDK's generators would do, were it not
/// for checkpoints, which need a generator's state: [Xoshiro256][org.fovea.engine.random.Xoshiro256] gives its 256 bits
/// and takes them back, and the numbers after that are those that would have followed.
///
/// ```
/// Xoshiro256 random = new Xoshiro256(1);
/// network.initialize(random);                 // node after node, so the same seed gives the same weights
/// int[] order = {0, 1, 2, 3};
/// Shuffle.shuffle(order, new Xoshiro256(2));  // every order as likely
/// ```
///
/// Where work is split among threads, each piece has numbers of its own, drawn from a seed that is mixed from the
/// piece's number and not from a generator that all share. Which thread comes first then changes nothing, which is one
/// half of why a training gives the same bits on one thread or eight; the order of sums is the other.
package org.fovea.engine.random;
