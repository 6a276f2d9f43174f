package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.fovea.engine.io.AtomicFile;
import org.fovea.engine.io.Npy;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.report.ExplainPage;
import org.fovea.facerec.report.Overlay;
import org.fovea.gradcam.ColorMap;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;
import org.fovea.gradcam.Scaling.Range;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.gradcam.explanation.DerivationCsv;
import org.fovea.gradcam.explanation.Explainer;
import org.fovea.gradcam.explanation.Explanation;
import org.fovea.gradcam.explanation.Ledger;
import org.fovea.gradcam.method.GapHead;
import org.fovea.gradcam.method.GradCam;
import org.jspecify.annotations.Nullable;

/// The files that `fovea explain` writes.
final class ExplainFiles {
    private static final double STRENGTH = 0.6;

    /// So much of a layer's name stands in a file's: systems take 255 bytes.
    private static final int LONGEST_NAME = 100;

    /// The names of the files that are written into a folder.
    private static final Pattern OURS = Pattern.compile(
            "explain\\d*\\.html|pair\\.html|derivation\\d*\\.csv|combined\\.png|(overlay|map)\\d+(-\\d+)?(\\.[\\w.-]+)?\\.png");

    private ExplainFiles() {}

    /// For each layer what stands for it in files' names: the layer's name, an underscore for what cannot stand
    /// there. Where two would be the same, in small letters as well, since some file systems take them for one, the
    /// later gets a number: `a/b` and `a_b` are `a_b` and `a_b-2`.
    static Map<String, String> fileNames(List<String> layers) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String layer : layers) {
            String plain = layer.replaceAll("[^\\w.-]", "_");
            String start = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
            String name = start;
            for (int number = 2; !taken.add(name.toLowerCase(Locale.ROOT)); number++) {
                name = start + "-" + number;
            }
            names.put(layer, name);
        }
        return names;
    }

    /// A file's name with something put in before its ending: `r.npy` and `relu4` make `r.relu4.npy`.
    static Path with(Path file, String part) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String before = dot < 0 ? name : name.substring(0, dot);
        String ending = dot < 0 ? "" : name.substring(dot);
        return file.resolveSibling(before + "." + part + ending);
    }

    /// Removes what an earlier run left in the folder, so that its results do not mix with new ones; other files
    /// stay.
    static void removeOld(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (OURS.matcher(String.valueOf(file.getFileName())).matches() && Files.isRegularFile(file)) {
                    Files.delete(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /// Maps of one size as an array (N, height, width).
    static void writeMaps(Path file, List<HeatMap> maps) throws IOException {
        HeatMap first = maps.getFirst();
        Tensor all = Tensor.zeros(maps.size(), first.height(), first.width());
        for (int n = 0; n < maps.size(); n++) {
            int each = first.height() * first.width();
            System.arraycopy(maps.get(n).values(), 0, all.data(), n * each, each);
        }
        Npy.write(file, all);
    }

    /// Raw maps as they are shown, at the input's size.
    static List<HeatMap> shown(List<HeatMap> maps, Subject subject) {
        return maps.stream().map(map -> Display.of(map, subject)).toList();
    }

    /// The map over the picture, and the map's cells.
    ///
    /// @return the overlay's file
    static Path writePictures(Path folder, String name, HeatMap map, Picture picture, Subject subject)
            throws IOException {
        Path overlay = folder.resolve("overlay" + name + ".png");
        HeatMap shown = Display.of(map, subject);
        PictureFile.writePng(overlay, Overlay.of(picture, shown, ColorMap.INFERNO, STRENGTH));
        PictureFile.writePng(
                folder.resolve("map" + name + ".png"), Overlay.of(Scaling.toUnit(map.positive()), ColorMap.INFERNO));
        return overlay;
    }

    /// The combined map over the frame.
    static Path writeCombined(Path folder, Picture frame, HeatMap map) throws IOException {
        Path file = folder.resolve("combined.png");
        PictureFile.writePng(file, Overlay.of(frame, Scaling.toMaximum(map), ColorMap.INFERNO, STRENGTH));
        return file;
    }

    /// The page's name for network `i`, the first of which has the plain one.
    static String pageName(int i) {
        return i == 0 ? "explain.html" : "explain" + (i + 1) + ".html";
    }

    /// The explain page of one picture.
    ///
    /// @param shown the picture as the network sees it
    /// @param others the numbers of the networks that have a page too
    /// @param member the network's place among others; null where there is nothing to tell
    static Path writePage(
            Path folder,
            int i,
            Explained explained,
            ExplainModel model,
            Picture shown,
            int picture,
            List<Integer> others,
            ExplainPage.@Nullable Member member)
            throws IOException {
        Explanation explanation = Explainer.explain(
                explained.alone(picture),
                explained.scalar(),
                explained.c()[picture],
                explained.b()[picture],
                explained.method());
        List<Map<String, String>> links = new ArrayList<>();
        for (int other : others) {
            if (other != i) {
                Map<String, String> link = new LinkedHashMap<>();
                link.put("href", pageName(other));
                link.put("text", "network " + (other + 1));
                links.add(link);
            }
        }
        String title = model.outputs().title(explained.c()[picture]);
        ExplainPage page = new ExplainPage(
                explanation,
                title,
                model.outputs().kind(),
                model.outputs().of(),
                model.classes(),
                shown,
                explained.method().name(),
                pictureMaxima(explained),
                links,
                member);
        Path file = folder.resolve(pageName(i));
        AtomicFile.write(file, page.bytes());
        return file;
    }

    /// The largest cell of Grad-CAM's map of each picture; empty for one picture.
    private static float[] pictureMaxima(Explained explained) {
        if (explained.subject().size() == 1) {
            return new float[0];
        }
        List<HeatMap> maps = new GradCam().maps(explained.subject());
        float[] maxima = new float[maps.size()];
        for (int n = 0; n < maxima.length; n++) {
            maxima[n] = Math.max(0, Range.of(maps.get(n).values()).max());
        }
        return maxima;
    }

    /// One picture's derivation as a long table.
    static Path writeCsv(Path folder, int i, Explained explained, int picture) throws IOException {
        Subject subject = explained.alone(picture);
        Derivation d = Derivation.of(subject, 0);
        Ledger ledger = Ledger.of(
                GapHead.between(subject.network(), subject.layer(), subject.output()),
                d,
                explained.outputs().get(picture),
                explained.scalar(),
                explained.c()[picture],
                explained.b()[picture]);
        StringBuilder csv = new StringBuilder();
        DerivationCsv.write(d, ledger, csv);
        Path file = folder.resolve(i == 0 ? "derivation.csv" : "derivation" + (i + 1) + ".csv");
        AtomicFile.write(file, csv.toString().getBytes(StandardCharsets.UTF_8));
        return file;
    }
}
