package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.List;

/// Where networks are trained: given a specification, gives the trained network. Strategies ask a studio for one
/// network after another, and do not know whether it is trained now, on another machine, or was finished yesterday.
@FunctionalInterface
public interface Studio {
    /// The network of this specification. Returns when it is there.
    Trained train(NetworkSpec spec);

    /// Several networks that do not depend on each other, in the order asked; they may be trained side by side.
    default List<Trained> trainAll(List<NetworkSpec> specs) {
        List<Trained> trained = new ArrayList<>();
        for (NetworkSpec spec : specs) {
            trained.add(train(spec));
        }
        return trained;
    }
}
