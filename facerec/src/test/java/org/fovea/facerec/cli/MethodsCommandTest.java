package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.method.MapMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

@ResourceLock(Resources.SYSTEM_OUT)
class MethodsCommandTest {
    /// Every method, under the name that the command line takes.
    private static final List<String> FAMILY = List.of(
            "grad-cam",
            "cam",
            "hirescam",
            "element-wise-grad-cam",
            "grad-cam++",
            "xgrad-cam",
            "layercam",
            "eigen-cam",
            "eigen-grad-cam",
            "seg-eigen-cam",
            "kpca-cam",
            "fem",
            "fullgrad",
            "finer-cam",
            "shapley-cam",
            "random-cam",
            "score-cam",
            "ablation-cam",
            "occlusion",
            "gradient",
            "gradient-x-input",
            "integrated-gradients",
            "smoothgrad",
            "guided-backprop",
            "guided-grad-cam",
            "deep-feature-factorization");

    private static String printed(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertEquals(CommandLine.ExitCode.OK, Main.commandLine().execute(arguments));
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theWholeFamilyIsListedWithWhatOneWantsToKnow() throws Exception {
        JsonNode methods = new ObjectMapper().readTree(printed("methods", "--json"));
        assertEquals(FAMILY.size(), methods.size());
        for (String name : FAMILY) {
            JsonNode found = null;
            for (JsonNode method : methods) {
                found = method.get("name").asText().equals(name) ? method : found;
            }
            assertTrue(found != null, name + " is not listed");
            for (String fact : List.of("title", "formula", "source", "cost", "needs")) {
                assertFalse(found.get(fact).asText().isBlank(), name + ": " + fact);
            }
        }
    }

    @Test
    void methodsAreFoundUnderTheNamesThatOthersGiveThem() {
        assertEquals("grad-cam++", MapMethods.named("gradcam_plusplus").name());
        assertEquals("grad-cam++", MapMethods.named("GradCAM++").name());
        assertEquals("element-wise-grad-cam", MapMethods.named("elementwise").name());
        assertEquals("deep-feature-factorization", MapMethods.named("dff").name());
        for (MapMethod method : MapMethods.all()) {
            assertEquals(method, MapMethods.named(method.title()));
        }
    }

    @Test
    void textNamesTheChosenMethodsAlone() {
        String text = printed("methods", "layercam", "GradCAM");
        List<String> lines = text.lines().toList();
        assertEquals(10, lines.size(), text);
        assertTrue(lines.getFirst().startsWith("layercam "), text);
        assertTrue(lines.get(1).endsWith("Σₖ max(Gₖ, 0) ⊙ Aₖ"), text);
        assertTrue(lines.get(5).startsWith("grad-cam "), text);
    }
}
