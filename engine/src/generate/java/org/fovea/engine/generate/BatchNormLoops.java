package org.fovea.engine.generate;

import static org.fovea.engine.generate.ChannelLoops.call;
import static org.fovea.engine.generate.ChannelLoops.callBoth;
import static org.fovea.engine.generate.ChannelLoops.list;
import static org.fovea.engine.generate.ChannelLoops.ofBody;

import java.util.List;
import java.util.stream.IntStream;

/// The loops of batch norm over an array as rows × c: whole vectors of channels row by row, in the order of memory,
/// with the channels' constants and sums in the first-level cache; the rest down the rows, with both in registers.
final class BatchNormLoops {
    private static final String GATE = """
        float[] of = gate.of();
        float[] scale = gate.map().scale();
        float[] shift = gate.map().shift();
        float low = gate.low();
        float high = gate.high();
        float outside = gate.outside();
        """;

    /// d = f′·dy of the row `{r}` at index `{i}`.
    private static final String GATED_GRADIENT = """
        FloatVector z{r} = FloatVector.fromArray(SPECIES, of, {i}{m}).fma(s, t);
        VectorMask<Float> open{r} = z{r}.compare(VectorOperators.GT, low).and(z{r}.compare(VectorOperators.LT, high));
        FloatVector d{r} = FloatVector.fromArray(SPECIES, dy, {i}{m});
        d{r} = d{r}.mul(outside).blend(d{r}, open{r});
        """;

    private BatchNormLoops() {}

    static String vectors() {
        Code code = Generate.begin(
                Generate.KERNELS,
                BatchNormLoops.class,
                ChannelLoops.COUNT,
                ChannelLoops.SPECIES,
                "java.util.Arrays",
                ChannelLoops.VECTOR,
                ChannelLoops.MASK,
                ChannelLoops.OPERATORS,
                ChannelLoops.AFFINE,
                ChannelLoops.AFFINE_GRADIENT,
                ChannelLoops.GATE,
                ChannelLoops.LANES);
        code.doc("The loops of [BatchNorm] over a block of rows.");
        code.open("final class BatchNormVectors").add("private BatchNormVectors() {}\n\n");
        forward(code);
        backward(code);
        return code.close().toString();
    }

    private static void forward(Code code) {
        code.doc("block\\[k\\] = Σ x.");
        String rows = "int c, int k, int from, int to";
        sums(
                code,
                new Setting("sums", "float[] x, " + rows + ", float[] block", "", List.of()),
                List.of(new Term("FloatVector d{r} = FloatVector.fromArray(SPECIES, x, {i}{m});", "d", "")));
        code.add("\n").doc("block\\[k\\] = Σ d and block\\[c + k\\] = Σ d², with d = x − means\\[at + k\\].");
        sums(
                code,
                new Setting(
                        "moments",
                        "float[] x, " + rows + ", float[] means, int at, float[] block",
                        "",
                        List.of("mean = means, at + k")),
                List.of(
                        new Term("FloatVector d{r} = FloatVector.fromArray(SPECIES, x, {i}{m}).sub(mean);", "d", ""),
                        new Term("", "d", "d")));
        code.add("\n").doc("y = max(map(x), low).");
        ofValues(
                code,
                new Setting(
                        "affine",
                        "float[] x, Affine map, float low, float[] y, " + rows,
                        "float[] scale = map.scale();\nfloat[] shift = map.shift();",
                        List.of("s = scale, k", "t = shift, k")),
                """
                FloatVector z = FloatVector.fromArray(SPECIES, x, i{m}).fma(s, t);
                z.blend(low, z.compare(VectorOperators.LT, low)).intoArray(y, i{m});
                """);
        code.add("\n").doc("y = max(ofA(a) + ofB(b), low).");
        ofValues(
                code,
                new Setting(
                        "affineSum",
                        "float[] a, Affine ofA, float[] b, Affine ofB, float low, float[] y, " + rows,
                        """
                        float[] aScale = ofA.scale();
                        float[] aShift = ofA.shift();
                        float[] bScale = ofB.scale();
                        float[] bShift = ofB.shift();
                        """,
                        List.of("s = aScale, k", "t = aShift, k", "u = bScale, k", "v = bShift, k")),
                """
                FloatVector z = FloatVector.fromArray(SPECIES, a, i{m}).fma(s, t);
                z = z.add(FloatVector.fromArray(SPECIES, b, i{m}).fma(u, v));
                z.blend(low, z.compare(VectorOperators.LT, low)).intoArray(y, i{m});
                """);
    }

    private static void backward(Code code) {
        code.add("\n").doc("block\\[k\\] = Σ d and block\\[c + k\\] = Σ d·(x − mean), with d = f′·dy.");
        sumsOfPairs(
                code,
                new Setting(
                        "backwardSums",
                        "float[] x, float[] dy, float[] mean, Gate gate, int c, int k, int from, int to, float[] block",
                        GATE,
                        List.of("s = scale, k", "t = shift, k", "m = mean, k")),
                List.of(
                        new Term(GATED_GRADIENT + "{w}", "d", ""),
                        new Term("FloatVector v{r} = FloatVector.fromArray(SPECIES, x, {i}{m}).sub(m);", "v", "d")));
        code.add("\n").doc("dx = p·d + q·x + r with d = f′·dy, or dx += that.");
        ofValues(
                code,
                new Setting(
                        "backward",
                        "float[] x, float[] dy, Gate gate, AffineGradient g, float[] dx, boolean add, int c, int k, "
                                + "int from, int to",
                        GATE + """
                            float[] p = g.p();
                            float[] q = g.q();
                            float[] r = g.r();
                            float[] before = add ? dx : Lanes.ZEROS;
                            int beforeMask = add ? -1 : 0;
                            """,
                        List.of("s = scale, k", "t = shift, k", "pk = p, k", "qk = q, k", "rk = r, k")),
                GATED_GRADIENT.replace("{r}", "").replace("{i}", "i") + """
                    d = FloatVector.fromArray(SPECIES, x, i{m}).fma(qk, d.fma(pk, rk));
                    d = d.add(FloatVector.fromArray(SPECIES, before, i & beforeMask{m}));
                    d.intoArray(dx, i{m});
                    """);
    }

    /// What the methods of a pair share.
    ///
    /// @param fields what is read of records, ahead of the loops
    /// @param constants vectors of values a channel, as `name = array, index`
    private record Setting(String name, String parameters, String fields, List<String> constants) {
        private void load(Code code, String mask) {
            for (String constant : constants) {
                String[] sides = constant.split(" = ");
                code.add("FloatVector %s = FloatVector.fromArray(SPECIES, %s%s);".formatted(sides[0], sides[1], mask));
            }
        }

        void openAll(Code code) {
            code.open("static void " + name, list(parameters.replace("int k, ", "")));
            code.add("int body = Lanes.body(c);");
        }

        void openBody(Code code, String suffix) {
            code.open("private static void " + name + suffix, list(ofBody(parameters)))
                    .add(fields);
        }

        /// Begins the loop over the whole vectors of a row.
        void openVectors(Code code) {
            code.open("for (int k = 0; k < body; k += COUNT)").add("int i = row * c + k;");
            load(code, "");
        }

        void openRest(Code code) {
            code.open("private static void " + name + "OfRest", list(parameters));
            code.add("VectorMask<Float> mask = SPECIES.indexInRange(k, c);").add(fields);
            load(code, ", mask");
        }

        /// Begins the loop over the rows of the rest.
        void openRows(Code code) {
            code.open("for (int row = from; row < to; row++)").add("int i = row * c + k;");
        }

        /// That of the methods for one row.
        Setting ofRow() {
            return new Setting(name, parameters.replace("int from, int to", "int row"), fields, constants);
        }
    }

    // --- functions of each value ---

    /// @param body what is done with the value of index i
    private static void ofValues(Code code, Setting setting, String body) {
        setting.openAll(code);
        callBoth(code, setting.name, setting.parameters);
        code.close().add("\n");
        setting.openBody(code, "OfBody");
        code.open("for (int row = from; row < to; row++)");
        setting.openVectors(code);
        code.add(body.replace("{m}", "")).close().close().close().add("\n");
        setting.openRest(code);
        setting.openRows(code);
        code.add(body.replace("{m}", ", mask")).close().close();
    }

    // --- sums over rows ---

    /// One of the sums a channel: of `value`, or of its product with `factor`.
    ///
    /// @param lines that compute them for the row `{r}` at index `{i}`, of weight `{w}`
    /// @param factor empty for none
    private record Term(String lines, String value, String factor) {
        void compute(Code code, String row, String index, String mask) {
            code.add(lines.replace("{r}", row).replace("{i}", index).replace("{m}", mask));
        }

        /// The term of a row, added to a sum.
        String addedTo(String sum, String row) {
            return factor.isEmpty()
                    ? "%s.add(%s)".formatted(sum, value + row)
                    : "%s.fma(%s, %s)".formatted(value + row, factor + row, sum);
        }

        /// The terms of two rows.
        String ofTwo(String row, String next) {
            return addedTo(factor.isEmpty() ? value + row : "%s.mul(%s)".formatted(value + row, factor + row), next);
        }

        Term weighted(String weight) {
            return new Term(lines.replace("{w}", weight), value, factor);
        }
    }

    /// Four rows together where there are as many, because a sum in memory is ready for the next addition only
    /// after some 12 cycles; then one by one.
    private static void sums(Code code, Setting setting, List<Term> terms) {
        sumsOfAll(code, setting, terms);
        setting.openBody(code, "OfBody");
        code.add("int row = from;").open("for (; row + 3 < to; row += 4)");
        setting.openVectors(code);
        List<String> indices = List.of("i", "i + c", "i + 2 * c", "i + 3 * c");
        for (Term term : terms) {
            IntStream.range(0, 4).forEach(row -> term.compute(code, "" + row, indices.get(row), ""));
            store(code, terms, term, "%s.add(%s)".formatted(term.ofTwo("0", "1"), term.ofTwo("2", "3")));
        }
        code.close().close();
        Setting one = setting.ofRow();
        code.open("for (; row < to; row++)").add(call(setting.name + "OfRow", ofBody(one.parameters)));
        code.close().close().add("\n");
        one.openBody(code, "OfRow");
        one.openVectors(code);
        for (Term term : terms) {
            term.compute(code, "", "i", "");
            String block = "FloatVector.fromArray(SPECIES, block, %s)".formatted(place(terms, term));
            code.add("%s.intoArray(block, %s);".formatted(term.addedTo(block, ""), place(terms, term)));
        }
        code.close().close().add("\n");
        sumsOfRest(code, setting, terms);
    }

    /// As [#sums], two rows together, the last of an odd number twice and by half.
    private static void sumsOfPairs(Code code, Setting setting, List<Term> terms) {
        sumsOfAll(code, setting, terms);
        setting.openBody(code, "OfBody");
        code.open("for (int row = from; row < to; row += 2)");
        code.add("int step = row + 1 < to ? c : 0; // at the end of an odd block, one row twice, by half");
        code.add("float weight = row + 1 < to ? 1 : 0.5f;");
        setting.openVectors(code);
        code.add("int j = i + step;");
        for (Term term : terms) {
            Term weighted = term.weighted("d{r} = d{r}.mul(weight);");
            weighted.compute(code, "0", "i", "");
            weighted.compute(code, "1", "j", "");
            store(code, terms, term, term.ofTwo("0", "1"));
        }
        code.close().close().close().add("\n");
        sumsOfRest(code, setting, terms.stream().map(term -> term.weighted("")).toList());
    }

    private static void sumsOfAll(Code code, Setting setting, List<Term> terms) {
        setting.openAll(code);
        code.add("Arrays.fill(block, 0, %s, 0);".formatted(terms.size() == 1 ? "c" : terms.size() + " * c"));
        callBoth(code, setting.name, setting.parameters);
        code.close().add("\n");
    }

    private static void sumsOfRest(Code code, Setting setting, List<Term> terms) {
        setting.openRest(code);
        terms.forEach(term -> code.add("FloatVector %s = FloatVector.zero(SPECIES);".formatted(sum(terms, term))));
        setting.openRows(code);
        for (Term term : terms) {
            term.compute(code, "", "i", ", mask");
            code.add("%s = %s;".formatted(sum(terms, term), term.addedTo(sum(terms, term), "")));
        }
        code.close();
        terms.forEach(
                term -> code.add("%s.intoArray(block, %s, mask);".formatted(sum(terms, term), place(terms, term))));
        code.close();
    }

    /// Adds to what the block holds.
    private static void store(Code code, List<Term> terms, Term term, String value) {
        String at = place(terms, term);
        code.add("FloatVector %s = %s;".formatted(sum(terms, term), value));
        code.add("%s.add(FloatVector.fromArray(SPECIES, block, %s)).intoArray(block, %s);"
                .formatted(sum(terms, term), at, at));
    }

    private static String sum(List<Term> terms, Term term) {
        return terms.indexOf(term) == 0 ? "sum" : "product";
    }

    private static String place(List<Term> terms, Term term) {
        return terms.indexOf(term) == 0 ? "k" : "c + k";
    }
}
