package org.fovea.facerec.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.fovea.facerec.data.Picture;
import org.fovea.gradcam.explanation.Explanation;
import org.jspecify.annotations.Nullable;

/// The page that walks through the making of one map: an HTML file that holds its style, its programs and all its
/// numbers, and needs nothing else. Its programs lie in the folder `explain` beside this class.
///
/// @param explanation what the page shows
/// @param title what is explained, in a line
/// @param kind what the outputs are
/// @param of the output that cells are of, or the picture that a similarity is to; empty for classes
/// @param classes names, in the order of the outputs; empty where they have none
/// @param picture the part of the picture that the network read, of the size of its input
/// @param method the method whose map the page begins with, as the command line has it
/// @param pictureMaxima of several pictures explained together, the largest cell of each one's map: for one scale
///     across them; empty for a single picture
/// @param links other pages of the same run: address and text
/// @param member the network's place among others; null for a network that is alone and sees the whole picture
public record ExplainPage(
        Explanation explanation,
        String title,
        OutputKind kind,
        String of,
        List<String> classes,
        Picture picture,
        String method,
        float[] pictureMaxima,
        List<Map<String, String>> links,
        @Nullable Member member) {
    /// A network's place among those that answer together.
    ///
    /// @param frame the whole frame, grey where the network does not see it; null if it sees all of it
    /// @param note what it sees, and what they answer together, in a sentence or two
    public record Member(@Nullable Picture frame, String note) {}

    private static final List<String> MODULES = List.of(
            "explain/arithmetic.js",
            "explain/data.js",
            "explain/derivation.js",
            "explain/colours.js",
            "explain/draw.js",
            "explain/state.js",
            "explain/outputs.js",
            "explain/layers.js",
            "explain/channels.js",
            "explain/sums.js",
            "explain/display.js",
            "explain/methods.js",
            "explain/checks.js",
            "explain/save.js",
            "explain/main.js");

    /// The whole file.
    public String html() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /// The whole file as it is stored, in UTF-8. Nearly all of it is arrays of numbers, which are put in as the
    /// bytes they are.
    public byte[] bytes() {
        PageArrays arrays = new PageArrays();
        return ModulePage.bytes(
                "explain/explain.html", MODULES, title, new ExplainData(explanation, arrays).data(this), arrays);
    }
}
