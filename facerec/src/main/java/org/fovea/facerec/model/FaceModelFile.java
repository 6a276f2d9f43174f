package org.fovea.facerec.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.fusion.MeanLogPosterior;
import org.fovea.facerec.model.FaceModel.Learned;
import org.fovea.facerec.model.FaceModel.Member;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.View;
import org.jspecify.annotations.Nullable;

/// The file of a face model: safetensors with `networkN/…` (the weights of network N, as [ModelFile] has them),
/// `memberN/logits`, `memberN/features`, `memberN/maps` and `memberN/varied` (its experience), and the rest as JSON in
/// the metadata.
///
/// Files of the first version hold networks that see the whole frame, and no experience; their posteriors are
/// multiplied.
final class FaceModelFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "facerec";

    private FaceModelFile() {}

    /// The metadata as JSON has it. What the first version did not write may be missing.
    record Settings(
            @Nullable List<String> people,
            @Nullable Integer networks,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Integer channels,
            @Nullable String crop,
            @Nullable String standardisation,
            @Nullable String fusion,
            @Nullable List<String> views,
            int @Nullable [] learnedLabels,
            @Nullable List<String> learnedFingerprints) {}

    static void write(Path file, FaceModel model) throws IOException {
        SafeTensorsWriter writer = SafeTensors.writer();
        writer.metadata("format", "fovea face model 2");
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("people", model.people());
        settings.put("networks", model.members().size());
        settings.put("width", model.input().width());
        settings.put("height", model.input().height());
        settings.put("channels", model.input().channels());
        settings.put("crop", model.input().crop().toString());
        settings.put("standardisation", model.input().standardisation().name());
        settings.put("fusion", model.fusion().name());
        settings.put(
                "views",
                model.members().stream().map(m -> m.face().view().toString()).toList());
        settings.put("learnedLabels", model.learned().labels());
        settings.put("learnedFingerprints", model.learned().fingerprints());
        writer.metadata(KEY, JSON.writeValueAsString(settings));
        for (int i = 0; i < model.members().size(); i++) {
            Member member = model.members().get(i);
            ModelFile.add(writer, "network" + (i + 1) + "/", member.face().network());
            Experience experience = member.experience();
            if (experience != null) {
                ExperienceTensors.add(writer, "member" + (i + 1) + "/", experience);
            }
        }
        writer.write(file);
    }

    static FaceModel read(Path file) throws IOException {
        SafeTensors arrays = SafeTensors.read(file);
        String json = arrays.metadata().get(KEY);
        if (json == null) {
            throw new FileFormatException(
                    file.toString(), 8, "metadata \"" + KEY + "\", as fovea train writes it", "none");
        }
        try {
            return model(arrays, needed("settings", JSON.readValue(json, Settings.class)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new FileFormatException(
                    file.toString(),
                    8,
                    "the settings of a face model under \"" + KEY + "\"",
                    json.length() > 300 ? json.substring(0, 300) + "…" : json);
        }
    }

    private static FaceModel model(SafeTensors arrays, Settings s) throws IOException {
        FaceInput input = new FaceInput(
                needed("width", s.width),
                needed("height", s.height),
                needed("channels", s.channels),
                Crop.parse(needed("crop", s.crop)),
                Standardisation.valueOf(needed("standardisation", s.standardisation)));
        Learned learned = s.learnedLabels == null || s.learnedFingerprints == null
                ? new Learned(new int[0], List.of())
                : new Learned(s.learnedLabels, all("learnedFingerprints", s.learnedFingerprints));
        int networks = needed("networks", s.networks);
        List<String> views = s.views == null
                ? Collections.nCopies(
                        networks, View.whole(input.width(), input.height()).toString())
                : all("views", s.views);
        if (views.size() != networks) {
            throw new IllegalArgumentException(views.size() + " views of " + networks + " networks");
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < networks; i++) {
            View view = View.parse(views.get(i));
            FaceNetwork face = new FaceNetwork(
                    ModelFile.network(arrays, "network" + (i + 1) + "/"), view, input.standardisation());
            members.add(
                    new Member(face, ExperienceTensors.experience(arrays, "member" + (i + 1) + "/", learned.labels())));
        }
        return new FaceModel(
                members,
                s.fusion == null ? new MeanLogPosterior() : Fusions.named(s.fusion),
                all("people", needed("people", s.people)),
                input,
                learned);
    }

    /// A list without gaps.
    private static List<String> all(String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            needed(name + "[" + i + "]", values.get(i));
        }
        return values;
    }

    private static <T> T needed(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("no \"" + name + "\"");
        }
        return value;
    }
}
