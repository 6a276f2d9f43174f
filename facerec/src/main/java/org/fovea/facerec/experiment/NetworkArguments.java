package org.fovea.facerec.experiment;

import java.util.List;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkSpec;
import org.fovea.facerec.ensemble.NetworkSpec.Away;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.gaze.Cover;
import org.fovea.facerec.network.View;
import org.jspecify.annotations.Nullable;

/// A network task's [SplitOrigin] and [NetworkSpec] as they stand in its recipe.
///
/// @param faces the name of the file of [SharedFaces]
record NetworkArguments(
        String faces,
        int trainPerPerson,
        int number,
        List<Condition> conditions,
        Standardisation standardisation,
        long seed,
        Spec network) {
    /// A [NetworkSpec], its view as text.
    record Spec(
            String view,
            long seed,
            TrainingSettings training,
            @Nullable Covers covers,
            @Nullable Penalty penalty) {
        static Spec of(NetworkSpec spec) {
            Away away = spec.away();
            return new Spec(
                    spec.view().toString(),
                    spec.seed(),
                    spec.training(),
                    away instanceof NetworkSpec.Covers covers
                            ? new Covers(of(covers.from()), covers.cover().share(), covers.share())
                            : null,
                    away instanceof NetworkSpec.Penalty penalty
                            ? new Penalty(of(penalty.from()), penalty.weight())
                            : null);
        }

        private static List<Spec> of(List<NetworkSpec> specs) {
            return specs.stream().map(Spec::of).toList();
        }

        NetworkSpec spec() {
            Away away = covers != null
                    ? new NetworkSpec.Covers(specs(covers.from), new Cover(covers.area), covers.share)
                    : penalty != null ? new NetworkSpec.Penalty(specs(penalty.from), penalty.weight) : null;
            return new NetworkSpec(View.parse(view), seed, training, away);
        }

        private static List<NetworkSpec> specs(List<Spec> from) {
            return from.stream().map(Spec::spec).toList();
        }
    }

    /// [NetworkSpec.Covers].
    record Covers(List<Spec> from, double area, double share) {}

    /// [NetworkSpec.Penalty].
    record Penalty(List<Spec> from, double weight) {}

    static NetworkArguments of(SplitOrigin split, NetworkSpec network) {
        return new NetworkArguments(
                split.faces().name(),
                split.trainPerPerson(),
                split.number(),
                split.conditions(),
                split.standardisation(),
                split.seed(),
                Spec.of(network));
    }

    /// The split's origin, given its faces.
    SplitOrigin origin(SharedFaces faces) {
        return new SplitOrigin(faces, trainPerPerson, number, conditions, standardisation, seed);
    }
}
