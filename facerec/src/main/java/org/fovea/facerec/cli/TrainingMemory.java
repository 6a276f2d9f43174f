package org.fovea.facerec.cli;

import java.util.Locale;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.network.FaceNetworks;

/// The memory that training needs, told before it begins: an estimate from the shapes alone.
///
/// What needs most is the sweep over the training pictures when a network is trained, of up to [#SWEEP] at a time, with
/// an activation and a gradient for every node and example; a training step has smaller batches, and computes
/// neighbours in one. To that come the pictures and, for each parameter, its value, gradient and two moments. What
/// convolutions need while they compute is small beside it and left out, so that what is refused here could not have
/// been trained.
///
/// @param need bytes
/// @param heap bytes that Java may have
record TrainingMemory(long need, long heap) {
    /// Examples of a [org.fovea.engine.network.Sweep] at a time.
    static final int SWEEP = 32;

    private static final double GIB = 1L << 30;

    /// The memory for one network that sees the whole of each picture; members of an ensemble follow one another.
    ///
    /// @param test how many pictures are kept beside those for training
    static TrainingMemory of(FaceSet training, int test, TrainingSettings settings) {
        long pictures = (long) (training.size() + test) * training.shape().size() * Float.BYTES;
        long need = pictures + pass(training.shape(), training.people(), settings, training.size());
        return new TrainingMemory(need, Runtime.getRuntime().maxMemory());
    }

    /// The bytes of one network's largest pass, and of what the optimiser keeps.
    static long pass(Shape input, int people, TrainingSettings settings, int pictures) {
        Network network = FaceNetworks.small(input, people, settings.filters());
        long values = 0;
        for (Node node : network.nodes()) {
            values += node.shape().size();
        }
        long examples = Math.min(pictures, Math.max(SWEEP, settings.batch()));
        return Float.BYTES * (2 * examples * values + 4 * network.trainedParameters());
    }

    /// The estimate for people.
    ///
    /// @throws IllegalArgumentException if the heap cannot hold it; the message has both numbers
    String checked() {
        String needed = String.format(Locale.ROOT, "training needs about %.1f GiB of memory", need / GIB);
        String there = String.format(Locale.ROOT, "%.1f GiB", heap / GIB);
        if (need > heap) {
            throw new IllegalArgumentException(needed + ", and Java has " + there
                    + "; choose a smaller --size, or give it more: FOVEA_JAVA_OPTS=-Xmx"
                    + (long) Math.ceil(1.1 * need / GIB) + "g");
        }
        return needed + ", of " + there + " that Java has";
    }
}
