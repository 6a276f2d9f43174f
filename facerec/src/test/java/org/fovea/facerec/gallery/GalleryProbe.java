package org.fovea.facerec.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.JavaProcess;

/// A process of its own that changes a gallery until it is killed or the disk is full. It prints a line before each
/// change and one after: `begin enrol p7 Person 3`, `done enrol p7 Person 3`, `begin remove Person 3`, `begin compact`.
final class GalleryProbe {
    /// So that removing keeps the gallery small.
    static final int PEOPLE = 12;

    private GalleryProbe() {}

    /// @param args the folder; what to do: `change`, `enrol` or `hold`; the seed; the number of the first picture
    public static void main(String[] args) throws IOException {
        var random = new Xoshiro256(Long.parseLong(args[2]));
        int next = Integer.parseInt(args[3]);
        try (Gallery gallery = Gallery.open(Path.of(args[0]))) {
            System.out.println("open");
            if (args[1].equals("hold")) {
                System.in.read();
                return;
            }
            while (true) {
                int choice = args[1].equals("enrol") ? 9 : random.nextInt(10);
                String person = "Person " + random.nextInt(PEOPLE);
                if (choice == 0) {
                    System.out.println("begin compact");
                    gallery.compact();
                    System.out.println("done compact");
                } else if (choice <= 2
                        && gallery.people().stream()
                                .anyMatch(there -> there.name().equals(person))) {
                    System.out.println("begin remove " + person);
                    gallery.remove(person);
                    System.out.println("done remove " + person);
                } else {
                    Picture picture = Made.picture("p" + next++, person);
                    System.out.println("begin enrol " + picture.id() + " " + person);
                    gallery.enrol(picture);
                    System.out.println("done enrol " + picture.id() + " " + person);
                }
            }
        } catch (IOException e) {
            System.out.println("failed " + e.getMessage());
        }
    }

    /// The process.
    ///
    /// @param limit as for [JavaProcess]
    static Process start(String limit, Object... arguments) throws IOException {
        return JavaProcess.start(
                limit,
                List.of("-Xshare:auto"),
                List.of(
                        Workers.class,
                        org.h2.mvstore.MVStore.class,
                        com.fasterxml.jackson.databind.ObjectMapper.class,
                        com.fasterxml.jackson.core.JsonParser.class,
                        com.fasterxml.jackson.annotation.JsonProperty.class),
                GalleryProbe.class,
                arguments);
    }

    /// The lines that a process has printed, once it has ended.
    static List<String> lines(Process process) throws IOException, InterruptedException {
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("a process that does not end: " + printed);
        }
        return printed.lines().toList();
    }
}
