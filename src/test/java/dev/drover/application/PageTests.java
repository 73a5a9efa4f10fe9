package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The pages that explain problems and conditions. */
@ApplicationTest
@Tag("postgres")
class PageTests {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @Autowired
    Groups groups;

    @ParameterizedTest
    @ValueSource(strings = {"/problems", "/problems/validation", "/conditions", "/conditions/RepairGaveUp"})
    void aPageIsHtmlForBrowsersAndDataForPrograms(String path) {
        Answer page = groups.get(path, "Accept", BROWSER).expect(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("<h1>", "</html>");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(groups.get(path).expect(200).header("Content-Type")).startsWith("text/html");
        Answer json = groups.get(path, "Accept", "application/json").expect(200);
        assertThat(json.header("Content-Type")).startsWith("application/json");
        assertThat(json.json().isObject()).isTrue();
        assertThat(json.json().has("rendered")).isFalse();
        assertThat(groups.get(path, "Accept", "application/yaml").expect(200).body())
                .startsWith("---\n");
        groups.get(path, "Accept", "image/png").refused(406, "malformed");
        groups.post(path, "{}").refused(405, "malformed");
    }

    @Test
    void aRefusalsTypeIsThePageThatExplainsIt() {
        Answer refused = groups.get("/v1/groups/nobody").refused(404, "not-found");
        Answer page =
                groups.get(refused.text("/type"), "Accept", "application/json").expect(200);
        assertThat(page.text("/title")).isEqualTo(refused.text("/title"));
        assertThat(page.text("/statuses/0")).isEqualTo(refused.text("/status"));
        assertThat(page.text("/example/type")).isEqualTo(refused.text("/type"));
        assertThat(groups.get("/problems", "Accept", "application/json").items("/type"))
                .contains("/problems/not-found", "/problems/malformed")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotExplained() {
        assertThat(groups.get("/problems/nonsense", "Accept", BROWSER)
                        .refused(404, "not-found")
                        .text("/detail"))
                .contains("not-found", "validation");
        groups.get("/problems/%3Cscript%3E").refused(404, "not-found");
        groups.get("/problems/validation/more").refused(404, "not-found");
        assertThat(groups.get("/conditions/Nonsense").refused(404, "not-found").text("/detail"))
                .contains("RepairGaveUp");
    }

    @Test
    void aConditionSaysWhatLiftsIt() {
        Answer condition = groups.get("/conditions/RepairGaveUp", "Accept", "application/json");
        assertThat(condition.text("/waiting")).isEqualTo("answers 409 at once");
        assertThat(condition.text("/liftedBy")).contains("a new spec");
    }
}
