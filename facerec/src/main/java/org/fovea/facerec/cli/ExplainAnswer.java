package org.fovea.facerec.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fovea.facerec.data.Printable;
import org.jspecify.annotations.Nullable;

/// What `fovea explain` tells: of each network at each layer, and of several networks together.
final class ExplainAnswer {
    private ExplainAnswer() {}

    /// Something that is told, as text and, by its components, as JSON.
    sealed interface Line {
        /// Names of facts and facts; the first names what the line is about.
        Map<String, String> facts();
    }

    /// One network at one layer.
    ///
    /// @param network `network 1`
    /// @param view what it sees of the frame, as the model file has it
    /// @param sees the class with the highest output, or whatever else has it
    /// @param posterior softmax of the outputs at that class; null where outputs are no classes
    /// @param highest that output
    record OfNetwork(
            String network,
            String view,
            String sees,
            @Nullable Double posterior,
            double highest,
            String target,
            String method,
            String layer,
            boolean layerChosen,
            double value,
            double discarded,
            boolean blank,
            @Nullable String reason,
            @Nullable String page,
            @Nullable String overlay,
            @Nullable Object derivation)
            implements Line {
        OfNetwork withPage(String page) {
            return new OfNetwork(
                    network,
                    view,
                    sees,
                    posterior,
                    highest,
                    target,
                    method,
                    layer,
                    layerChosen,
                    value,
                    discarded,
                    blank,
                    reason,
                    page,
                    overlay,
                    derivation);
        }

        @Override
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put(
                    network,
                    posterior == null
                            ? String.format(Locale.ROOT, "%s is %.4f", sees, highest)
                            : String.format(Locale.ROOT, "sees %s, posterior %.3f", sees, posterior));
            facts.put(
                    "  evidence",
                    "for " + target + ", by " + method + " in layer " + layer
                            + (layerChosen ? ", the last with height and width" : ""));
            facts.put(
                    "  map",
                    reason != null
                            ? "blank: " + reason
                            : String.format(
                                    Locale.ROOT,
                                    "%.0f %% of the map speaks against and is not shown",
                                    100 * discarded));
            if (overlay != null) {
                facts.put("  written", overlay);
            }
            if (page != null) {
                facts.put("  page", page);
            }
            return facts;
        }
    }

    /// All networks together.
    ///
    /// @param network `combined`
    /// @param sees the combined answer
    /// @param posterior its combined posterior
    /// @param fusion how the answers were brought together
    /// @param decided the member whose own posterior of the combined answer is highest
    /// @param target the person whose combined map was made
    /// @param members each member's own answer
    /// @param blank whether no member has evidence for the person
    record Together(
            String network,
            String sees,
            double posterior,
            String fusion,
            String decided,
            String target,
            List<Member> members,
            boolean blank,
            @Nullable String overlay)
            implements Line {
        @Override
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put(
                    network,
                    String.format(
                            Locale.ROOT,
                            "sees %s, posterior %.3f, by %s; %s decided",
                            sees,
                            posterior,
                            fusion,
                            decided));
            for (Member member : members) {
                facts.put(
                        "  " + member.network,
                        String.format(
                                Locale.ROOT,
                                "alone says %s, posterior %.3f; %.3f for %s, %.0f %% of the combined map",
                                member.sees,
                                member.posterior,
                                member.posteriorOfTarget,
                                target,
                                100 * member.weight));
            }
            if (blank) {
                facts.put("  map", "blank: no network has evidence for " + target);
            }
            if (overlay != null) {
                facts.put("  written", overlay);
            }
            return facts;
        }
    }

    /// One member's own answer, as the fusion has it of this member alone.
    ///
    /// @param view what it sees of the frame
    /// @param seenShare the share of the frame's pixels that it sees
    /// @param sees its own answer
    /// @param posterior its own posterior of its own answer
    /// @param posteriorOfAnswer its own posterior of the combined answer
    /// @param posteriorOfTarget its own posterior of the person explained
    /// @param weight its share of the combined map
    record Member(
            String network,
            String view,
            double seenShare,
            String sees,
            double posterior,
            double posteriorOfAnswer,
            double posteriorOfTarget,
            double weight) {}

    static String text(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            line.facts().forEach((name, value) -> text.append(String.format("%-12s %s%n", name, Printable.of(value))));
        }
        return text.toString();
    }
}
