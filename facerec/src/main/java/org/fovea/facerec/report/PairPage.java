package org.fovea.facerec.report;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.facerec.data.Picture;
import org.fovea.gradcam.explanation.PairExplanation;
import org.fovea.gradcam.explanation.PairExplanation.Side;

/// The page of two pictures: how alike a network finds them, what makes them alike and what speaks against it, in each
/// and cell by cell, in sums that add up. An HTML file that needs nothing beside itself; its program lies in the folder
/// `pair` beside this class.
///
/// @param explanation what the page shows
/// @param network its name
/// @param title a line
/// @param note what else there is to say, as of a threshold; empty for nothing
/// @param first the first picture as the network reads it
/// @param firstName what it is called
/// @param second the second
/// @param secondName what it is called
public record PairPage(
        PairExplanation explanation,
        String network,
        String title,
        String note,
        Picture first,
        String firstName,
        Picture second,
        String secondName) {
    private static final List<String> MODULES = List.of(
            "explain/arithmetic.js", "explain/data.js", "explain/colours.js", "explain/draw.js", "pair/pair.js");

    /// The whole file.
    public String html() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /// The whole file as it is stored, in UTF-8.
    public byte[] bytes() {
        PageArrays arrays = new PageArrays();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("network", network);
        data.put("title", title);
        data.put("note", note);
        data.put("node", explanation.node());
        data.put("layer", explanation.layer());
        data.put("similarity", explanation.similarity());
        data.put(
                "sides",
                List.of(
                        side(explanation.first(), first, firstName, arrays),
                        side(explanation.second(), second, secondName, arrays)));
        double[] pairs = explanation.pairs();
        data.put("pairs", pairs == null ? null : arrays.doubles(pairs));
        return ModulePage.bytes("pair/pair.html", MODULES, title, data, arrays);
    }

    private static Map<String, Object> side(Side side, Picture picture, String name, PageArrays arrays) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("picture", ExplainData.picture(picture, arrays));
        entry.put("height", side.map().height());
        entry.put("width", side.map().width());
        entry.put("map", arrays.floats(side.map().values()));
        entry.put("bias", side.bias());
        entry.put("residue", side.residue());
        entry.put("exact", side.exact());
        return entry;
    }
}
