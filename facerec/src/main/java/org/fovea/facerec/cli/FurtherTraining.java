package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkTraining;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.Backbone;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.Layers;
import org.jspecify.annotations.Nullable;

/// An ONNX file's network, trained further on other people.
///
/// @param pictures the network, and how it reads pictures
/// @param cut the last node to keep
/// @param freeze how many nodes with parameters stay as they are
record FurtherTraining(OnnxPictures pictures, String cut, int freeze) {
    /// A pretrained network moves less than one that begins anew.
    private static final double RATE = 1e-3;

    /// @param size of the command line, WxH; null where it says none
    /// @throws IllegalArgumentException if what is said does not fit the file
    static FurtherTraining read(FurtherOptions options, @Nullable String size, Crop crop) throws IOException {
        Path from = Objects.requireNonNull(options.from);
        OnnxPictures pictures = OnnxPictures.read(from, options.pictures, size, crop);
        Network network = pictures.model().network();
        String cut = options.cut != null ? network.node(options.cut).name() : Backbone.beforeHead(network);
        FurtherTraining training = new FurtherTraining(pictures, cut, options.freeze == null ? 0 : options.freeze);
        training.backbone(2, 1).freezing(training.freeze); // whether it can be done, before faces are read
        return training;
    }

    /// How pictures become frames.
    FaceInput input() {
        return pictures.input();
    }

    private Backbone backbone(int people, long seed) {
        Backbone backbone =
                Backbone.of(pictures.model().network(), cut, pictures.scaling(), people, new Xoshiro256(seed));
        Network network = backbone.network();
        String logits = Layers.logits(network);
        Layers.checkGradient(network, logits, FaceNetworks.gazeLayer(network)); // experience holds maps
        return backbone;
    }

    /// Trains.
    ///
    /// @param begin told of the network; gives who listens to its training
    FaceModel.Member train(
            FaceSet training, int epochs, long seed, Workers workers, Function<Network, TrainingListener> begin) {
        TrainingSettings standard = TrainingSettings.standard();
        TrainingSettings settings = new TrainingSettings(
                standard.filters(),
                epochs,
                standard.batch(),
                RATE,
                standard.weightDecay(),
                standard.labelSmoothing(),
                standard.augmentation());
        Backbone backbone = backbone(training.people(), seed);
        Network trained = backbone.freezing(freeze);
        NetworkTraining.fit(trained, training, Standardisation.NONE, settings, seed, workers, begin.apply(trained));
        View whole = View.whole(input().width(), input().height());
        FaceNetwork face = new FaceNetwork(backbone.network(), whole, Standardisation.NONE);
        return new FaceModel.Member(face, Experience.of(face, training, settings.augmentation(), seed, workers));
    }

    /// For people: what is kept, and what stays as it is.
    String remark() {
        return pictures.remark() + "; kept up to " + cut + ", " + freeze + " of "
                + backbone(2, 1).learned().size() + " nodes with parameters frozen";
    }
}
