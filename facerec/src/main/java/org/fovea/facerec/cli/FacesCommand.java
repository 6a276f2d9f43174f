package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.synthetic.FacePart;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "faces",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "Draws synthetic people, in the folders that fovea train reads.",
        footer = {"", "Example: fovea faces -o faces/ --people 10 --pictures 12 --seed 7"})
final class FacesCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder to write PERSON/PICTURE.png to; made if it is not there.")
    private Path output;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many people (default: ${DEFAULT-VALUE}).")
    private int people;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "12",
            description = "Pictures of each (default: ${DEFAULT-VALUE}).")
    private int pictures;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "64",
            description = "Pixels across and down (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--differ-in",
            paramLabel = "PART",
            description = "People who are alike but for one part: skin, hair, eye, brow, nose or mouth.")
    private @Nullable FacePart part;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        FaceSet faces;
        try {
            faces = part == null
                    ? SyntheticFaceSet.of(people, pictures, size, seed.value)
                    : SyntheticFaceSet.differingIn(part, people, pictures, size, seed.value)
                            .faces();
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
        int[] written = new int[faces.people()];
        for (int i = 0; i < faces.size(); i++) {
            int person = faces.label(i);
            String folderName = faces.names().get(person).replace(' ', '-'); // easier to type
            Path folder = Files.createDirectories(output.resolve(folderName));
            String name = String.format(Locale.ROOT, "%02d.png", ++written[person]);
            PictureFile.writePng(folder.resolve(name), faces.picture(i));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("people", faces.people());
        facts.put("pictures", faces.size());
        facts.put("folder", output.toString());
        run.print(facts, faces.size() + " pictures of " + faces.people() + " people in " + output + "\n");
        return 0;
    }
}
