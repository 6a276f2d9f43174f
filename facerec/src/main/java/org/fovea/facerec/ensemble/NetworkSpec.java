package org.fovea.facerec.ensemble;

import java.util.List;
import org.fovea.facerec.gaze.Cover;
import org.fovea.facerec.network.View;
import org.jspecify.annotations.Nullable;

/// Everything that decides what a network will be, given its training pictures: equal specifications give equal bits.
///
/// @param view what it sees
/// @param seed where its randomness begins
/// @param training how it is trained
/// @param away how it is kept from looking where others look; null if by its view alone
public record NetworkSpec(
        View view,
        long seed,
        TrainingSettings training,
        @Nullable Away away) {
    /// A way to keep a network from what others look at, other than by its view.
    public sealed interface Away {
        /// The networks to look away from.
        List<NetworkSpec> from();
    }

    /// Noise over the highest part of each training picture's own maps by the other networks, some of the time
    /// (Baek, Kwon and Jung 2023); the network is shown whole faces when it recognises.
    ///
    /// @param from the networks whose maps are covered
    /// @param cover how much of a picture
    /// @param share how often a picture is seen covered, from 0 to 1
    public record Covers(List<NetworkSpec> from, Cover cover, double share) implements Away {
        public Covers {
            from = List.copyOf(from);
        }
    }

    /// A penalty in the loss on the share of each picture's own gaze that lies where the others look on average.
    ///
    /// @param from the networks whose mean gazes are avoided
    /// @param weight of the penalty beside the cross-entropy
    public record Penalty(List<NetworkSpec> from, double weight) implements Away {
        public Penalty {
            from = List.copyOf(from);
        }
    }

    /// A network that is kept from nothing but what its view hides.
    public NetworkSpec(View view, long seed, TrainingSettings training) {
        this(view, seed, training, null);
    }
}
