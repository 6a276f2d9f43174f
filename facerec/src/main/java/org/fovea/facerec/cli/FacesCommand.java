package org.fovea.facerec.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Printable;
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
        footer = {
            "",
            "For a lesson, people who can be told apart by one part alone: fovea faces -o class/ --people 4 --differ"
                    + " mouth",
            "",
            "Example: fovea faces -o faces/ --people 10 --pictures 12 --seed 7"
        })
final class FacesCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description =
                    "The folder to write PERSON/PICTURE.png to; made if it is not there. It may hold pictures of these "
                            + "names, which are replaced, and nothing else.")
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
            names = {"--differ", "--differ-in"},
            paramLabel = "PART",
            description = "People who are alike but for one part: skin, hair, eye, brow, nose or mouth.")
    private @Nullable String part;

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
                    : SyntheticFaceSet.differingIn(part(part), people, pictures, size, seed.value)
                            .faces();
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
        List<Path> files = files(faces);
        checkFolder(files);
        for (int i = 0; i < faces.size(); i++) {
            Files.createDirectories(output.resolve(files.get(i)).resolveSibling(""));
            PictureFile.writePng(output.resolve(files.get(i)), faces.picture(i));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("people", faces.people());
        facts.put("pictures", faces.size());
        facts.put("folder", output.toString());
        run.print(
                facts,
                faces.size() + " pictures of " + faces.people() + " people in " + Printable.of(output)
                        + System.lineSeparator());
        return 0;
    }

    /// @throws IllegalArgumentException if nobody can differ in it; the message lists in what people can
    private static FacePart part(String name) {
        List<String> known = new ArrayList<>();
        for (FacePart part : FacePart.values()) {
            if (part == FacePart.BACKGROUND) { // a picture's, and nobody's own
                continue;
            }
            if (part.name().equalsIgnoreCase(name)) {
                return part;
            }
            known.add(part.name().toLowerCase(Locale.ROOT));
        }
        throw new IllegalArgumentException("--differ: people cannot differ in \"" + name
                + "\"; the parts of a face are " + String.join(", ", known));
    }

    /// Each picture's file within the folder: PERSON/PICTURE.png.
    private static List<Path> files(FaceSet faces) {
        List<Path> files = new ArrayList<>();
        int[] count = new int[faces.people()];
        for (int i = 0; i < faces.size(); i++) {
            int person = faces.label(i);
            String folderName = faces.names().get(person).replace(' ', '-'); // easier to type
            files.add(Path.of(folderName, String.format(Locale.ROOT, "%02d.png", ++count[person])));
        }
        return files;
    }

    /// Refuses a folder in which anything would stay that is not of this run: other pictures would be taken for
    /// these people's, or for further people. Writing the same pictures again is fine.
    private void checkFolder(List<Path> files) throws IOException {
        Paths.checkOutputFolder(output);
        Set<Path> ours = new HashSet<>(files);
        files.forEach(file -> ours.add(file.resolveSibling("").normalize()));
        try (Stream<Path> there = Files.walk(output)) {
            Optional<Path> other = there.filter(path -> !path.equals(output))
                    .filter(path -> !ours.contains(output.relativize(path)))
                    .min(Comparator.naturalOrder());
            if (other.isPresent()) {
                throw new IOException(Printable.of(output) + ": " + Printable.of(output.relativize(other.get()))
                        + " is there already and would be mixed with the new pictures; give an empty folder");
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
