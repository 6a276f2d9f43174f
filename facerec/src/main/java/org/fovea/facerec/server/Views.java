package org.fovea.facerec.server;

import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceQuality;
import org.fovea.facerec.gallery.Candidate;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.Identification;
import org.fovea.facerec.gallery.ModelIdentity;
import org.fovea.facerec.gallery.Picture;
import org.fovea.facerec.gallery.Verification;
import org.fovea.facerec.report.Overlay;
import org.fovea.facerec.report.PairPage;
import org.fovea.gradcam.explanation.PairExplanation;
import org.fovea.gradcam.explanation.PairExplanation.Side;
import org.jspecify.annotations.Nullable;

/// The bodies of requests and answers, as `openapi.yaml` describes them.
final class Views {
    private Views() {}

    record Model(String name, String fingerprint, int length) {
        static Model of(ModelIdentity model) {
            return new Model(model.name(), model.fingerprint(), model.length());
        }
    }

    record Bounds(int bodyBytes, long pixels, int requestsPerMinute, int photographs) {
        static Bounds of(Limits limits) {
            return new Bounds(limits.bodyBytes(), limits.pixels(), limits.requestsPerMinute(), limits.photographs());
        }
    }

    /// @param threshold of two photographs' score; null where none is known
    /// @param role what the asker may do
    record Service(
            String name,
            Model model,
            @Nullable Double threshold,
            Bounds limits,
            boolean keepsPhotographs,
            String role) {}

    record Calibration(
            double threshold,
            double wantedFmr,
            double fmr,
            double fmrLow,
            double fmrHigh,
            double lowestFmr,
            int comparisons,
            int people) {
        static Calibration of(org.fovea.facerec.gallery.Calibration from) {
            return new Calibration(
                    from.threshold(),
                    from.wantedFmr(),
                    from.fmr().value(),
                    from.fmr().interval().low(),
                    from.fmr().interval().high(),
                    from.lowestFmr(),
                    from.comparisons(),
                    from.people());
        }
    }

    record Collection(
            String name, int people, int pictures, @Nullable Calibration calibration) {
        static Collection of(String name, Gallery gallery) {
            return new Collection(
                    name,
                    gallery.size(),
                    gallery.pictures(),
                    gallery.calibration().map(Calibration::of).orElse(null));
        }
    }

    record Collections(List<Collection> collections) {}

    record NewCollection(String name) {}

    record NewCalibration(double fmr) {}

    record Person(String name, int pictures) {}

    /// @param next the name after which the list goes on; null at its end
    record People(List<Person> people, @Nullable String next) {}

    record KeptPicture(String id, String enrolled, SortedMap<String, Double> quality) {
        static KeptPicture of(Picture picture) {
            return new KeptPicture(
                    picture.id(),
                    picture.enrolled().toString(),
                    picture.quality().measures());
        }
    }

    record PersonsPictures(String name, List<KeptPicture> pictures) {}

    /// A face that was found.
    ///
    /// @param number from 1 on, from left to right
    /// @param box left, top, width, height in pixels
    /// @param landmarks the right eye, the left eye, the nose, the right and the left corner of the mouth
    record FoundFace(int number, double score, double[] box, double[][] landmarks) {
        static FoundFace of(int number, DetectedFace found) {
            Box box = found.box();
            return new FoundFace(
                    number,
                    found.score(),
                    new double[] {box.left(), box.top(), box.width(), box.height()},
                    found.landmarks().points().stream().map(Views::coordinates).toArray(double[][]::new));
        }

        @Override
        public String toString() {
            return "face " + number;
        }
    }

    private static double[] coordinates(Point point) {
        return new double[] {point.x(), point.y()};
    }

    record Detection(int width, int height, List<FoundFace> faces) {}

    /// A face that was read.
    ///
    /// @param eyes the distance between the eyes, in pixels
    /// @param flaws what makes it less fit to be compared, for people
    record JudgedFace(
            FoundFace face,
            int of,
            double eyes,
            double sharpness,
            double yaw,
            double pitch,
            double roll,
            double visible,
            List<String> flaws) {
        static JudgedFace of(Face read) {
            FaceQuality quality = read.quality();
            return new JudgedFace(
                    FoundFace.of(read.chosen().number(), read.found()),
                    read.chosen().of(),
                    quality.eyes(),
                    quality.sharpness(),
                    quality.pose().yaw(),
                    quality.pose().pitch(),
                    quality.pose().roll(),
                    quality.visible(),
                    quality.reasons());
        }
    }

    /// @param kind `same-picture` or `another-persons-likeness`
    record Duplicate(String kind, String person, String picture, double score) {
        static Duplicate of(org.fovea.facerec.gallery.Duplicate from) {
            String kind = switch (from.kind()) {
                case SAME_PICTURE -> "same-picture";
                case ANOTHER_PERSONS_LIKENESS -> "another-persons-likeness";
            };
            return new Duplicate(kind, from.person(), from.picture(), from.score());
        }
    }

    record Enrolment(
            String picture,
            String person,
            boolean added,
            JudgedFace face,
            @Nullable Duplicate duplicate) {}

    /// @param fmr the share of comparisons of different people that score so high, at most; null before calibration
    /// @param log10LikelihoodRatio of the one picture; the best of several says no more than that, and rather less.
    ///     Null where the model has no calibration
    record Scored(
            String person,
            String picture,
            double score,
            @Nullable Double fmr,
            @Nullable Double log10LikelihoodRatio) {
        /// @param model what scores of two pictures mean; null where that is not known
        static Scored of(Candidate candidate, org.fovea.facerec.embedding.@Nullable Calibration model) {
            return new Scored(
                    candidate.person(),
                    candidate.picture(),
                    candidate.score(),
                    orNull(candidate.fmr()),
                    model == null ? null : model.ratio().log10(candidate.score()));
        }
    }

    /// @param decision `match`, `unknown`, or `undecided` where there is no threshold
    /// @param person null where that is unknown or undecided
    record Identified(
            JudgedFace face, String decision, @Nullable String person, List<Scored> candidates) {
        static Identified of(Face read, Identification found, org.fovea.facerec.embedding.@Nullable Calibration model) {
            return new Identified(
                    JudgedFace.of(read),
                    found.decision(),
                    found.match().map(Candidate::person).orElse(null),
                    found.candidates().stream()
                            .map(candidate -> Scored.of(candidate, model))
                            .toList());
        }
    }

    record Identifications(int width, int height, @Nullable Double threshold, List<Identified> faces) {}

    /// @param same null where no threshold is known
    /// @param fmr what the threshold was calibrated to; null where none is
    /// @param log10LikelihoodRatio null where the model has no calibration
    record Comparison(
            double score,
            @Nullable Boolean same,
            @Nullable Double threshold,
            @Nullable Double fmr,
            @Nullable Double log10LikelihoodRatio,
            List<JudgedFace> faces) {
        /// @param calibration null where the model has none
        static Comparison of(List<Face> two, org.fovea.facerec.embedding.@Nullable Calibration calibration) {
            double score = two.getFirst().score(two.getLast());
            List<JudgedFace> faces = two.stream().map(JudgedFace::of).toList();
            return calibration == null
                    ? new Comparison(score, null, null, null, null, faces)
                    : new Comparison(
                            score,
                            score >= calibration.threshold(),
                            calibration.threshold(),
                            calibration.fmr(),
                            calibration.ratio().log10(score),
                            faces);
        }
    }

    record PersonComparison(
            Scored candidate,
            @Nullable Boolean same,
            @Nullable Double threshold,
            JudgedFace face) {
        static PersonComparison of(
                Verification verification, Face read, org.fovea.facerec.embedding.@Nullable Calibration model) {
            return new PersonComparison(
                    Scored.of(verification.candidate(), model),
                    verification.accepted().orElse(null),
                    orNull(verification.threshold()),
                    JudgedFace.of(read));
        }
    }

    /// A face's shares of the similarity to another.
    ///
    /// @param picture the face as the network reads it, a PNG in a data URL
    /// @param overlay the map over it, both faces' on one scale, likewise
    /// @param height of the map, in cells
    /// @param map each cell's share, row by row
    /// @param alike the sum of the cells above 0
    /// @param against the sum of those below 0
    /// @param bias the share without a place
    /// @param residue what the shares miss
    /// @param exact whether the residue is rounding
    record ExplainedFace(
            String picture,
            String overlay,
            int height,
            int width,
            float[] map,
            double alike,
            double against,
            double bias,
            double residue,
            boolean exact) {
        private static ExplainedFace of(org.fovea.facerec.data.Picture face, Side side, float most) {
            return new ExplainedFace(
                    dataUrl(face),
                    dataUrl(Overlay.signed(face, side.map(), most)),
                    side.map().height(),
                    side.map().width(),
                    side.map().values(),
                    side.positive(),
                    side.negative(),
                    side.bias(),
                    side.residue(),
                    side.exact());
        }

        private static String dataUrl(org.fovea.facerec.data.Picture picture) {
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureFile.png(picture));
        }
    }

    /// @param layer whose cells have the shares
    record Explanation(double similarity, String layer, List<ExplainedFace> faces) {
        static Explanation of(PairPage page) {
            PairExplanation why = page.explanation();
            float most = why.largest();
            return new Explanation(
                    why.similarity(),
                    why.layer(),
                    List.of(
                            ExplainedFace.of(page.first(), why.first(), most),
                            ExplainedFace.of(page.second(), why.second(), most)));
        }
    }

    /// @param comparison the answer without why
    record Explained<T>(T comparison, Explanation explanation) {}

    record Health(String status) {}

    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
