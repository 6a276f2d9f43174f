package org.fovea.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fovea.tests.Repository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher, in a copy of the repository's skeleton whose path has a space, with JDKs that only say what they are
/// and how they were called.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
    /// The programs of the system that the launcher may use. The PATH holds them alone, and so no real JDK.
    private static final List<String> TOOLS = List.of("sh", "cat", "dirname", "find", "mkdir", "readlink", "sed");

    private static final String JAR = "facerec/target/fovea-facerec-0.1.0.jar";

    @TempDir
    private Path folder;

    private Path top;
    private Path root;
    private Path home;
    private Path bin;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException, InterruptedException {
        folder = folder.toRealPath();
        top = Files.createDirectories(folder.resolve("a clone"));
        root = Files.createDirectories(folder.resolve("root"));
        home = Files.createDirectories(folder.resolve("home of someone"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(Repository.root().resolve("fovea"), top.resolve("fovea"));
        executable(top.resolve("fovea"));
        for (String module : List.of("engine", "gradcam", "facerec")) {
            old(Files.createFile(Files.createDirectories(top.resolve(module)).resolve("pom.xml")));
            old(Files.createDirectories(top.resolve(module + "/src/main/java")));
            old(top.resolve(module + "/src/main"));
        }
        old(Files.createFile(top.resolve("pom.xml")));
        Files.createDirectories(top.resolve("facerec/target/lib"));
        Files.createFile(top.resolve(JAR));
        for (String tool : TOOLS) {
            allow(tool);
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", home.toString());
        environment.put("FOVEA_SYSROOT", root.toString());
    }

    @Test
    void asksTheVariablesThenThePathThenTheUsualPlaces() throws Exception {
        Path usual = jdk(root.resolve("usr/lib/jvm/temurin-25"), "25.0.1");
        assertChosen(usual);
        Path onPath = jdk(folder.resolve("on path"), "25.0.2");
        Files.createSymbolicLink(bin.resolve("java"), onPath.resolve("bin/java"));
        assertChosen(onPath);
        Path javaHome = jdk(folder.resolve("java home"), "26-ea");
        environment.put("JAVA_HOME", javaHome.toString());
        assertChosen(javaHome);
        Path own = jdk(folder.resolve("own"), "27.0.1");
        environment.put("FOVEA_JAVA_HOME", own.toString());
        assertChosen(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--spark", "--spark=local[2]"})
    void startsFromTheClassPathBesideSpark(String option) throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        environment.put("FOVEA_JAVA_OPTS", "-Xmx1g");
        Path spark = top.resolve("facerec/spark");
        old(Files.createFile(Files.createDirectories(spark).resolve("pom.xml")));
        old(Files.createDirectories(spark.resolve("src/main/java")));
        old(spark.resolve("src/main"));
        Files.createFile(Files.createDirectories(spark.resolve("target/lib")).resolve("fovea-spark-0.1.0.jar"));
        Run run = launch("experiment", "my faces", option);
        assertEquals(0, run.exit, run.err);
        assertEquals(
                List.of(
                        "-Dfovea.terminal=false",
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "@" + spark + "/src/launcher/java-options",
                        "-Xmx1g",
                        "-cp",
                        spark + "/target/lib/*:" + spark + "/target/spark/jars/*",
                        "org.fovea.facerec.cli.Main",
                        "experiment",
                        "my faces",
                        option),
                run.out.lines().skip(1).toList());
        assertEquals("", run.err);
    }

    @Test
    void buildsForSparkWithItsProfile() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        mavenThatBuilds();
        Run run = launch("experiment", "--spark", "local[2]");
        assertEquals(1, run.exit, run.out);
        assertTrue(run.err.contains("was built, but facerec/spark/target holds no jar"), run.err);
        String told = Files.readString(top.resolve("told"));
        assertTrue(told.contains(" -Pspark -pl facerec/spark -am package"), told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/jvm/java-25-openjdk-amd64",
                "usr/lib64/jvm/java-25-openjdk",
                "opt/java/openjdk",
                "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
                "opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home"
            })
    void looksWhereSystemsPutTheirs(String place) throws Exception {
        jdk(root.resolve("usr/lib/jvm/java-17-openjdk"), "17.0.15");
        assertChosen(jdk(root.resolve(place), "25.0.3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".sdkman/candidates/java/25.0.1-tem",
                ".jdks/temurin-25",
                "Library/Java/JavaVirtualMachines/a jdk/Contents/Home"
            })
    void looksWhereUsersPutTheirs(String place) throws Exception {
        assertChosen(jdk(home.resolve(place), "25.0.3"));
    }

    @Test
    void asksMacOs() throws Exception {
        Path jdk = jdk(folder.resolve("somewhere"), "25");
        script(root.resolve("usr/libexec/java_home"), "[ \"$*\" = '-v 25+' ] && echo '" + jdk + "'");
        assertChosen(jdk);
    }

    @Test
    void passesOverWhatIsTooOldOrNoJdk() throws Exception {
        Path tooOld = jdk(folder.resolve("old"), "24.0.2");
        environment.put("FOVEA_JAVA_HOME", tooOld.toString());
        environment.put("JAVA_HOME", folder.resolve("not there").toString());
        Path runtimeOnly = jdk(root.resolve("usr/lib/jvm/a-jre-25"), "25.0.1");
        Files.delete(runtimeOnly.resolve("bin/javac"));
        script(root.resolve("usr/lib/jvm/broken/bin/java"), "exit 1");
        Path good = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        Run run = assertChosen(good);
        assertTrue(run.err.contains("FOVEA_JAVA_HOME is " + tooOld), run.err);
    }

    @Test
    void startsNoJavaWhereAFileTellsTheVersion() throws Exception {
        Path tooOld = jdk(root.resolve("usr/lib/jvm/java-17"), "17.0.15");
        Files.createSymbolicLink(root.resolve("usr/lib/jvm/default"), tooOld);
        Files.createSymbolicLink(bin.resolve("alternative"), tooOld.resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), bin.resolve("alternative"));
        Path good = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        assertChosen(good);
        for (Path jdk : List.of(tooOld, good)) {
            assertFalse(Files.exists(jdk.resolve("asked")), jdk.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "IMPLEMENTOR=\"Somebody\"\n", "JAVA_VERSION=\"unknown\"\n", ""})
    void asksJavaWhereNoFileTellsTheVersion(String release) throws Exception {
        Path good = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        if (release.equals("none")) {
            Files.delete(good.resolve("release"));
        } else {
            Files.writeString(good.resolve("release"), release);
        }
        assertChosen(good);
        assertTrue(Files.exists(good.resolve("asked")));
    }

    @Test
    void asksAJavaThatIsAScriptOutsideItsJdk() throws Exception {
        Path good = jdk(folder.resolve("somewhere"), "25.0.1");
        script(bin.resolve("java"), "exec '" + good.resolve("bin/java") + "' \"$@\"");
        assertChosen(good);
        assertTrue(Files.exists(good.resolve("asked")));
    }

    @Test
    void asksAJavaBehindALinkWhereLinksCannotBeFollowed() throws Exception {
        Path good = jdk(folder.resolve("somewhere"), "25.0.1");
        Files.createSymbolicLink(bin.resolve("java"), good.resolve("bin/java"));
        script(bin.resolve("readlink"), "echo \"readlink: illegal option -- f\" >&2; exit 1");
        Run run = assertChosen(good);
        assertEquals("", run.err);
        assertTrue(Files.exists(good.resolve("asked")));
    }

    @Test
    void saysWhatItFoundAndWhatToInstall() throws Exception {
        Path eight = jdkThatHasToBeAsked(root.resolve("usr/lib/jvm/java-8"), "1.8.0_442");
        Path eleven = jdkThatHasToBeAsked(root.resolve("usr/lib/jvm/java-11"), "11.0.2");
        Files.createSymbolicLink(root.resolve("usr/lib/jvm/another-java"), eleven);
        Path seventeen = jdk(root.resolve("usr/lib/jvm/java-17"), "17.0.15");
        Files.createSymbolicLink(root.resolve("usr/lib/jvm/default-java"), seventeen);
        Path runtimeOnly = jdk(root.resolve("usr/lib/jvm/jre-25"), "25.0.1");
        Files.delete(runtimeOnly.resolve("bin/javac"));
        Run run = launch("info");
        assertEquals(1, run.exit);
        assertEquals("", run.out);
        assertTrue(run.err.contains("  " + eight + "  1.8.0_442\n"), run.err);
        assertTrue(run.err.contains("  " + eleven + "  11.0.2\n"), run.err);
        assertTrue(run.err.contains("  " + seventeen + "  17.0.15\n"), run.err);
        assertTrue(run.err.contains("  " + runtimeOnly + "  25.0.1, without a compiler\n"), run.err);
        for (String version : List.of("11.0.2", "17.0.15")) {
            assertEquals(
                    run.err.indexOf(version),
                    run.err.lastIndexOf(version),
                    "a JDK of two names, told once: " + run.err);
        }
        for (String way :
                List.of("apt install openjdk-25", "dnf install java-25", "brew install", "sdk install java")) {
            assertTrue(run.err.contains(way), way + " in " + run.err);
        }
    }

    @Test
    void saysSoWhereThereIsNoneAtAll() throws Exception {
        Run run = launch("info");
        assertEquals(1, run.exit);
        assertTrue(run.err.contains("Found none at all"), run.err);
        assertFalse(run.err.contains("Found only"), run.err);
    }

    @Test
    void handsOverArgumentsAsTheyAreFromAnywhereAndThroughLinks() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        environment.put("FOVEA_JAVA_OPTS", "-Xmx1g -Done=two");
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("relative"), Path.of("../a clone/fovea"));
        Files.createSymbolicLink(links.resolve("link"), links.resolve("relative"));
        Run run = run(links.resolve("link"), List.of("train", "my faces", "", "*"));
        assertEquals(0, run.exit, run.err);
        List<String> words = run.out.lines().skip(1).toList();
        assertEquals(
                List.of(
                        "-Dfovea.terminal=false",
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "-Xmx1g",
                        "-Done=two",
                        "-p",
                        top + "/facerec/target/lib:" + top + "/" + JAR,
                        "-m",
                        "org.fovea.facerec/org.fovea.facerec.cli.Main",
                        "train",
                        "my faces",
                        "",
                        "*"),
                words);
        assertEquals("", run.err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "gradcam/pom.xml",
                "engine/src/main/java/Changed.java",
                "facerec/src/main/resources/page.html"
            })
    void buildsWhenASourceIsNewerThanTheJar(String source) throws Exception {
        Path jdk = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        mavenThatBuilds();
        Path file = top.resolve(source);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "changed");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        Run run = launch("info");
        assertEquals(0, run.exit, run.err);
        assertEquals("fovea: building again, because sources have changed\n", run.err);
        String told = Files.readString(top.resolve("told"));
        assertTrue(told.startsWith(jdk + "\n"), "Maven's JAVA_HOME: " + told);
        assertTrue(told.contains(" package"), told);
    }

    @Test
    void buildsWhenTheJarsAreMissingAndNotAgain() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        mavenThatBuilds();
        Files.delete(top.resolve(JAR));
        Run first = launch("info");
        assertEquals(0, first.exit, first.err);
        assertTrue(first.err.startsWith("fovea: building; the first time"), first.err);
        assertTrue(first.out.contains(top + "/" + JAR), first.out);
        Run second = launch("info");
        assertEquals("", second.err);
    }

    @Test
    void showsWhyTheBuildFailed() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        script(bin.resolve("mvn"), "echo the compiler is not amused; exit 1");
        Files.delete(top.resolve(JAR));
        Run run = launch("info");
        assertEquals(1, run.exit);
        assertEquals("", run.out);
        assertTrue(run.err.contains("the compiler is not amused"), run.err);
        assertTrue(run.err.contains("fovea: could not be built"), run.err);
    }

    @Test
    void saysSoWhereMavenIsMissing() throws Exception {
        jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        Files.delete(top.resolve(JAR));
        Run run = launch("info");
        assertEquals(1, run.exit);
        assertTrue(run.err.contains("neither Maven (mvn) on the PATH nor " + top + "/mvnw"), run.err);
    }

    @Test
    void buildsWithTheWrapperWhereMavenIsMissing() throws Exception {
        Path jdk = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        mavenThatBuilds(top.resolve("mvnw"));
        Files.delete(top.resolve(JAR));
        Run run = launch("info");
        assertEquals(0, run.exit, run.err);
        String told = Files.readString(top.resolve("told"));
        assertTrue(told.startsWith(jdk + "\n") && told.contains(" package"), told);
    }

    @ParameterizedTest
    @CsvSource({
        ",,, /C.UTF-8",
        "C,,, C.UTF-8/",
        "POSIX,,, C.UTF-8/",
        ",C,, /C.UTF-8",
        "en_GB.UTF-8,C,C, en_GB.UTF-8/C",
        ",de_DE.UTF-8,C, /de_DE.UTF-8"
    })
    void namesBeyondAsciiAreReadInTheCLocaleToo(String all, String type, String language, String expected)
            throws Exception {
        Path jdk = jdk(root.resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        script(jdk.resolve("bin/java"), "printf '%s/%s\\n' \"${LC_ALL:-}\" \"${LC_CTYPE:-}\"");
        put("LC_ALL", all);
        put("LC_CTYPE", type);
        put("LANG", language);
        Run run = launch("info");
        assertEquals(expected + "\n", run.out, run.err);
    }

    private void put(String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    private Run assertChosen(Path jdk) throws IOException, InterruptedException {
        Run run = launch("info");
        assertEquals(0, run.exit, run.err);
        assertEquals(jdk.toString(), run.out.lines().findFirst().orElse(""), run.err);
        return run;
    }

    private Run launch(String... arguments) throws IOException, InterruptedException {
        return run(top.resolve("fovea"), List.of(arguments));
    }

    private Run run(Path program, List<String> arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), arguments.stream())
                        .toList())
                .directory(home.toFile())
                .redirectInput(
                        ProcessBuilder.Redirect.from(folder.resolve("nothing").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        if (Files.notExists(folder.resolve("nothing"))) {
            Files.createFile(folder.resolve("nothing"));
        }
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher does not end");
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// A JDK of the given version, which its file `release` tells. Its java, asked for its settings, notes that in
    /// a file `asked` and tells them as a real one does; else it prints its home and then what it was called with,
    /// a line each.
    private static Path jdk(Path at, String version) throws IOException {
        script(at.resolve("bin/java"), """
            if [ "$1" = -XshowSettings:properties ]; then
                : >'%1$s/asked'
                echo 'Property settings:' >&2
                echo '    java.home = %1$s' >&2
                echo '    java.version = %2$s' >&2
                echo '    java.version.date = 2026-01-20' >&2
            else
                printf '%%s\\n' '%1$s' "$@"
            fi\
            """.formatted(at, version));
        script(at.resolve("bin/javac"), "exit 0");
        Files.writeString(at.resolve("release"), """
            IMPLEMENTOR="Somebody = anybody"
            JAVA_RUNTIME_VERSION="99+9"
            JAVA_VERSION="%s"
            JAVA_VERSION_DATE="2026-01-20"
            MODULES="java.base java.compiler"
            """.formatted(version));
        return at;
    }

    /// The same without a file `release`.
    private static Path jdkThatHasToBeAsked(Path at, String version) throws IOException {
        jdk(at, version);
        Files.delete(at.resolve("release"));
        return at;
    }

    /// A Maven that notes its JAVA_HOME and arguments, and makes the jar.
    private void mavenThatBuilds() throws IOException, InterruptedException {
        mavenThatBuilds(bin.resolve("mvn"));
    }

    private void mavenThatBuilds(Path maven) throws IOException, InterruptedException {
        script(maven, """
            echo noise
            printf '%%s\\n' "$JAVA_HOME" "$*" >'%1$s/told'
            find '%1$s' -name pom.xml -o -path '*/src/main/*' | while read -r file; do touch -t 200001010000 "$file"; done
            touch '%1$s/%2$s'
            """.formatted(top, JAR));
        allow("touch");
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    }

    /// Puts a program of the system on the PATH.
    private void allow(String tool) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", "command -v " + tool).start();
        String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), "the system has no " + tool);
        script(bin.resolve(tool), "exec '" + path + "' \"$@\"");
    }
}
