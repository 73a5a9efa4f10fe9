package dev.drover.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.KeptDocument;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;

class ProblemPageTest {
    @ParameterizedTest
    @EnumSource
    void everyProblemIsExplained(ProblemType type) {
        ProblemPage page = ProblemTexts.of(type.text()).orElseThrow();
        assertThat(page.means()).isNotEqualTo(type.title()).endsWith(".");
        assertThat(page.remedy()).doesNotStartWith("The problem's detail").endsWith(".");
        assertThat(page.statuses()).contains(type.status().value());
        assertThat(page.example().path("type").asString()).isEqualTo("/problems/" + type.text());
        assertThat(page.example().path("status").asInt())
                .isEqualTo(page.statuses().getFirst());
        assertThat(page.example().path("detail").asString()).isNotBlank();
        assertThat(page.example().path("title").asString()).isEqualTo(page.title());
    }

    @Test
    void aPageEscapesWhateverItShows() {
        String bad = "</pre><script>alert('x')</script>&\"";
        String page = new ProblemPage(
                        "/problems/" + bad, bad, List.of(400), bad, bad, JsonNodeFactory.instance.stringNode(bad))
                .rendered();
        assertThat(page).doesNotContain("<script", "'x'").contains("&lt;script&gt;");
        assertThat(new ProblemPage.Index(ProblemTexts.all()).rendered())
                .contains("<a href=\"/problems/validation\">validation</a>");
    }

    @Test
    void theDocumentSaysTheSame() throws IOException {
        StringBuilder document = new StringBuilder("""
                # Problems

                Whatever is refused is answered as `application/problem+json` (RFC 9457). Its `type` is stable, and is the URL of a page of
                your Drover that says what stands here. Its `detail` says what to do in this very case.
                """);
        for (ProblemPage page : ProblemTexts.all()) {
            document.append("""

                    ## %s

                    %s: %s.

                    %s

                    **What to do.** %s

                    ```json
                    %s
                    ```
                    """.formatted(
                            page.name(),
                            page.statusesInWords(),
                            page.title(),
                            page.means(),
                            page.remedy(),
                            page.example().toPrettyString()));
        }
        KeptDocument.check("problems.md", document.toString());
    }
}
