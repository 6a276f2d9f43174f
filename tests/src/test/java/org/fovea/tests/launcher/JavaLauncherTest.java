package org.fovea.tests.launcher;

import static org.fovea.tests.launcher.LauncherCopy.JAR;
import static org.fovea.tests.launcher.LauncherCopy.old;
import static org.fovea.tests.launcher.LauncherCopy.script;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.fovea.tests.Repository;
import org.fovea.tests.launcher.LauncherCopy.Run;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in Java, which `fovea.cmd` starts, by the rules that [LauncherTest] holds the shell script to; with
/// JDKs and a Maven that only say how they were called.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the JDKs are shell scripts")
class JavaLauncherTest {
    @TempDir
    private static Path classes;

    @TempDir
    private Path folder;

    private Path top;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /// For Java 11, which may be all that there is to start it.
    @BeforeAll
    static void compile() {
        Path source = Repository.root().resolve("facerec/src/launcher/Launcher.java");
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "11", "-d", classes.toString(), source.toString());
        assertEquals(0, exit);
    }

    @BeforeEach
    void layOut() throws IOException {
        folder = folder.toRealPath();
        top = Files.createDirectories(folder.resolve("a clone"));
        for (String module : List.of("engine", "gradcam", "facerec")) {
            Files.createDirectories(top.resolve(module + "/src/main/java"));
            old(Files.createFile(top.resolve(module + "/pom.xml")));
            old(top.resolve(module + "/src/main/java"));
            old(top.resolve(module + "/src/main"));
        }
        old(Files.createFile(top.resolve("pom.xml")));
        Files.createDirectories(top.resolve("facerec/target/lib"));
        Files.createFile(top.resolve(JAR));
        environment.put("PATH", Files.createDirectories(folder.resolve("bin")) + ":/usr/bin:/bin");
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("FOVEA_SYSROOT", folder.resolve("root").toString());
    }

    @Test
    void asksTheVariablesThenTheUsualPlaces() throws Exception {
        environment.put("PATH", folder.resolve("bin").toString());
        Path usual = jdk("root/usr/lib/jvm/jdk-25", "25.0.1");
        jdk("root/usr/lib/jvm/jdk-17", "17.0.15");
        assertChosen(usual);
        Path onPath = jdk("on path", "25.0.2");
        Files.createSymbolicLink(folder.resolve("bin/java"), onPath.resolve("bin/java"));
        assertChosen(onPath);
        Path javaHome = jdk("java home", "26-ea");
        environment.put("JAVA_HOME", javaHome.toString());
        assertChosen(javaHome);
        Path own = jdk("own", "27.0.1");
        environment.put("FOVEA_JAVA_HOME", own.toString());
        assertChosen(own);
    }

    @Test
    void saysWhatItFoundAndWhatToInstall() throws Exception {
        environment.put("PATH", folder.resolve("bin").toString());
        Path old = jdk("root/usr/lib/jvm/jdk-17", "17.0.15");
        Path runtime = jdk("root/usr/lib/jvm/jre-25", "25.0.1");
        Files.delete(runtime.resolve("bin/javac"));
        Run run = launch("info");
        assertEquals(1, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().contains("  " + old + "  17.0.15\n"), run.err());
        assertTrue(run.err().contains("  " + runtime + "  25.0.1, without a compiler\n"), run.err());
        assertTrue(run.err().contains("winget install"), run.err());
    }

    @Test
    void handsOverArgumentsAsTheyAre() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
        environment.put("FOVEA_JAVA_OPTS", "-Xmx1g -Done=two");
        Run run = launch("train", "my faces", "", "*");
        assertEquals(0, run.exit(), run.err());
        assertEquals(
                LauncherCopy.started(top, List.of("-Xmx1g", "-Done=two"), List.of("train", "my faces", "", "*")),
                run.out().lines().skip(1).toList());
    }

    @Test
    void startsFromTheClassPathBesideSpark() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
        Path spark = top.resolve("facerec/spark");
        script(folder.resolve("bin/mvn"), """
            printf '%%s\\n' "$*" >'%1$s/told'
            mkdir -p '%2$s/target/lib'
            touch '%2$s/target/lib/fovea-spark-0.1.0.jar'\
            """.formatted(top, spark));
        Run run = launch("experiment", "--spark", "local[2]");
        assertEquals(0, run.exit(), run.err());
        assertTrue(Files.readString(top.resolve("told")).contains(" -Pspark -pl facerec/spark -am package"));
        assertEquals(
                List.of(
                        "-Dfovea.terminal=false",
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "@" + spark + "/src/launcher/java-options",
                        "-cp",
                        spark + "/target/lib/*:" + spark + "/target/spark/jars/*",
                        "org.fovea.facerec.cli.Main",
                        "experiment",
                        "--spark",
                        "local[2]"),
                run.out().lines().skip(1).toList());
    }

    @Test
    void buildsWhatIsMissingOrStaleAndNotAgain() throws Exception {
        Path jdk = jdk("jdk", "25.0.1");
        environment.put("JAVA_HOME", jdk.toString());
        script(folder.resolve("bin/mvn"), """
            printf '%%s\\n' "$JAVA_HOME" "$*" >'%1$s/told'
            find '%1$s' -path '*/src/main/*' -exec touch -t 200001010000 {} +
            touch '%1$s/%2$s'\
            """.formatted(top, JAR));
        Files.delete(top.resolve(JAR));
        Run first = launch("info");
        assertEquals(0, first.exit(), first.err());
        assertTrue(first.err().startsWith("fovea: building; the first time"), first.err());
        assertTrue(Files.readString(top.resolve("told")).startsWith(jdk + "\n"));
        assertEquals("", launch("info").err());
        Path source = Files.writeString(top.resolve("gradcam/src/main/java/Changed.java"), "changed");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        assertEquals(
                "fovea: building again, because sources have changed\n",
                launch("info").err());
    }

    @Test
    void showsWhyTheBuildFailed() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
        script(folder.resolve("bin/mvn"), "echo the compiler is not amused; exit 1");
        Files.delete(top.resolve(JAR));
        Run run = launch("info");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("the compiler is not amused"), run.err());
        assertTrue(run.err().contains("fovea: could not be built"), run.err());
    }

    /// `fovea.cmd` starts this file with the folder that it lies in, and nothing else of it is decided there.
    @Test
    void theCommandFileStartsIt() throws IOException {
        String command = Files.readString(Repository.root().resolve("fovea.cmd"));
        assertTrue(command.contains("\"%~dp0facerec\\src\\launcher\\Launcher.java\" \"%~dp0.\" %*"), command);
    }

    private void assertChosen(Path jdk) throws IOException, InterruptedException {
        Run run = launch("info");
        assertEquals(0, run.exit(), run.err());
        assertEquals(jdk.toString(), run.out().lines().findFirst().orElse(""), run.err());
    }

    private Run launch(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-cp", classes.toString(), "Launcher"));
        command.add(top.toString());
        command.addAll(List.of(arguments));
        return LauncherCopy.run(new ProcessBuilder(command), folder, environment);
    }

    private Path jdk(String at, String version) throws IOException {
        Path home = folder.resolve(at);
        script(home.resolve("bin/java"), "printf '%s\\n' '" + home + "' \"$@\"");
        script(home.resolve("bin/javac"), "exit 0");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
