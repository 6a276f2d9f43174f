package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.PixelScaling;
import org.fovea.facerec.network.View;
import org.jspecify.annotations.Nullable;

/// What can be explained: a face model's networks, or the one network of any other model file.
///
/// @param faces at least one, all of one frame
/// @param outputs what they put out
/// @param input how a picture is read
/// @param together what brings the networks' answers together; null for a single network of another file
/// @param foreign what there is to say of an ONNX file's network; null for Fovea's own
record ExplainModel(
        List<FaceNetwork> faces,
        ExplainOutputs outputs,
        FaceInput input,
        @Nullable FaceModel together,
        @Nullable Foreign foreign) {
    /// Of an ONNX file's network.
    ///
    /// @param scaling how a picture's values become its input
    /// @param axes of the file's own input
    /// @param remark what to tell of how pictures are read
    /// @param pair the picture that another is compared with; null where none is
    record Foreign(
            PixelScaling scaling, ExplainInput.Axes axes, String remark, ExplainOnnx.@Nullable PairQuestion pair) {}

    /// @param standardisation how a picture's values become the input of a network whose file does not say it
    static ExplainModel read(Path file, Standardisation standardisation) throws IOException {
        SafeTensors arrays = SafeTensors.read(file);
        if (FaceModel.isIn(arrays)) {
            FaceModel model = FaceModel.read(arrays);
            return new ExplainModel(
                    model.members().stream().map(FaceModel.Member::face).toList(),
                    ExplainOutputs.classes(model.people()),
                    model.input(),
                    model,
                    null);
        }
        Network network = ModelFile.network(arrays, "");
        Shape shape = network.input().shape();
        if (shape.rank() != 3) {
            throw new IllegalArgumentException(network.name() + " reads " + shape
                    + ", no pictures (height × width × channels), so there is nothing to make a map of");
        }
        FaceInput input =
                new FaceInput(shape.extent(1), shape.extent(0), shape.extent(2), new Crop.Whole(), standardisation);
        View whole = View.whole(input.width(), input.height());
        return new ExplainModel(
                List.of(new FaceNetwork(network, whole, standardisation)),
                ExplainOutputs.classes(List.of()),
                input,
                null,
                null);
    }

    /// The networks, without what they see.
    List<Network> networks() {
        return faces.stream().map(FaceNetwork::network).toList();
    }

    /// How an output is called.
    String name(int output) {
        return outputs.name(output);
    }

    /// The outputs' names; empty where they have none.
    List<String> classes() {
        return outputs.names();
    }

    /// The output of a person, whose name may be composed otherwise (é as one letter or as two).
    ///
    /// @throws IllegalArgumentException if the model does not know the person
    int person(String name) {
        List<String> classes = classes();
        int exact = classes.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        List<String> composed = classes.stream().map(PeopleNames::composed).toList();
        int same = composed.indexOf(PeopleNames.composed(name));
        if (same >= 0) {
            return same;
        }
        throw new IllegalArgumentException(
                classes.isEmpty()
                        ? "--person: the model knows no people by name; --target takes a number"
                        : "--person: the model does not know \"" + name + "\"; it knows " + String.join(", ", classes));
    }
}
