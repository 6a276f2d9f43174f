package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.evaluation.PeopleWeights;
import org.fovea.facerec.evaluation.Resampled;
import org.fovea.facerec.evaluation.SplitScores;
import org.fovea.facerec.experiment.ViewEmbeddings.Named;
import org.fovea.facerec.fusion.BoundedCosine;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.fusion.SoftCosine;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.verification.EmbeddingStore;
import org.fovea.gradcam.HeatMap;

/// The ensemble of views with an embedding network from elsewhere, which is not trained: does it help to show it parts
/// of the aligned face, in gallery and probe alike, and to bring the embeddings together?
///
/// Splits and covers are those of an [Experiment]. In place of the scatter of changed training pictures the fusions
/// whiten by that of the gallery's own pictures. The plain control moves the face by some pixels, since copies of one
/// network that is not trained are all the same.
public final class ViewExperiment {
    /// The ways in which every ensemble's answers are brought together.
    public static final List<Fusion> FUSIONS =
            List.of(new MeanCosine(), new BoundedCosine(), new SoftCosine(SoftCosine.Rule.MEAN));

    private final SharedFaces faces;
    private final ViewSettings settings;
    private final ViewEmbeddings embeddings;

    /// @param faces aligned, in colour, of the size that the model's card says
    /// @param store keeps embeddings; of this model alone
    /// @param done told how many embeddings were computed, a few hundred at a time
    /// @throws IllegalArgumentException if the faces are of another size, or the model is no network that can say
    ///     where it looks
    public ViewExperiment(
            FaceSet faces,
            ViewSettings settings,
            EmbeddingModel model,
            EmbeddingStore store,
            Workers workers,
            IntConsumer done) {
        ViewNetwork network = ViewNetwork.of(model, workers);
        if (faces.shape().extent(0) != network.height() || faces.shape().extent(1) != network.width()) {
            throw new IllegalArgumentException(
                    faces + "; aligned faces of " + network.width() + "×" + network.height() + " pixels expected");
        }
        this.faces = SharedFaces.of(faces);
        this.settings = settings;
        embeddings = new ViewEmbeddings(network, store, done);
    }

    /// Embeds what is missing, and scores everything.
    ///
    /// @throws java.io.UncheckedIOException if the store cannot be written
    public ViewResults run() {
        PeopleWeights weights =
                PeopleWeights.draw(faces.set().people(), Experiment.RESAMPLES, new Xoshiro256(settings.seed()).split());
        List<Cell> cells = new ArrayList<>();
        List<Map<SystemName, Map<Condition, Resampled>>> resampled = new ArrayList<>();
        for (int split = 1; split <= settings.splits(); split++) {
            resampled.add(split(split, weights, cells));
        }
        return new ViewResults(List.copyOf(cells), Summary.rows(settings.conditions(), resampled));
    }

    private Map<SystemName, Map<Condition, Resampled>> split(int number, PeopleWeights weights, List<Cell> cells) {
        SplitData split = new SplitOrigin(
                        faces,
                        settings.galleryPerPerson(),
                        number,
                        settings.conditions(),
                        Standardisation.NONE,
                        settings.seed())
                .split();
        Asked asked = new Asked(embeddings, split);
        var network = embeddings.network();
        ViewPlacing placing = new ViewPlacing(network.width(), network.height(), settings.members(), settings.draws());
        Map<SystemName, Map<Condition, List<Resampled>>> draws = new TreeMap<>();
        for (ViewEnsemble ensemble : placing.all(asked::gaze, settings.seed() * 1_000_003 + number)) {
            for (Fusion fusion : FUSIONS) {
                SystemName system = new SystemName(
                        ensemble.strategy(), ensemble.driver(), ensemble.views().size(), fusion.name());
                Fusion.Fitted fitted =
                        fusion.fit(ensemble.views().stream().map(asked::gallery).toList());
                for (Condition condition : settings.conditions()) {
                    Tensor scores = fitted.scores(ensemble.views().stream()
                            .map(view -> asked.probes(view, condition))
                            .toList());
                    int[] labels = asked.labels();
                    cells.add(Cell.of(number, system, ensemble.draw(), condition, scores, labels, Double.NaN));
                    draws.computeIfAbsent(system, s -> new EnumMap<>(Condition.class))
                            .computeIfAbsent(condition, c -> new ArrayList<>())
                            .add(Resampled.of(SplitScores.of(scores, labels), weights));
                }
            }
        }
        Map<SystemName, Map<Condition, Resampled>> means = new TreeMap<>();
        draws.forEach((system, byCondition) -> {
            Map<Condition, Resampled> mean = new EnumMap<>(Condition.class);
            byCondition.forEach((condition, each) -> mean.put(condition, Resampled.mean(each)));
            means.put(system, mean);
        });
        return means;
    }

    /// A split's pictures as the network embeds them, each view asked for once.
    private static final class Asked {
        private final ViewEmbeddings embeddings;
        private final Named gallery;
        private final Map<Condition, Named> probes = new EnumMap<>(Condition.class);
        private final Map<String, Experience> galleries = new HashMap<>();
        private final Map<String, Observations> seen = new HashMap<>();

        Asked(ViewEmbeddings embeddings, SplitData split) {
            this.embeddings = embeddings;
            gallery = Named.of(split.training());
            split.probes().forEach((condition, faces) -> probes.put(condition, Named.of(faces)));
        }

        int[] labels() {
            return probes.values().iterator().next().faces().labels();
        }

        HeatMap gaze(EmbeddedView view) {
            return embeddings
                    .network()
                    .gaze(view, gallery.faces(), gallery(view).pictures().features());
        }

        /// The gallery, its own pictures standing for how those of one person differ.
        Experience gallery(EmbeddedView view) {
            return galleries.computeIfAbsent(view.toString(), text -> {
                Observations pictures = observed(view, gallery);
                return new Experience(
                        pictures, pictures.features(), gallery.faces().labels());
            });
        }

        Observations probes(EmbeddedView view, Condition condition) {
            return seen.computeIfAbsent(
                    view + " " + condition, text -> observed(view, Objects.requireNonNull(probes.get(condition))));
        }

        /// Embeddings as the fusions read them; there are no logits, and maps are not asked of probes.
        private Observations observed(EmbeddedView view, Named pictures) {
            Tensor features = embeddings.of(view, pictures);
            int n = pictures.faces().size();
            return new Observations(Tensor.zeros(n, pictures.faces().people()), features, Tensor.zeros(n, 1, 1));
        }
    }
}
