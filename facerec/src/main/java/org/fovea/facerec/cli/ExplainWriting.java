package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.network.View;
import org.fovea.facerec.report.ExplainPage;
import org.fovea.facerec.report.OutputKind;
import org.fovea.facerec.report.PairPage;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.explanation.PairExplanation;
import org.fovea.gradcam.explanation.Scalar;
import org.jspecify.annotations.Nullable;

/// The second half of `fovea explain`: all maps are made, and are written and told of.
///
/// @param name of the file that is explained
/// @param frame the picture that networks see parts of; null for an array
/// @param together what the networks answer together; null where they are not combined
/// @param picture which picture of an array the page and the answer are about, from 0
record ExplainWriting(
        ExplainModel model,
        String name,
        @Nullable Picture frame,
        @Nullable Combination together,
        int picture,
        RunOptions run) {
    /// Writes the files that are asked for.
    ///
    /// @param output the folder of the pages and pictures; null for none
    /// @param raw the file of the raw maps; null for none
    /// @param scaled the file of the maps from 0 to 1; null for none
    List<ExplainAnswer.Line> write(
            List<MadeMaps> made, @Nullable Path output, @Nullable Path raw, @Nullable Path scaled) throws IOException {
        if (output != null) {
            ExplainFiles.removeOld(output);
        }
        List<ExplainAnswer.Line> lines = new ArrayList<>();
        for (MadeMaps one : made) {
            writeArrays(one, raw, scaled);
            List<ExplainAnswer.OfNetwork> own = ofNetwork(one, output);
            if (output != null) {
                String page = page(one, made, output).toString();
                own.replaceAll(line -> line.withPage(page));
            }
            lines.addAll(own);
        }
        ExplainModel.Foreign foreign = model.foreign();
        if (output != null && foreign != null && foreign.pair() != null) {
            pair(made.getFirst(), foreign.pair(), output);
        }
        if (together != null) {
            lines.add(combined(made, together, output));
        }
        return lines;
    }

    private static void writeArrays(MadeMaps one, @Nullable Path raw, @Nullable Path scaled) throws IOException {
        Map<String, String> names =
                ExplainFiles.fileNames(List.copyOf(one.maps().keySet()));
        for (Map.Entry<String, List<HeatMap>> layer : one.maps().entrySet()) {
            String name = String.valueOf(names.get(layer.getKey()));
            if (raw != null) {
                ExplainFiles.writeMaps(one.manyLayers() ? ExplainFiles.with(raw, name) : raw, layer.getValue());
            }
            if (scaled != null) {
                ExplainFiles.writeMaps(
                        one.manyLayers() ? ExplainFiles.with(scaled, name) : scaled,
                        ExplainFiles.shown(layer.getValue(), one.explained().subject()));
            }
        }
    }

    private List<ExplainAnswer.OfNetwork> ofNetwork(MadeMaps one, @Nullable Path output) throws IOException {
        Map<String, String> names =
                ExplainFiles.fileNames(List.copyOf(one.maps().keySet()));
        List<ExplainAnswer.OfNetwork> lines = new ArrayList<>();
        for (Map.Entry<String, List<HeatMap>> layer : one.maps().entrySet()) {
            List<HeatMap> maps = layer.getValue();
            Path overlay = null;
            for (int n = 0; output != null && n < maps.size(); n++) {
                String name = (one.network() + 1)
                        + (maps.size() > 1 ? "-" + (n + 1) : "")
                        + (one.manyLayers() ? "." + names.get(layer.getKey()) : "");
                Path written = ExplainFiles.writePictures(
                        output,
                        name,
                        maps.get(n),
                        one.pictures().get(n),
                        one.explained().subject());
                overlay = n == picture ? written : overlay;
            }
            lines.add(line(one, layer.getKey(), maps.get(picture), overlay));
        }
        return lines;
    }

    private ExplainAnswer.OfNetwork line(MadeMaps one, String layer, HeatMap map, @Nullable Path overlay) {
        Explained e = one.explained();
        int n = picture;
        boolean derived = run.json && layer.equals(e.subject().layer());
        return new ExplainAnswer.OfNetwork(
                one.name(),
                model.faces().get(one.network()).view().toString(),
                model.name(e.seen()[n]),
                model.outputs().kind() == OutputKind.CLASSES ? e.probability(n, e.seen()[n]) : null,
                e.outputs().get(n)[e.seen()[n]],
                target(e, n),
                map.method(),
                layer,
                one.asked() == null,
                e.scalar().value(e.outputs().get(n), e.c()[n], e.b()[n]),
                map.discardedByRelu(),
                map.withoutPositiveEvidence(),
                map.reason(),
                null,
                overlay == null ? null : overlay.toString(),
                derived ? e.derivation(n) : null);
    }

    /// The page of both pictures.
    private void pair(MadeMaps one, ExplainOnnx.PairQuestion other, Path output) throws IOException {
        Subject subject = one.explained().subject();
        PairExplanation explanation = PairExplanation.of(
                other.network(),
                other.node(),
                subject.layer(),
                subject.pictures().slice(picture, picture + 1),
                other.values(),
                run.workers());
        PairPage page = new PairPage(
                explanation,
                other.network().name(),
                "Why " + name + " is like " + other.name() + ", and why not",
                "",
                one.pictures().get(picture),
                name,
                other.shown(),
                other.name());
        Path file = output.resolve("pair.html");
        AtomicFile.write(file, page.bytes());
        run.remarks().println("fovea: both pictures side by side in " + Printable.of(file));
    }

    private String target(Explained e, int n) {
        if (e.c()[n] == e.seen()[n] && e.scalar() == Scalar.LOGIT) {
            return model.name(e.c()[n]);
        }
        return model.outputs().kind() == OutputKind.CLASSES
                ? e.scalar().title() + " of " + model.name(e.c()[n])
                : model.outputs().describe(e.scalar(), e.c()[n], e.b()[n]);
    }

    private Path page(MadeMaps one, List<MadeMaps> made, Path output) throws IOException {
        run.remarks().println("fovea: measuring for the page of " + one.name());
        Path page = ExplainFiles.writePage(
                output,
                one.network(),
                one.explained(),
                model,
                one.pictures().get(picture),
                picture,
                made.stream().map(MadeMaps::network).toList(),
                member(one));
        if (run.json) {
            ExplainFiles.writeCsv(output, one.network(), one.explained(), picture);
        }
        return page;
    }

    /// What a page tells of its network's place among others; null for one that sees everything and is alone.
    private ExplainPage.@Nullable Member member(MadeMaps one) {
        View view = model.faces().get(one.network()).view();
        int networks = model.faces().size();
        if (networks == 1 && view.isWhole()) {
            return null;
        }
        StringBuilder note = new StringBuilder(String.format(
                Locale.ROOT,
                "Network %d of %d sees %.0f %% of the frame.",
                one.network() + 1,
                networks,
                100 * view.share()));
        if (together != null) {
            int answer = together.answer();
            note.append(String.format(
                    Locale.ROOT,
                    " Together they see %s, posterior %.3f; network %d decided.",
                    model.name(answer),
                    together.together()[answer],
                    together.decided() + 1));
        }
        Picture shown = frame == null || view.isWhole() ? null : view.on(frame);
        return new ExplainPage.Member(shown, note.toString());
    }

    private ExplainAnswer.Together combined(List<MadeMaps> made, Combination together, @Nullable Path output)
            throws IOException {
        int answer = together.answer();
        int target = made.getFirst().explained().c()[picture];
        HeatMap map =
                together.map(target, made.stream().map(one -> one.main(picture)).toList());
        Path overlay = output == null ? null : ExplainFiles.writeCombined(output, Objects.requireNonNull(frame), map);
        List<ExplainAnswer.Member> members = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            float[] alone = together.alone().get(i);
            View view = model.faces().get(i).view();
            members.add(new ExplainAnswer.Member(
                    made.get(i).name(),
                    view.toString(),
                    view.share(),
                    model.name(together.answer(i)),
                    alone[together.answer(i)],
                    alone[answer],
                    alone[target],
                    together.weight(i, target)));
        }
        return new ExplainAnswer.Together(
                "combined",
                model.name(answer),
                together.together()[answer],
                together.model().fusion().name(),
                "network " + (together.decided() + 1),
                model.name(target),
                members,
                map.withoutPositiveEvidence(),
                overlay == null ? null : overlay.toString());
    }
}
