package org.fovea.tests.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The example projects, copied out of the repository and built with nothing but its installed jars.
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and Maven's script are POSIX's")
class ExamplesTest {
    private static final String DOCS = Repository.root().resolve("docs/how-grad-cam-works") + "/";
    private static final List<String> QUESTION = List.of(DOCS + "model.safetensors", DOCS + "face.png", "2");

    @TempDir
    private Path folder;

    @Test
    void onTheClassPath() throws Exception {
        Path project = built("class-path");
        String path =
                project.resolve("target/classes") + File.pathSeparator + Files.readString(project.resolve("path.txt"));
        assertExplained(run(project, List.of("--add-modules", "jdk.incubator.vector", "-cp", path, "Explain")));
        Program scalar = run(project, List.of("-cp", path, "Explain"));
        assertExplained(scalar);
        assertTrue(scalar.out().contains("--add-modules"), "says how it would be faster: " + scalar.out());
    }

    @Test
    void onTheModulePath() throws Exception {
        Path project = built("module-path");
        String path =
                project.resolve("target/classes") + File.pathSeparator + Files.readString(project.resolve("path.txt"));
        assertExplained(run(project, List.of("-p", path, "-m", "example/example.Explain")));
    }

    /// A server that another framework has, which starts from one jar with all others in it.
    @Test
    void inASpringBootFatJar() throws Exception {
        Path project = built("spring-boot", List.of("package"));
        Path log = project.resolve("log.txt");
        Process server = new ProcessBuilder(
                        Program.java(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-jar",
                        project.resolve("target/spring-boot-1.jar").toString(),
                        "--model=" + QUESTION.getFirst(),
                        "--server.address=127.0.0.1",
                        "--server.port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String address = "http://127.0.0.1:" + port(log) + "/explain?person=";
            byte[] face = Files.readAllBytes(Path.of(QUESTION.get(1)));
            String said = post(client, address + "2", face).body();
            assertTrue(said.contains("Grad-CAM of the logit of class 2 at relu4, 8×8"), said);
            assertTrue(said.contains(" to 0.1130"), said);
            HttpResponse<String> nobody = post(client, address + "99", face);
            assertEquals(400, nobody.statusCode(), nobody.body());
            HttpResponse<String> none = post(client, address + "2", "no picture".getBytes(StandardCharsets.US_ASCII));
            assertEquals(400, none.statusCode(), none.body());
        } finally {
            server.destroy();
            assertTrue(server.waitFor(1, TimeUnit.MINUTES), "it ends");
        }
    }

    private static int port(Path log) throws IOException, InterruptedException {
        for (int i = 0; i < 1200; i++) {
            Matcher started = Pattern.compile("started on port (\\d+)").matcher(Files.readString(log));
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
            Thread.sleep(100);
        }
        throw new IOException("does not start: " + Files.readString(log));
    }

    private static HttpResponse<String> post(HttpClient client, String address, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Program run(Path project, List<String> options) throws Exception {
        return Program.run(
                project,
                Map.of(),
                false,
                Stream.of(List.of(Program.java()), options, QUESTION)
                        .flatMap(List::stream)
                        .toList());
    }

    private static void assertExplained(Program program) {
        assertEquals(0, program.exit(), program.out());
        assertTrue(program.out().contains("Grad-CAM of the logit of class 2 at relu4, 8×8"), program.out());
        assertTrue(program.out().contains(" to 0.1130"), program.out());
    }

    /// The example built; its dependencies' path is in `path.txt`.
    private Path built(String name) throws IOException, InterruptedException {
        return built(name, List.of("compile", "dependency:build-classpath", "-Dmdep.outputFile=path.txt"));
    }

    private Path built(String name, List<String> goals) throws IOException, InterruptedException {
        Path project = folder.resolve(name);
        copy(Repository.root().resolve("tests/examples").resolve(name), project);
        Path repository = Jars.install(folder.resolve("repository"));
        Program maven = Program.run(
                project,
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                false,
                Stream.of(List.of(maven(), "-q", "-B", "-ntp", "-Dmaven.repo.local=" + repository), goals)
                        .flatMap(List::stream)
                        .toList());
        assertEquals(0, maven.exit(), maven.out());
        return project;
    }

    private static String maven() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(at -> Files.isExecutable(Path.of(at, "mvn")));
        return there ? "mvn" : Repository.root().resolve("mvnw").toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
