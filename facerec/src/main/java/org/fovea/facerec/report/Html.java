package org.fovea.facerec.report;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;

/// Pieces of an HTML page that carries its pictures inside it. The page is well-formed XML too.
final class Html {
    private static final String STYLE = """
        :root { color-scheme: light dark; --line: #8884; --accent: #b5402a;
          --single: #5f6368; --plain: #1a5fb4; --random: #23772f; --tint: #b5402a14; }
        @media (prefers-color-scheme: dark) { :root { --accent: #ff8f73;
          --single: #b0b4ba; --plain: #7fb2ff; --random: #7ccf7c; --tint: #ff8f731f; } }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
        .lead { opacity: .8; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .8rem; border-bottom: 1px solid var(--line); text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        @media (max-width: 30rem) { table { font-size: .85rem; } th, td { padding: .3rem .35rem; } }
        tr.total td { font-weight: 600; }
        tr.group th { text-align: left; padding-top: 1rem; font-weight: 600; }
        .figures { font-size: .92rem; } .figures th, .figures td { padding: .2rem .45rem; } .figures td:first-child { white-space: nowrap; }
        nav { margin: 1rem 0; } nav a { margin-right: 1rem; white-space: nowrap; color: var(--accent); }
        td small { display: block; font-size: .74rem; opacity: .75; white-space: nowrap; }
        h2 a { color: inherit; text-decoration: none; } h2 a:hover { text-decoration: underline; }
        h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; } h3 + p { margin: 0 0 .5rem; }
        summary { cursor: pointer; margin: 1rem 0; }
        tr.first td { background: var(--tint); }
        .scroll { overflow-x: auto; }
        p, .row + figcaption { overflow-wrap: anywhere; } .row { display: flex; gap: 2px; }
        .charts { display: flex; flex-wrap: wrap; gap: 1rem; }
        .charts .chart { max-width: 100%; height: auto; }
        .legend span { margin-right: 1.2rem; white-space: nowrap; }
        svg text { fill: currentColor; font: 11px system-ui, sans-serif; }
        svg .title { font-weight: 600; font-size: 12px; }
        svg .middle { text-anchor: middle; } svg .end { text-anchor: end; }
        svg path { fill: none; stroke: currentColor; }
        svg .grid { opacity: .15; } svg .diagonal { opacity: .5; stroke-dasharray: 1 3; }
        svg .curve { stroke-width: 1.8; stroke-linejoin: round; }
        svg .single { stroke: var(--single); stroke-dasharray: 2 3; }
        svg .plain { stroke: var(--plain); stroke-dasharray: 8 4; }
        svg .ours { stroke: var(--accent); stroke-width: 2.4; }
        svg .random { stroke: var(--random); stroke-dasharray: 8 3 2 3; }
        svg .driven { fill: var(--accent); }
        svg .lots { fill: none; stroke: var(--plain); stroke-width: 1.8; }
        .faces { display: flex; flex-wrap: wrap; gap: .6rem; }
        figure { margin: 0; width: min-content; min-width: 4rem; } figcaption { font-size: .8rem; opacity: .85; text-align: center; }
        img { image-rendering: auto; border-radius: 4px; display: block; }
        """;

    private final StringBuilder body = new StringBuilder();
    private final Map<String, String> anchors = new LinkedHashMap<>();
    private boolean contents;

    /// Puts links to all headings at the page's top.
    Html contents() {
        contents = true;
        return this;
    }

    /// A heading that can be linked to: its anchor is its text in lower case, words joined by hyphens.
    Html heading(String text) {
        String anchor = anchor(text);
        body.append("<h2 id=\"")
                .append(anchor)
                .append("\"><a href=\"#")
                .append(anchor)
                .append("\">");
        body.append(escape(text)).append("</a></h2>\n");
        return this;
    }

    private String anchor(String text) {
        String words = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
        String anchor = words;
        for (int i = 2; anchors.putIfAbsent(anchor, text) != null; i++) {
            anchor = words + "-" + i;
        }
        return anchor;
    }

    Html subheading(String text) {
        body.append("<h3>").append(escape(text)).append("</h3>\n");
        return this;
    }

    Html paragraph(String text) {
        body.append("<p>").append(escape(text)).append("</p>\n");
        return this;
    }

    /// A table whose first row is the heading; the last row is set off where `total` is true.
    Html table(List<List<String>> rows, boolean total) {
        body.append("<div class=\"scroll\"><table>\n");
        for (int r = 0; r < rows.size(); r++) {
            String cell = r == 0 ? "th" : "td";
            body.append(total && r == rows.size() - 1 ? "<tr class=\"total\">" : "<tr>");
            for (String value : rows.get(r)) {
                body.append('<').append(cell).append('>');
                body.append(escape(value)).append("</").append(cell).append('>');
            }
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
        return this;
    }

    /// A table whose first row is the heading, with some of the other cells set off.
    ///
    /// @param strong by the numbers of row and column, from 0, the heading's row included
    Html table(List<List<String>> rows, BiPredicate<Integer, Integer> strong) {
        body.append("<div class=\"scroll\"><table>\n");
        for (int r = 0; r < rows.size(); r++) {
            String cell = r == 0 ? "th" : "td";
            body.append("<tr>");
            for (int c = 0; c < rows.get(r).size(); c++) {
                String text = escape(rows.get(r).get(c));
                boolean setOff = r > 0 && strong.test(r, c);
                body.append('<').append(cell).append('>');
                body.append(setOff ? "<strong>" + text + "</strong>" : text);
                body.append("</").append(cell).append('>');
            }
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
        return this;
    }

    /// A piece of HTML as it is.
    Html add(String html) {
        body.append(html);
        return this;
    }

    /// Begins a part that is folded up until the reader opens it.
    Html beginDetails(String summary) {
        body.append("<details>\n<summary>").append(escape(summary)).append("</summary>\n");
        return this;
    }

    Html endDetails() {
        body.append("</details>\n");
        return this;
    }

    Html beginFaces() {
        body.append("<div class=\"faces\">\n");
        return this;
    }

    /// A picture at the given width on the page.
    Html face(Picture picture, String caption, int width) {
        return figure(image(picture, caption, width), caption);
    }

    /// Two pictures side by side, each at the given width, over one caption.
    Html faces(Picture left, Picture right, String caption, int width) {
        String both = image(left, caption, width) + image(right, caption, width);
        return figure("<div class=\"row\">" + both + "</div>", caption);
    }

    private Html figure(String pictures, String caption) {
        body.append("<figure>").append(pictures);
        body.append("<figcaption>").append(escape(caption)).append("</figcaption></figure>\n");
        return this;
    }

    private static String image(Picture picture, String alternative, int width) {
        int height = Math.round((float) width * picture.height() / picture.width());
        return String.format(
                Locale.ROOT,
                "<img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"data:image/png;base64,%s\"/>",
                width,
                height,
                escape(alternative),
                Base64.getEncoder().encodeToString(PictureFile.png(picture)));
    }

    /// A line of charts, and what it is.
    ///
    /// @param style its class in the page's style
    record Line(String style, String text) {}

    Html legend(List<Line> lines) {
        body.append("<p class=\"legend\">");
        for (Line line : lines) {
            body.append("<span><svg width=\"44\" height=\"10\" aria-hidden=\"true\">");
            body.append("<path class=\"curve ").append(line.style).append("\" d=\"M1 5L43 5\"/></svg> ");
            body.append(escape(line.text)).append("</span>\n");
        }
        body.append("</p>\n");
        return this;
    }

    Html endFaces() {
        body.append("</div>\n");
        return this;
    }

    String page(String title, String lead) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <h1>%s</h1>
            <p class="lead">%s</p>
            %s%s</body>
            </html>
            """.formatted(escape(title), STYLE, escape(title), escape(lead), contents ? links() : "", body);
    }

    private String links() {
        StringBuilder links = new StringBuilder("<nav>");
        anchors.forEach((anchor, text) -> links.append("<a href=\"#")
                .append(anchor)
                .append("\">")
                .append(escape(text))
                .append("</a>\n"));
        return links.append("</nav>\n").toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
