package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a folder of faces can hold beside faces, and names in other locales and memories than a test's.
class FaceFolderTest {
    @TempDir
    Path folder;

    /// Runs a line of shell in the folder: only it makes names of any bytes, pipes and the like.
    private void shell(String script) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: no /bin/sh");
        Process process = new ProcessBuilder("/bin/sh", "-ec", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    /// Reads the folder in a Java of its own, and tells of it in ASCII.
    public static final class InItsOwnJava {
        private InItsOwnJava() {}

        public static void main(String[] args) throws IOException {
            FaceSet set = FaceSet.read(Path.of("."), FaceOptions.grey().withSize(4, 4));
            System.out.println(set);
            for (int i = 0; i < set.people(); i++) {
                System.out.println(ascii(set.names().get(i)) + " " + set.counts()[i]);
            }
            for (Problem problem : set.problems()) {
                System.out.println(problem.kind() + " " + ascii(problem.toString()));
            }
        }

        private static String ascii(String text) {
            var ascii = new StringBuilder();
            text.chars().forEach(c -> ascii.append(c < 128 ? "" + (char) c : "<%04X>".formatted(c)));
            return ascii.toString();
        }
    }

    private List<String> readInItsOwnJava(String locale, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--add-modules", "jdk.incubator.vector", "-cp"));
        command.add(absolute(System.getProperty("java.class.path"), System.getProperty("jdk.module.path", "")));
        command.add(InItsOwnJava.class.getName());
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve(".errors").toFile());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        int code = process.waitFor();
        assertEquals(0, code, said + Files.readString(folder.resolve(".errors")));
        return said.lines().toList();
    }

    /// Class and module path as one, and the folders that surefire patches into our module.
    private static String absolute(String... paths) throws IOException {
        var all = new StringBuilder();
        for (Class<?> of : List.of(FaceFolderTest.class, FaceSet.class)) {
            all.append(of.getProtectionDomain().getCodeSource().getLocation().getPath())
                    .append(File.pathSeparator);
        }
        all.append(Path.of("target", "test-classes").toAbsolutePath()).append(File.pathSeparator);
        for (String path : paths) {
            for (String entry : path.split(File.pathSeparator)) {
                all.append(Path.of(entry).toAbsolutePath()).append(File.pathSeparator);
            }
        }
        return all.toString();
    }

    private static final String PICTURE = "printf 'P5 1 1 255 \\100' >";

    @Test
    void namesAreTheSameInEveryLocale() throws IOException, InterruptedException {
        // Jose with acute, composed and decomposed; Jorg and Jarg in UTF-8; two names in Latin-1.
        shell("for n in 'Jos\\303\\251' 'Jose\\314\\201' 'J\\303\\266rg' 'J\\303\\244rg' 'M\\374ller' 'M\\366ller'; do "
                + "d=$(printf \"$n\"); mkdir \"$d\"; " + PICTURE + "\"$d/1.pgm\"; done");
        List<String> inC = readInItsOwnJava("C");
        assertEquals(
                List.of(
                        "6 pictures of 5 people, 4<00D7>4 grey".replace("<00D7>", "?"),
                        "Jos<00E9> 2",
                        "J<00E4>rg 1",
                        "J<00F6>rg 1",
                        "M\\xF6ller 1",
                        "M\\xFCller 1"),
                inC.subList(0, 6));
        assertTrue(inC.get(6).startsWith("MERGED ./Jos<00E9>: the same name as ./Jose<0301> but for"), inC.get(6));
        assertEquals(7, inC.size());
        List<String> inUtf8 = readInItsOwnJava("C.UTF-8");
        assertEquals(inC.subList(1, 7), inUtf8.subList(1, 7));
    }

    @Test
    void pipesAndDevicesAreNotOpened() throws IOException, InterruptedException {
        shell("mkdir a b; " + PICTURE + "a/1.pgm; " + PICTURE
                + "b/1.pgm; mkfifo a/2.pgm b/pipe subject01.x; ln -s /dev/zero a/3.pgm");
        FaceSet set = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> FaceSet.read(folder, FaceOptions.grey()));
        assertEquals(List.of("a", "b"), set.names());
        assertEquals(
                List.of(
                        folder.resolve("a/2.pgm") + ": a named pipe",
                        folder.resolve("a/3.pgm") + ": a device",
                        folder.resolve("b/pipe") + ": a named pipe",
                        folder.resolve("subject01.x") + ": a named pipe"),
                set.problems().stream().map(Problem::toString).toList());
        Path pipe = folder.resolve("a/2.pgm");
        var e = assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> assertThrows(IOException.class, () -> PictureFile.read(pipe)));
        assertEquals(pipe + ": a picture file expected, found a named pipe", e.getMessage());
        assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(60), () -> PictureFile.isPicture(pipe)));
        shell("rm a/3.pgm"); // JUnit warns where it finds links that lead out of its folder
    }

    @Test
    void unreadableFilesSayWhyOnce() throws IOException, InterruptedException {
        shell("mkdir a b; " + PICTURE + "a/1.pgm; " + PICTURE + "b/1.pgm; ln -s nowhere a/2.pgm; ln -s 3.pgm a/3.pgm");
        FaceSet set = FaceSet.read(folder, FaceOptions.grey());
        assertEquals(
                folder.resolve("a/2.pgm") + ": a link to what is not there",
                set.problems().getFirst().toString());
        String loop = set.problems().getLast().toString();
        assertTrue(loop.startsWith(folder.resolve("a/3.pgm") + ": "), loop);
        assertEquals(loop.indexOf("3.pgm"), loop.lastIndexOf("3.pgm"), loop);
        assertEquals("permission denied", FileProblems.reason(folder, new AccessDeniedException(folder.toString())));
    }

    @Test
    void picturesOfOtherFormatsAreNamed() throws IOException, InterruptedException {
        shell("mkdir a b; " + PICTURE + "a/1.pgm; " + PICTURE
                + "b/1.pgm; printf 'RIFF____WEBPVP8 ' > a/2.webp; printf 'RIFF____WEBPVP8 ' > b/2.jpg");
        for (Problem problem : FaceSet.read(folder, FaceOptions.grey()).problems()) {
            assertEquals(Problem.Kind.UNREADABLE, problem.kind());
            assertTrue(problem.message().startsWith("a file in the format WebP"), problem.message());
        }
        assertEquals(2, FaceSet.read(folder, FaceOptions.grey()).problems().size());
    }

    @Test
    void namesWithControlCharactersArePrintedOnOneLine() throws IOException {
        for (String name : new String[] {"a\nb", "c"}) {
            Files.createDirectory(folder.resolve(name));
            PictureFile.writePng(folder.resolve(name).resolve("1.png"), new Picture(1, 1, 1, new float[1]));
        }
        Files.writeString(folder.resolve("a\nb").resolve("\u001b[31m.png"), "red");
        FaceSet set = FaceSet.read(folder, FaceOptions.grey());
        assertEquals("a\nb", set.names().getFirst(), "the name itself stays as it is");
        String said = set.problems().getFirst().remark();
        assertTrue(said.startsWith("passed over: " + folder + "/a\\nb/\\u001b[31m.png: not a picture"), said);
    }

    @Test
    void oneHugePictureIsPassedOverByName() throws IOException, InterruptedException {
        // 12 million pixels take 48 MB as numbers; 40 of a million each take 160 MB, if all were kept.
        for (String person : new String[] {"a", "b"}) {
            Files.createDirectory(folder.resolve(person));
        }
        ImageIO.write(
                new BufferedImage(4000, 3000, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("a/huge.png").toFile());
        ImageIO.write(
                new BufferedImage(1000, 1000, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("a/0.png").toFile());
        for (int i = 1; i < 40; i++) {
            Files.createLink(folder.resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".png"), folder.resolve("a/0.png"));
        }
        List<String> said = readInItsOwnJava("C", "-Xmx40m");
        assertTrue(said.getFirst().startsWith("40 pictures of 2 people"), said.toString());
        assertEquals(4, said.size(), said.toString());
        assertTrue(
                said.get(3).startsWith("UNREADABLE ./a/huge.png: it needs more memory than the heap of"), said.get(3));
    }

    @Test
    void aSetThatCannotFitIsRefusedBeforeItIsRead() throws IOException {
        for (String person : new String[] {"a", "b"}) {
            Files.createDirectory(folder.resolve(person));
            Files.writeString(folder.resolve(person).resolve("1.png"), "would be unreadable");
        }
        FaceOptions options = FaceOptions.colour().withSize(1_000_000, 1_000_000);
        var e = assertThrows(IOException.class, () -> FaceSet.read(folder, options));
        assertTrue(
                e.getMessage().startsWith(folder + ": 2 pictures of 1000000×1000000×3 values need 22888183 MiB"),
                e.getMessage());
    }
}
