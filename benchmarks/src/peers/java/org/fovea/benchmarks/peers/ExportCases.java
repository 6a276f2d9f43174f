package org.fovea.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Augmentation;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.gaze.Regions;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.model.FaceModelExport;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;

/// What [ExportCheck] has ONNX Runtime compute.
///
/// @param x (N, C, H, W) or (N, C)
/// @param y what Fovea computes of it, channels first as well
record ExportCases(String name, OnnxExport export, Tensor x, Tensor y) {
    private static final int BATCH = 3;
    private static final int SIDE = 32;
    private static final List<String> PEOPLE = List.of("Ada", "Bo", "Cy", "Di");

    /// The reference networks, a network around each kind of layer, and a face model under every fusion that can be
    /// written.
    static List<ExportCases> all() {
        List<ExportCases> cases = new ArrayList<>();
        for (ReferenceNetwork reference : ReferenceNetwork.values()) {
            cases.add(of(reference.build()));
        }
        LayerNetworks.all().forEach(network -> cases.add(of(randomised(network))));
        for (Fusion fusion : Fusions.all()) {
            if (!fusion.name().equals("gaze-agreement")) {
                cases.add(of("face model, " + fusion.name(), faces(fusion)));
            }
        }
        return cases;
    }

    /// A network or a face model from a file of Fovea's.
    static ExportCases read(Path file) throws IOException {
        SafeTensors arrays = SafeTensors.read(file);
        return FaceModel.isIn(arrays)
                ? of(String.valueOf(file.getFileName()), FaceModel.read(arrays))
                : of(ModelFile.network(arrays, ""));
    }

    private static ExportCases of(Network network) {
        Tensor x = Tensor.zeros(network.input().shape().batch(BATCH));
        Xoshiro256 random = new Xoshiro256(2);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        Tensor y = network.forward(x).output();
        return new ExportCases(network.name(), OnnxExport.of(network), first(x), first(y));
    }

    private static Tensor first(Tensor t) {
        return t.shape().rank() == 4 ? Layout.nhwcToNchw(t) : t;
    }

    private static ExportCases of(String name, FaceModel model) {
        FaceSet probes = probes(model.input(), model.people(), 5);
        Tensor x = Tensor.zeros(model.input().shape().batch(probes.size()));
        for (int i = 0; i < probes.size(); i++) {
            float[] picture = probes.picture(i).data();
            System.arraycopy(picture, 0, x.data(), i * picture.length, picture.length);
        }
        Tensor y = model.posteriors(model.observe(probes, Workers.common()));
        return new ExportCases(name, FaceModelExport.of(model), first(x), y);
    }

    private static Network randomised(Network network) {
        Xoshiro256 random = new Xoshiro256(4);
        for (Parameter p : network.parameters().values()) {
            for (int i = 0; i < p.value().size(); i++) {
                p.value().data()[i] = (float) (p.trained() ? random.nextGaussian() : 0.5 + random.nextDouble());
            }
        }
        return network;
    }

    /// Three networks, of the whole frame, a rectangle and a disc.
    private static FaceModel faces(Fusion fusion) {
        boolean[] all = Regions.all(SIDE, SIDE);
        boolean[] disc = Regions.randomDisc(SIDE, all, 300, new Xoshiro256(1));
        List<View> views = List.of(
                View.whole(SIDE, SIDE), View.rectangle(SIDE, SIDE, 3, 5, 16, 24), View.region(SIDE, SIDE, disc));
        FaceInput input = new FaceInput(SIDE, SIDE, 1, new Crop.Whole(), Standardisation.PER_PICTURE);
        FaceSet training = probes(input, PEOPLE, 1);
        List<FaceModel.Member> members = new ArrayList<>();
        for (View view : views) {
            Network network = FaceNetworks.small(view.shape(1), PEOPLE.size(), 16)
                    .initialize(new Xoshiro256(members.size() + 1L));
            FaceNetwork face = new FaceNetwork(network, view, input.standardisation());
            members.add(new FaceModel.Member(
                    face, Experience.of(face, training, Augmentation.faces(), 3, Workers.common())));
        }
        return new FaceModel(members, fusion, PEOPLE, input, FaceModel.Learned.of(training));
    }

    /// Two pictures a person, of noise and of stripes that are the person's own.
    private static FaceSet probes(FaceInput input, List<String> people, long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        List<Picture> pictures = new ArrayList<>();
        int[] labels = new int[2 * people.size()];
        int row = input.width() * input.channels();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / 2;
            float[] data = new float[row * input.height()];
            for (int k = 0; k < data.length; k++) {
                data[k] = 0.3f * random.nextFloat() + (k / row / (1 + labels[i]) % 2 == 0 ? 0.6f : 0);
            }
            pictures.add(new Picture(input.width(), input.height(), input.channels(), data));
        }
        return FaceSet.of(pictures, labels, people);
    }
}
