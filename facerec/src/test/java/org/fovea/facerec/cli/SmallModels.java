package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.fusion.MeanPosterior;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;

/// Models and folders small enough to make in a test.
final class SmallModels {
    static final int SIDE = 32;

    private SmallModels() {}

    /// A model of untrained networks, one a view, which differ by their seeds.
    static FaceModel of(List<String> people, FaceModel.Learned learned, View... views) {
        List<FaceModel.Member> members = new ArrayList<>();
        for (int i = 0; i < views.length; i++) {
            var network =
                    FaceNetworks.small(views[i].shape(1), people.size(), 4).initialize(new Xoshiro256(i + 1));
            members.add(new FaceModel.Member(new FaceNetwork(network, views[i], Standardisation.PER_PICTURE), null));
        }
        FaceInput input = new FaceInput(SIDE, SIDE, 1, new Crop.Whole(), Standardisation.PER_PICTURE);
        return new FaceModel(members, new MeanPosterior(), people, input, learned);
    }

    static FaceModel of(List<String> people, View... views) {
        return of(people, new FaceModel.Learned(new int[0], List.of()), views);
    }

    static View whole() {
        return View.whole(SIDE, SIDE);
    }

    /// Writes faces as PERSON/PICTURE.png, with these people's names.
    static Path write(Path folder, FaceSet faces, List<String> names) throws IOException {
        for (int i = 0; i < faces.size(); i++) {
            Path person = Files.createDirectories(folder.resolve(names.get(faces.label(i))));
            PictureFile.writePng(person.resolve(i + ".png"), faces.picture(i));
        }
        return folder;
    }
}
