package dev.drover.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.web.util.HtmlUtils;

/** A plain page, built part by part. All that is given is text: it is escaped, whatever it holds. */
public final class Html {
    private static final String STYLE =
            "body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}"
                    + "pre{background:#f4f4f4;color:#222;padding:1rem;overflow-x:auto}dt{font-weight:bold}";

    /** What the page may load: nothing, and no style but its own. */
    public static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final StringBuilder body = new StringBuilder();
    private final String title;

    /** A page that begins with its title. */
    public Html(String title) {
        this.title = title;
        element("h1", title);
    }

    public Html heading(String text) {
        return element("h2", text);
    }

    public Html paragraph(String text) {
        return element("p", text);
    }

    /** Lines as they are. */
    public Html code(String text) {
        return element("pre", text);
    }

    /** A link to a place of Drover's own. */
    public Html link(String path, String text) {
        body.append("<p><a href=\"").append(HtmlUtils.htmlEscape(path)).append("\">");
        body.append(HtmlUtils.htmlEscape(text)).append("</a></p>\n");
        return this;
    }

    /** A word and what is to be said of it. */
    public Html term(String term, String text) {
        body.append("<dl><dt>").append(HtmlUtils.htmlEscape(term)).append("</dt><dd>");
        body.append(HtmlUtils.htmlEscape(text)).append("</dd></dl>\n");
        return this;
    }

    private Html element(String name, String text) {
        body.append("<%s>%s</%s>\n".formatted(name, HtmlUtils.htmlEscape(text), name));
        return this;
    }

    /** The whole document. */
    @Override
    public String toString() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s</title><style>%s</style></head>
                <body>
                %s</body>
                </html>
                """.formatted(HtmlUtils.htmlEscape(title + " · Drover"), STYLE, body);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
