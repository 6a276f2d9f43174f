package org.fovea.facerec.report;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;

/// Pieces of an HTML page that carries its pictures inside it.
final class Html {
    private static final String STYLE = """
        :root { color-scheme: light dark; --line: #8884; --accent: #b5402a; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
        .lead { opacity: .8; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .8rem; border-bottom: 1px solid var(--line); text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        tr.total td { font-weight: 600; }
        .scroll { overflow-x: auto; }
        .faces { display: flex; flex-wrap: wrap; gap: .6rem; }
        figure { margin: 0; } figcaption { font-size: .8rem; opacity: .8; text-align: center; max-width: 9rem; }
        img { image-rendering: auto; border-radius: 4px; display: block; }
        """;

    private final StringBuilder body = new StringBuilder();

    Html heading(String text) {
        body.append("<h2>").append(escape(text)).append("</h2>\n");
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

    Html beginFaces() {
        body.append("<div class=\"faces\">\n");
        return this;
    }

    /// A picture at the given width on the page.
    Html face(Picture picture, String caption, int width) {
        int height = Math.round((float) width * picture.height() / picture.width());
        body.append(String.format(
                Locale.ROOT,
                "<figure><img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"data:image/png;base64,%s\">"
                        + "<figcaption>%s</figcaption></figure>%n",
                width,
                height,
                escape(caption),
                Base64.getEncoder().encodeToString(PictureFile.png(picture)),
                escape(caption)));
        return this;
    }

    Html endFaces() {
        body.append("</div>\n");
        return this;
    }

    String page(String title, String lead) {
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <h1>%s</h1>
            <p class="lead">%s</p>
            %s</body>
            </html>
            """.formatted(escape(title), STYLE, escape(title), escape(lead), body);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
