package org.fovea.facerec.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Predictor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.Fusion;

/// What recognises faces: one network or several, the people they know, and how pictures are read for them. One
/// safetensors file holds it all.
///
/// @param networks each puts out one logit a person
/// @param people names, in the order of the outputs
public record FaceModel(List<Network> networks, List<String> people, FaceInput input) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "facerec";
    private static final int BATCH = 32;

    public FaceModel {
        networks = List.copyOf(networks);
        people = List.copyOf(people);
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one network");
        }
        for (Network network : networks) {
            if (!network.input().shape().equals(input.shape())
                    || !network.output().shape().equals(org.fovea.engine.tensor.Shape.of(people.size()))) {
                throw new IllegalArgumentException("expects networks from " + input.shape() + " to " + people.size()
                        + " people, found " + network);
            }
        }
    }

    /// One network's posteriors, softmax of its logits, for every picture of a set: (N, people).
    public Tensor posteriors(int network, FaceSet faces, Workers workers) {
        return posteriors(networks.get(network), faces, input.standardisation(), workers);
    }

    /// A network's posteriors for every picture of a set: (N, people).
    public static Tensor posteriors(Network network, FaceSet faces, Standardisation standardisation, Workers workers) {
        int people = network.output().shape().size();
        Tensor all = Tensor.zeros(faces.size(), people);
        int size = Math.min(BATCH, faces.size());
        Predictor predictor = network.predictor(size, workers);
        Tensor batch = Tensor.zeros(faces.shape().batch(size));
        for (int from = 0; from < faces.size(); from += size) {
            int count = Math.min(size, faces.size() - from);
            for (int i = 0; i < count; i++) {
                faces.write(
                        from + i,
                        standardisation,
                        batch.data(),
                        i * faces.shape().size());
            }
            float[] logits = predictor.predict(batch).data();
            System.arraycopy(logits, 0, all.data(), from * people, count * people);
        }
        return Fusion.softmax(all);
    }

    /// The combined posteriors of all networks: (N, people).
    public Tensor posteriors(FaceSet faces, Workers workers) {
        List<Tensor> each = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            each.add(posteriors(i, faces, workers));
        }
        return Fusion.combine(each);
    }

    /// Writes the model; the file appears whole or not at all.
    public void write(Path file) throws IOException {
        SafeTensorsWriter writer = SafeTensors.writer();
        writer.metadata("format", "fovea face model 1");
        writer.metadata(
                KEY,
                JSON.writeValueAsString(Map.of(
                        "people", people,
                        "networks", networks.size(),
                        "width", input.width(),
                        "height", input.height(),
                        "channels", input.channels(),
                        "crop", input.crop().toString(),
                        "standardisation", input.standardisation().name())));
        for (int i = 0; i < networks.size(); i++) {
            ModelFile.add(writer, prefix(i), networks.get(i));
        }
        writer.write(file);
    }

    private static String prefix(int i) {
        return "network" + (i + 1) + "/";
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws FileFormatException if the file is no model, is damaged, or its parts do not fit together
    public static FaceModel read(Path file) throws IOException {
        SafeTensors arrays = SafeTensors.read(file);
        String json = arrays.metadata().get(KEY);
        if (json == null) {
            throw new FileFormatException(
                    file.toString(), 8, "metadata \"" + KEY + "\", as fovea train writes it", "none");
        }
        try {
            Settings settings = JSON.readValue(json, new TypeReference<Settings>() {});
            FaceInput input = new FaceInput(
                    settings.width,
                    settings.height,
                    settings.channels,
                    Crop.parse(settings.crop),
                    Standardisation.valueOf(settings.standardisation));
            List<Network> networks = new ArrayList<>();
            for (int i = 0; i < settings.networks; i++) {
                networks.add(ModelFile.network(arrays, prefix(i)));
            }
            return new FaceModel(networks, settings.people, input);
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            throw new FileFormatException(
                    file.toString(), 8, "the settings of a face model under \"" + KEY + "\"", String.valueOf(json));
        }
    }

    /// The metadata as JSON has it.
    private record Settings(
            int width,
            int height,
            int channels,
            int networks,
            String crop,
            String standardisation,
            List<String> people) {}
}
