package org.fovea.facerec.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.fusion.FusionNodes;
import org.fovea.facerec.model.FaceModel.Member;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetworkNodes;
import org.fovea.facerec.network.FaceNetworks;

/// A whole face model as an ONNX graph: frames in, a score a person out.
///
/// | value | what |
/// |---|---|
/// | input `frames` | (N, channels, H, W), from 0 (black) to 1: pictures cropped and resized to the model's frame |
/// | output `scores` | (N, people): [FaceModel#posteriors], rows sum to 1 |
/// | outputs `features1`, … | (N, D): what each member's last dense layer reads |
///
/// Within the graph are each member's view, standardisation over the visible pixels, network and templates, and the
/// fusion. The metadata name the people in the order of the scores (`people`, a list in JSON), and say in words or as
/// this program writes it what the graph holds: `frames`, `crop`, `standardisation`, `views`, `fusion`.
public final class FaceModelExport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FaceModelExport() {}

    /// @throws IllegalArgumentException if the model's fusion or a layer of its networks has no form in ONNX
    public static OnnxExport of(FaceModel model) {
        FaceInput input = model.input();
        OnnxGraphBuilder graph = new OnnxGraphBuilder("face model");
        String frames = graph.input("frames", input.channels(), input.height(), input.width());
        graph.claim("scores");
        List<FusionNodes.Values> members = new ArrayList<>();
        for (Member member : model.members()) {
            String prefix = "network" + (members.size() + 1) + "/";
            Network network = member.face().network();
            Map<String, String> values = FaceNetworkNodes.append(graph, prefix, member.face(), frames);
            members.add(new FusionNodes.Values(
                    value(values, network.output().name()), value(values, FaceNetworks.featureNode(network))));
        }
        List<Experience> experiences = model.members().stream()
                .map(Member::experience)
                .filter(Objects::nonNull)
                .toList();
        String scores = FusionNodes.append(graph, model.fusion(), experiences, members);
        graph.write("Identity", List.of("scores"), List.of(scores), Map.of());
        graph.output("scores", model.people().size());
        for (int m = 0; m < members.size(); m++) {
            Network network = model.members().get(m).face().network();
            String features = graph.node(
                    "Identity", "features" + (m + 1), List.of(members.get(m).features()), Map.of());
            graph.output(
                    features,
                    network.node(FaceNetworks.featureNode(network)).shape().size());
        }
        OnnxExport export = OnnxExport.of(graph.build());
        metadata(model).forEach(export::metadata);
        return export;
    }

    private static String value(Map<String, String> values, String node) {
        return Objects.requireNonNull(values.get(node));
    }

    private static Map<String, String> metadata(FaceModel model) {
        FaceInput input = model.input();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("people", json(model.people()));
        metadata.put(
                "frames",
                (input.channels() == 1 ? "grey" : "red, green and blue") + " from 0 to 1, " + input.height()
                        + " rows from the top, " + input.width() + " columns from the left");
        metadata.put("crop", input.crop().toString());
        metadata.put("standardisation", input.standardisation().name());
        metadata.put(
                "views",
                json(model.members().stream()
                        .map(member -> member.face().view().toString())
                        .toList()));
        metadata.put("fusion", model.fusion().name());
        return metadata;
    }

    private static String json(List<String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts that JSON cannot hold", e);
        }
    }
}
