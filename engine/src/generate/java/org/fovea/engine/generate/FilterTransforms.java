package org.fovea.engine.generate;

import java.util.List;

/// The transforms of filters and, transposed, of their gradient: loops over columns and then over rows, since they have
/// few channels to work on and are called once a step.
final class FilterTransforms {
    private FilterTransforms() {}

    static String vectors() {
        Code code = Generate.begin(
                Generate.WINOGRAD,
                FilterTransforms.class,
                "static lanes.Lanes.COUNT",
                "static lanes.Lanes.SPECIES",
                "jdk.incubator.vector.FloatVector",
                "org.fovea.engine.kernel.Scratch");
        code.doc("""
            The transforms of filters, one vector of channels at a time.

            %s

            %s
            """.formatted(
                        Plane.shown("G", Matrices.FILTER_MATRIX),
                        Plane.shown("G of stride 2", Matrices.STRIDED_FILTER_MATRIX)));
        code.open("final class FilterVectors").add("private FilterVectors() {}");
        code.add("\n").doc("""
            u = G·w·Gᵀ: tap i is w\\[at + i·plane\\], and component i goes to u\\[to + i·stride\\].
            """);
        method(code, "transform", Matrices.FILTER);
        code.add("\n").doc("u = Gᵀ·w·G, that of the gradient, from 36 components to nine taps.");
        method(code, "transposed", Matrices.FILTER_GRADIENT);
        code.add("\n").doc("""
            As [#transform] for stride 2: the even phase's filters at its five points, then the odd phase's, the same at
            every finite point, either way.
            """);
        method(code, "strided", Matrices.STRIDED_FILTER);
        return code.close().toString();
    }

    private static void method(Code code, String name, Formulas formulas) {
        int inputs = formulas.allInputs().size();
        int outputs = formulas.all().size();
        code.open(
                "static void " + name,
                List.of("float[] w, int at, int plane, float[] u, int to, int stride".split(", ")));
        code.add("float[] t = Scratch.floats(Scratch.Slot.BETWEEN, %d * COUNT);".formatted(inputs * outputs));
        code.add("int line = %d * COUNT;".formatted(inputs));
        code.open("for (int j = 0; j < %d; j++)".formatted(inputs));
        code.add("int first = at + j * plane;");
        axis(code, formulas, "w", "first", inputs, "plane", "j * COUNT", "t", "line");
        code.close().open("for (int i = 0; i < %d; i++)".formatted(outputs));
        axis(code, formulas, "t", "i * line", 1, "COUNT", "to + i * %d * stride".formatted(outputs), "u", "stride");
        code.close().close();
    }

    /// One axis: loads from `first` on, so many steps apart, and stores from `next` on.
    private static void axis(
            Code code,
            Formulas formulas,
            String from,
            String first,
            int steps,
            String step,
            String next,
            String to,
            String apart) {
        formulas.compute(code, formulas.all(), new Formulas.Place() {
            private boolean stored;

            @Override
            public String input(int index) {
                String name = formulas.input() + index;
                code.add("FloatVector %s = %s;"
                        .formatted(name, Plane.load(from, Code.sum(first, steps * index, step))));
                return name;
            }

            @Override
            public String shared(String name) {
                return name;
            }

            @Override
            public void output(int index, String expression) {
                if (!stored) {
                    code.add("int next = " + next + ";");
                    stored = true;
                }
                code.add("%s.intoArray(%s, %s);".formatted(expression, to, Code.sum("next", index, apart)));
            }
        });
    }
}
