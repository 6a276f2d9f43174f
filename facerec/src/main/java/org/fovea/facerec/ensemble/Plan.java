package org.fovea.facerec.ensemble;

import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.gaze.Regions;
import org.fovea.facerec.network.View;

/// What an ensemble is to be, whatever the strategy.
///
/// @param frameWidth pixels across of the aligned frame
/// @param frameHeight pixels down
/// @param members how many networks there are to be, at least 1
/// @param seed where all randomness begins
/// @param training how each network is trained
public record Plan(int frameWidth, int frameHeight, int members, long seed, TrainingSettings training) {
    public Plan {
        if (members < 1) {
            throw new IllegalArgumentException("an ensemble has at least 1 member, found " + members);
        }
    }

    /// The same plan for another number of networks.
    public Plan withMembers(int members) {
        return new Plan(frameWidth, frameHeight, members, seed, training);
    }

    /// The network that sees the whole frame, the `number`-th of its kind from 1: the same for every strategy.
    NetworkSpec whole(int number) {
        return new NetworkSpec(View.whole(frameWidth, frameHeight), seed(number), training);
    }

    /// A network that sees a region of the frame.
    ///
    /// @param number tells it from the plan's other networks
    NetworkSpec seeing(boolean[] region, int number) {
        return new NetworkSpec(View.region(frameWidth, frameHeight, region), seed(number), training);
    }

    /// A seed for the plan's networks and lots: different numbers, unrelated seeds.
    long seed(int number) {
        return new Xoshiro256(new Xoshiro256(seed).nextLong() ^ number).nextLong();
    }

    /// All of the frame.
    boolean[] frame() {
        return Regions.all(frameWidth, frameHeight);
    }

    /// So much of the frame, in pixels.
    int pixels(double share) {
        return (int) Math.round(share * frameWidth * frameHeight);
    }
}
