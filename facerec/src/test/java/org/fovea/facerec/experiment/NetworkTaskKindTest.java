package org.fovea.facerec.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkSpec;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.gaze.Cover;
import org.fovea.facerec.network.View;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.fovea.facerec.task.Recipe;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTaskKindTest {
    private static final TrainingSettings TRAINING =
            TrainingSettings.standard().withEpochs(1).withFilters(4);
    private static final NetworkSpec WHOLE = new NetworkSpec(View.whole(24, 24), -7, TRAINING);
    private static final NetworkSpec COVERED = new NetworkSpec(
            View.whole(24, 24), 9, TRAINING, new NetworkSpec.Covers(List.of(WHOLE), new Cover(0.2), 0.5));

    @TempDir
    private Path folder;

    private static NetworkTask task(FaceSet faces, NetworkSpec spec) {
        SplitOrigin origin = new SplitOrigin(
                SharedFaces.of(faces), 2, 1, List.of(Condition.CLEAN, Condition.SCARF), Standardisation.PER_PICTURE, 3);
        return new NetworkTask(origin.split(), spec, other -> {
            throw new AssertionError("nothing is trained here");
        });
    }

    private static void share(Task task, Path folder) throws IOException {
        for (Task.Input input : task.inputs()) {
            input.body().write(folder.resolve(input.name()));
        }
    }

    @Test
    void aTaskBuiltFromItsRecipeWritesTheSameFile() throws IOException {
        NetworkTask first = task(SyntheticFaceSet.of(3, 4, 24, 1), WHOLE);
        share(first, folder);
        Path here = folder.resolve(first.name());
        first.run(here);
        Path there = folder.resolve("there");
        first.recipe().build(TaskFiles.in(folder)).run(there);
        assertEquals(-1, Files.mismatch(here, there));
        // And one that reads the first's result.
        NetworkTask second = task(SyntheticFaceSet.of(3, 4, 24, 1), COVERED);
        Task built = second.recipe().build(TaskFiles.in(folder));
        assertEquals(second.specification(), built.specification());
        built.run(there);
        assertTrue(Files.size(there) > 0);
    }

    @Test
    void everySpecificationSurvivesItsText() throws IOException {
        FaceSet faces = SyntheticFaceSet.of(3, 4, 24, 1);
        NetworkSpec region = new NetworkSpec(View.parse("24x24 box 1,2,3,2 runs 1,4,1"), Long.MIN_VALUE, TRAINING);
        NetworkSpec penalty =
                new NetworkSpec(region.view(), 1, TRAINING, new NetworkSpec.Penalty(List.of(COVERED, region), 1.0 / 3));
        for (NetworkSpec spec : List.of(WHOLE, COVERED, region, penalty)) {
            NetworkTask task = task(faces, spec);
            share(task, folder);
            assertEquals(
                    task.specification(),
                    task.recipe().build(TaskFiles.in(folder)).specification());
        }
    }

    @Test
    void aRecipeHoldsNoNamesAndNoPictures() {
        FaceSet faces = SyntheticFaceSet.of(3, 4, 24, 1);
        Recipe recipe = task(faces, WHOLE).recipe();
        assertTrue(recipe.toString().length() < 1000, recipe.toString());
        faces.names().forEach(name -> assertFalse(recipe.arguments().contains(name), recipe.toString()));
    }

    @Test
    void otherFacesUnderTheSameNameAreRefused() throws IOException {
        NetworkTask task = task(SyntheticFaceSet.of(3, 4, 24, 5), WHOLE);
        Task.Input others =
                task(SyntheticFaceSet.of(3, 4, 24, 6), WHOLE).inputs().getFirst();
        others.body().write(folder.resolve(task.inputs().getFirst().name()));
        String message = assertThrows(IOException.class, () -> task.recipe().build(TaskFiles.in(folder)))
                .getMessage();
        assertTrue(message.contains(others.name()), message);
    }

    @Test
    void aTaskOfAnotherHashIsRefused() throws IOException {
        NetworkTask task = task(SyntheticFaceSet.of(3, 4, 24, 1), WHOLE);
        share(task, folder);
        Recipe recipe = task.recipe();
        Recipe wrong = new Recipe(recipe.kind(), recipe.arguments(), "0".repeat(32), recipe.title(), recipe.made());
        String message = assertThrows(IllegalArgumentException.class, () -> wrong.build(TaskFiles.in(folder)))
                .getMessage();
        assertTrue(message.contains("0".repeat(32)) && message.contains(task.hash()), message);
    }

    @Test
    void otherKernelsOrAnotherBuildAreRefused() {
        Recipe recipe = task(SyntheticFaceSet.of(3, 4, 24, 1), WHOLE).recipe();
        Recipe wrong = new Recipe(
                recipe.kind(), recipe.arguments(), recipe.name(), recipe.title(), "Fovea 0.0.1 on kernels scalar");
        String message = assertThrows(IllegalArgumentException.class, () -> wrong.build(TaskFiles.in(folder)))
                .getMessage();
        assertTrue(message.contains("0.0.1") && message.contains(recipe.made()), message);
    }
}
