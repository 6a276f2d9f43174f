package org.fovea.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which JDK the launcher chooses, and what it says where there is none.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest extends LauncherCopy {
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
        assertTrue(run.err().contains("FOVEA_JAVA_HOME is " + tooOld), run.err());
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
        assertEquals("", run.err());
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
        assertEquals(1, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().contains("  " + eight + "  1.8.0_442\n"), run.err());
        assertTrue(run.err().contains("  " + eleven + "  11.0.2\n"), run.err());
        assertTrue(run.err().contains("  " + seventeen + "  17.0.15\n"), run.err());
        assertTrue(run.err().contains("  " + runtimeOnly + "  25.0.1, without a compiler\n"), run.err());
        for (String version : List.of("11.0.2", "17.0.15")) {
            assertEquals(
                    run.err().indexOf(version),
                    run.err().lastIndexOf(version),
                    "a JDK of two names, told once: " + run.err());
        }
        for (String way :
                List.of("apt install openjdk-25", "dnf install java-25", "brew install", "sdk install java")) {
            assertTrue(run.err().contains(way), way + " in " + run.err());
        }
    }

    @Test
    void saysSoWhereThereIsNoneAtAll() throws Exception {
        Run run = launch("info");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("Found none at all"), run.err());
        assertFalse(run.err().contains("Found only"), run.err());
    }

    private Run assertChosen(Path jdk) throws IOException, InterruptedException {
        Run run = launch("info");
        assertEquals(0, run.exit(), run.err());
        assertEquals(jdk.toString(), run.out().lines().findFirst().orElse(""), run.err());
        return run;
    }
}
